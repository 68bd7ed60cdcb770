// Sends every form[data-write]; keeps at it until the server echoes the operation. Without script the form posts itself.
import { refused, tell } from "./refused.js";
import { show } from "./refresh.js";
import { newOperation, pause, post, say } from "./wire.js";

const unsent = new Map(); // form -> {url, body, pressed, tries, timer, busy, edited}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("form[data-write]")) return;
  event.preventDefault();
  if (unsent.has(form)) {
    unsent.get(form).again = form.hasAttribute("data-tap-sends");
    return void send(form);
  }
  const url = event.submitter?.getAttribute("formaction") || form.getAttribute("action") || location.href;
  const pressed = event.submitter?.name ? [event.submitter.name, event.submitter.value] : null;
  unsent.set(form, { url, pressed, body: bodyOf(form, pressed), tries: 0 });
  form.dispatchEvent(new CustomEvent("huddle:sending", { bubbles: true }));
  send(form);
});

function bodyOf(form, pressed) {
  const body = new URLSearchParams(new FormData(form));
  if (pressed) body.append(...pressed);
  return body;
}

/** Send what was sent before, or, when the words have changed since, these: the server takes one of the two only. */
async function send(form) {
  const job = unsent.get(form);
  if (!job || job.busy) return;
  clearTimeout(job.timer);
  if (job.edited) Object.assign(job, { edited: false, body: bodyOf(form, job.pressed) });
  job.busy = true;
  press(form, true);
  if (!job.tries) say("Sending…", "busy");
  // What cannot wait has words of its own (whom to phone), and they are said within a second.
  const slow = form.dataset.phoneText && setTimeout(say, 900, form.dataset.phoneText, "unsent");
  const answer = await post(job.url, job.body);
  clearTimeout(slow);
  job.busy = false;
  if (answer.nothing || answer.status >= 500) return later(form, job, answer);
  unsent.delete(form);
  press(form, false);
  if (answer.saved) saved(form, answer.saved, job);
  else refused(form, answer);
}

/** Try again with the text still in its field. A server that stays in trouble is quoted as well. */
function later(form, job, answer) {
  if (!answer.nothing && job.tries >= 4) tell(answer);
  if (job.edited) return waits(form);
  say(form.dataset.phoneText || "Not sent yet. We keep trying.", "unsent");
  job.timer = setTimeout(send, pause(job.tries++), form);
}

/** Somebody is changing what was not sent: half a sentence is sent by nobody but them. */
function waits(form) {
  press(form, false);
  say(form.dataset.phoneText || "Not sent yet. Send it again when it is ready.", "unsent");
}

document.addEventListener("input", (event) => {
  const form = event.target.form, job = unsent.get(form);
  if (!job || form.hasAttribute("data-tap-sends")) return;
  job.edited = bodyOf(form, job.pressed).toString() !== job.body.toString();
  if (!job.edited) return; // the script that types a PIN sends it within the same event
  clearTimeout(job.timer);
  if (!job.busy) waits(form);
});

function retry() {
  for (const [form, job] of unsent) if (!job.edited) send(form);
}

function saved(form, answer, job) {
  form.elements._op.value = newOperation();
  if (job.edited) return savedWithout(form, answer, job);
  say(`Saved ${answer.saved_at}`, "saved");
  form.removeAttribute("data-dirty");
  form.dispatchEvent(new CustomEvent("huddle:saved", { bubbles: true }));
  if (job.again) form.requestSubmit();
  else if (answer.location) show(answer.location);
}

/** Words were typed while the first ones were on their way. They stay here, and no draft is kept of a form that is sent. */
function savedWithout(form, answer, job) {
  unsent.set(form, job);
  form.dispatchEvent(new CustomEvent("huddle:sending", { bubbles: true }));
  form.removeAttribute("data-autosave");
  say(`Saved ${answer.saved_at}, without what you typed after that. Check it and send it again.`, "unsent");
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
  event.detail.promises.push(...[...unsent.keys()].map(send)); // the tablet locks: as it stands
  event.detail.unsent = () => unsent.size > 0;
});
addEventListener("online", retry);
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && retry());
addEventListener("beforeunload", (event) => {
  if (unsent.size && !document.documentElement.dataset.leaving) event.preventDefault();
});
