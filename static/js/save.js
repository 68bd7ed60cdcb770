// Sends every form[data-write]; keeps at it until the server echoes the operation. Without script the form posts itself.
import { refused, tell } from "./refused.js";
import { show } from "./refresh.js";
import { newOperation, pause, post, say, settled, stands } from "./wire.js";

const LATER = "Not sent yet. Trying again.";
const SLOW = 3000;
const unsent = new Map(); // form -> {op, url, body, pressed, tries, timer, busy, edited, next}
let stored = new WeakMap(); // form -> what of it is stored and not yet shown

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("form[data-write]")) return;
  event.preventDefault();
  const by = event.submitter, pressed = by?.name ? [by.name, by.value] : null;
  if (unsent.has(form)) return again(form, unsent.get(form), pressed);
  const url = by?.getAttribute("formaction") || form.getAttribute("action") || location.href;
  const body = bodyOf(form, pressed);
  if (stored.get(form) !== wordsOf(body)) begin(form, { op: form.elements._op.value, url, pressed, body, tries: 0, before: [] });
});
document.addEventListener("huddle:page", () => (stored = new WeakMap()));

// Sent before a reload or a crash: once more, word for word.
document.addEventListener("huddle:resume", (event) => unsent.has(event.target) || begin(event.target, event.detail));

function begin(form, job) {
  unsent.set(form, job);
  tellOthers(form, "huddle:sending", job);
  send(form);
}

/** Pressed again: the same button means the same thing; another answer goes after the first one. */
function again(form, job, pressed) {
  if (form.hasAttribute("data-tap-sends") || (pressed && pressed.join() !== job.pressed?.join())) job.next = { pressed };
  send(form);
}

function bodyOf(form, pressed) {
  const body = new URLSearchParams(new FormData(form));
  if (pressed) body.append(...pressed);
  return body;
}

const wordsOf = (body) => [...body].filter(([name]) => name !== "_op").join();

function tellOthers(form, name, detail = {}) {
  form.dispatchEvent(new CustomEvent(name, { bubbles: true, detail }));
}

/** Send what was sent before, or, when the words have changed since, these: the server takes one of the two only. */
async function send(form) {
  const job = unsent.get(form);
  if (!job || job.busy) return;
  clearTimeout(job.timer);
  if (job.edited) {
    Object.assign(job, { edited: false, body: bodyOf(form, job.pressed) });
    tellOthers(form, "huddle:sending", job);
  }
  job.busy = true;
  press(form, true);
  if (!job.tries) stands(form, "Saving…", "busy");
  // What cannot wait has words of its own (whom to phone), and they are said within a second.
  const urgent = form.dataset.phoneText;
  const slow = setTimeout(stands, urgent ? 900 : SLOW, form, urgent || "Not saved yet. The network is slow.", "unsent");
  await Promise.all(job.before?.splice(0) || []); // a draft on its way must not come after its form
  const answer = await post(job.url, job.body);
  job.busy = clearTimeout(slow);
  if (answer.nothing || answer.status >= 500) return later(form, job, answer);
  unsent.delete(form);
  settled(form);
  press(form, false);
  if (answer.saved) return saved(form, answer.saved, job);
  if (!answer.locked) tellOthers(form, "huddle:refused", job);
  refused(form, answer, job.edited);
}

/** Try again with the text still in its field. A server that stays in trouble is quoted as well. */
function later(form, job, answer) {
  if (!answer.nothing && job.tries >= 4) tell(answer);
  if (job.edited) return waits(form);
  stands(form, form.dataset.phoneText || LATER, "unsent");
  job.timer = setTimeout(send, pause(job.tries++), form);
}

/** Somebody is changing what was not sent: half a sentence is sent by nobody but them. */
function waits(form) {
  press(form, false);
  stands(form, form.dataset.phoneText || "Not sent yet. Send it again when it is ready.", "unsent");
}

document.addEventListener("input", (event) => {
  const form = event.target.form, job = unsent.get(form);
  if (!job || form.hasAttribute("data-tap-sends")) return;
  job.edited = bodyOf(form, job.pressed).toString() !== job.body.toString();
  if (job.edited) clearTimeout(job.timer); // not when a script that types a PIN sends it within the same event
  if (job.edited && !job.busy) waits(form);
});

const retry = () => unsent.forEach((job, form) => job.edited || send(form));

async function saved(form, answer, job) {
  if (form.elements._op.value === job.op) form.elements._op.value = newOperation();
  const gone = [];
  tellOthers(form, "huddle:stored", { op: job.op, gone });
  if (job.edited) return savedWithout(form, answer, job);
  stored.set(form, wordsOf(job.body));
  say(`Saved ${answer.saved_at}`, "saved");
  form.removeAttribute("data-dirty");
  tellOthers(form, "huddle:saved");
  await Promise.race([Promise.all(gone), new Promise((done) => setTimeout(done, 300))]);
  if (job.next && !job.next.pressed) form.requestSubmit();
  else if (answer.location) await show(answer.location);
  if (job.next?.pressed) press(form, false, job.next.pressed);
}

/** Words were typed while the first ones were on their way. They stay here, and no draft is kept of a form that is sent. */
function savedWithout(form, answer, job) {
  Object.assign(job, { op: form.elements._op.value, tries: 0 });
  unsent.set(form, job);
  tellOthers(form, "huddle:sending", job);
  form.removeAttribute("data-autosave");
  press(form, false);
  stands(form, `Saved ${answer.saved_at}, without what you typed after that. Check it and send it again.`, "unsent");
}

// Chips that are an answer by themselves: form[data-tap-sends].
document.addEventListener("change", (event) => {
  if (event.target.form?.hasAttribute("data-tap-sends")) event.target.form.requestSubmit();
});

/** Let the buttons look busy or not; then press the one that was tapped meanwhile. */
function press(form, busy, [name, value] = []) {
  for (const button of form.elements) {
    if (button.type !== "submit") continue;
    if (busy) button.setAttribute("aria-disabled", "true");
    else button.removeAttribute("aria-disabled");
    if (name && button.name === name && button.value === value) return form.requestSubmit(button);
  }
}

document.addEventListener("huddle:flush", (event) => {
  event.detail.promises.push(...[...unsent.keys()].map(send)); // the tablet locks: as it stands
  event.detail.unsent = () => unsent.size > 0;
});
addEventListener("online", retry);
addEventListener("offline", () => unsent.forEach((job, form) => job.busy && stands(form, form.dataset.phoneText || LATER, "unsent")));
document.addEventListener("visibilitychange", () => document.hidden || retry());
addEventListener("beforeunload", (event) => {
  if (unsent.size && !document.documentElement.dataset.leaving) event.preventDefault();
});
