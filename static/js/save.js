// Sends every form[data-write]; keeps at it until the server echoes the operation. Without script the form posts itself.
import { show } from "./refresh.js";
import { newOperation, pause, post, say } from "./wire.js";

const unsent = new Map(); // form -> {url, body, tries, timer, busy}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("form[data-write]")) return;
  event.preventDefault();
  if (unsent.has(form)) {
    unsent.get(form).again = form.hasAttribute("data-tap-sends");
    return void send(form);
  }
  const url = event.submitter?.getAttribute("formaction") || form.getAttribute("action") || location.href;
  const body = new URLSearchParams(new FormData(form, event.submitter));
  unsent.set(form, { url, body, tries: 0 });
  form.dispatchEvent(new CustomEvent("huddle:sending", { bubbles: true }));
  press(form, true);
  send(form);
});

async function send(form) {
  const job = unsent.get(form);
  if (!job || job.busy) return;
  clearTimeout(job.timer);
  job.busy = true;
  if (!job.tries) say("Sending…", "busy");
  const answer = await post(job.url, job.body);
  job.busy = false;
  if (answer.nothing || answer.status >= 500) return later(form, job, answer);
  unsent.delete(form);
  press(form, false);
  if (answer.saved) saved(form, answer.saved, job);
  else refused(form, answer);
}

/** Try again with the text still in its field. A server that stays in trouble is quoted as well. */
function later(form, job, answer) {
  if (!answer.nothing && job.tries >= 4) tell(parse(answer));
  say("Not sent yet. We keep trying.", "unsent");
  job.timer = setTimeout(send, pause(job.tries++), form);
}

function retryAll() {
  return [...unsent.keys()].map(send);
}

function saved(form, answer, job) {
  say(`Saved ${answer.saved_at}`, "saved");
  form.removeAttribute("data-dirty");
  form.dispatchEvent(new CustomEvent("huddle:saved", { bubbles: true }));
  if (answer.envelope) form.elements._envelope.value = answer.envelope;
  form.elements._op.value = answer.op || newOperation();
  if (job.again) form.requestSubmit();
  else if (answer.location) show(answer.location);
}

function refused(form, answer) {
  if (answer.locked) {
    document.dispatchEvent(new CustomEvent("huddle:lock"));
    return;
  }
  const other = parse(answer);
  const page = other.getElementById("page");
  if (!page) return say("Not sent. Open the page again.", "unsent");
  if (!carries(page, form)) return say(`Not sent. ${tell(other)}.`, "unsent");
  document.getElementById("page").replaceWith(document.adoptNode(page));
  document.title = other.title;
  window.htmx?.process(page);
  document.dispatchEvent(new CustomEvent("huddle:page"));
  focusFirst();
}

function parse(answer) {
  return new DOMParser().parseFromString(answer.html, "text/html");
}

/** Whether every word typed into the form stands on that page too, so that the page may take the form's place. */
function carries(page, form) {
  const there = [...page.querySelectorAll("input, textarea")].map((field) => plain(field.value));
  const typed = [...form.elements].filter((field) => field.matches("textarea, input:not([type=hidden], [type=radio], [type=checkbox], [type=password])"));
  return typed.every((field) => !plain(field.value) || there.includes(plain(field.value)));
}

function plain(text) {
  return text.normalize("NFC").replace(/\s+/g, " ").trim();
}

/** Say on this page what that page says; its heading. */
function tell(other) {
  const heading = other.querySelector("h1")?.textContent.trim() || "Open the page again";
  const line = document.createElement("p");
  line.className = "strip strip--stale wrap";
  line.textContent = `${heading}. ${other.querySelector("#main p")?.textContent.trim() || ""}`;
  document.querySelector(".notice").replaceChildren(line);
  return heading;
}

function focusFirst() {
  const target = document.querySelector("[data-focus]") || document.querySelector("#main h1");
  if (!target) return;
  if (!target.hasAttribute("tabindex")) target.tabIndex = -1;
  target.focus();
}

// Chips that are an answer by themselves: form[data-tap-sends].
document.addEventListener("change", (event) => {
  if (event.target.form?.hasAttribute("data-tap-sends")) event.target.form.requestSubmit();
});

function press(form, busy) {
  for (const button of form.elements) {
    if (button.type !== "submit") continue;
    if (busy) button.setAttribute("aria-disabled", "true");
    else button.removeAttribute("aria-disabled");
  }
}

document.addEventListener("huddle:flush", (event) => {
  event.detail.promises.push(...retryAll());
  event.detail.unsent = () => unsent.size > 0;
});
addEventListener("online", () => retryAll());
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && retryAll());
addEventListener("beforeunload", (event) => {
  if (unsent.size && !document.documentElement.dataset.leaving) event.preventDefault();
});
if (document.querySelector("[data-focus]")) focusFirst();
