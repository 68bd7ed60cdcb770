// Text that was not sent survives a reload, a crash and a lock: sealed on this device, and only for whoever typed it.
import { show } from "./refresh.js";
import { newOperation, pause, post, say, settled, stands } from "./wire.js";
import { drop, forget, isOpen, keep, mine } from "./vault.js";

const PAUSE = 300;
const FRESH = 10 * 60 * 1000; // what was sent longer ago is not sent by itself: is it still true?
const SECRET = /^(pin|password)/;
const here = location.pathname + location.search;
const timers = new Map(); // form -> timer
const typedHere = new Set(); // operations of this very page: they stand in their forms
const put = (op, what) => typedHere.add(op) && keep(op, what);
const refusedOps = new Map(); // id of a form -> operations that were refused; its next one takes their place

const isText = (field) => field.matches("textarea, input:not([type=hidden], [type=radio], [type=checkbox], [type=password])");
const texts = (form) => [...form.elements].filter((field) => isText(field) && !SECRET.test(field.name) && !field.dataset.mark);

function remember(form) {
  timers.delete(form);
  if (!form.isConnected || !form.elements._op) return;
  const op = form.elements._op.value;
  if (!texts(form).some((field) => field.value.trim() && field.value !== field.defaultValue)) return drop(op);
  return put(op, record(form, { body: new URLSearchParams(new FormData(form)) }));
}

/** What is kept of a form; `sentAt` when its author has sent it. A PIN is kept nowhere. */
function record(form, { url, pressed, body, edited }, sentAt = null) {
  const pairs = [...body].filter(([name]) => !SECRET.test(name));
  const signed = pairs.length < [...body].length;
  const words = texts(form).map((field) => field.value.trim()).filter(Boolean);
  return { page: here, form: form.id, url, pressed, pairs, words, signed, at: Date.now(), sentAt: edited ? null : sentAt };
}

function typed(event) {
  const form = event.target.form;
  if (!form?.matches("form[data-write]") || !isOpen()) return;
  if (!timers.has(form)) timers.set(form, setTimeout(remember, PAUSE, form)); // also while somebody types on and on
}

function settle(form) {
  clearTimeout(timers.get(form));
  timers.delete(form);
}

for (const name of ["input", "change"]) document.addEventListener(name, typed);
addEventListener("pagehide", () => timers.forEach((_, form) => remember(form)));
document.addEventListener("huddle:sending", ({ target, detail }) => {
  settle(target);
  put(detail.op, record(target, detail, detail.sentAt || Date.now()));
});
document.addEventListener("huddle:stored", ({ target, detail }) => {
  settle(target);
  detail.gone.push(drop(detail.op, ...(refusedOps.get(target.id) || [])));
  refusedOps.delete(target.id);
});
document.addEventListener("huddle:refused", ({ target, detail }) => {
  if (!texts(target).some((field) => field.value.trim())) return drop(detail.op); // a tap: the page says how it stands
  refusedOps.set(target.id, [...(refusedOps.get(target.id) || []), detail.op]);
  put(detail.op, record(target, detail));
});
document.addEventListener("huddle:drafted", ({ target }) => timers.has(target) || drop(target.elements._op.value));
document.addEventListener("huddle:flush", (event) => {
  for (const form of timers.keys()) remember(form);
  event.detail.promises.push(forget());
});

const clock = (at) => new Date(at).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
const story = (kept) => `Your text from ${clock(kept.at)} was kept on this device. It was not sent.`;
const isFresh = (kept) => kept.sentAt && !kept.signed && Date.now() - kept.sentAt < FRESH;

const element = (name, className, textContent) => Object.assign(document.createElement(name), { className, textContent });

function line(kept, words) {
  const note = element("p", "draft", `${words} `);
  const button = Object.assign(element("button", "btn btn--plain", "Delete it"), { type: "button" });
  button.addEventListener("click", async () => {
    const form = note.closest("form");
    note.remove();
    if (form) clear(form);
    await drop(kept.op);
  });
  note.append(button);
  return note;
}

/** The form as it came from the server; so is its draft there. */
function clear(form) {
  form.reset();
  form.elements._op.value = newOperation();
  texts(form)[0]?.dispatchEvent(new Event("input", { bubbles: true }));
  form.removeAttribute("data-dirty");
}

/** Say it above the page: here with the words themselves, elsewhere with the way to their form. A tap is said once. */
function offer(kept) {
  const note = kept.words.length ? line(kept, story(kept)) : element("p", "draft", `What you tapped at ${clock(kept.at)} was not saved.`);
  if (!kept.words.length) drop(kept.op);
  else if (kept.page !== here) note.lastChild.replaceWith(Object.assign(element("a", "", "Open it"), { href: kept.page }));
  else note.lastChild.before(element("q", "", kept.words.join(" / ")), " ");
  note.classList.add("wrap");
  note.setAttribute("role", "status");
  document.querySelector(".notice").after(note);
}

/** Put the words back into their form, which is then the form that was opened before: same operation, same version. */
function fill(form, kept) {
  const given = new URLSearchParams(kept.pairs);
  for (const field of form.elements) {
    if (!field.name || SECRET.test(field.name)) continue;
    if (field.type === "radio" || field.type === "checkbox") field.checked = given.getAll(field.name).includes(field.value);
    else if (field.name === "_op" || field.name === "_envelope" || isText(field) || field.localName === "select") {
      if (given.has(field.name)) field.value = given.get(field.name);
    }
  }
  form.setAttribute("data-dirty", "");
  for (let box = form.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
  if (isFresh(kept)) form.prepend(element("p", "draft", story(kept))); // it is on its way already
  else form.prepend(line(kept, `${story(kept)}${kept.sentAt ? " Is it still true? Then send it again." : ""}`));
}

/** What was sent from a page that is not here: the same operation once more, until there is an answer. */
async function resend(kept, tries = 0) {
  if (!isOpen()) return settled(kept.op);
  if (!tries) stands(kept.op, "Saving…", "busy");
  const answer = await post(kept.url, new URLSearchParams(kept.pairs));
  if (answer.nothing || answer.status >= 500) {
    stands(kept.op, "Not sent yet. Trying again.", "unsent");
    return void setTimeout(resend, pause(tries), kept, tries + 1);
  }
  settled(kept.op);
  if (answer.locked) return void document.dispatchEvent(new CustomEvent("huddle:lock"));
  if (answer.saved) await drop(kept.op);
  if (!answer.saved) return offer(kept);
  say(`Saved ${answer.saved.saved_at}`, "saved");
  if (kept.page === here) show(location.href);
}

function takeUp(kept) {
  const form = kept.page === here && kept.words.length ? document.getElementById(kept.form) : null;
  if (form?.matches("form[data-write]:not([data-dirty])")) {
    fill(form, kept);
    const job = { ...kept, body: new URLSearchParams(kept.pairs), tries: 0 };
    if (isFresh(kept)) form.dispatchEvent(new CustomEvent("huddle:resume", { bubbles: true, detail: job }));
    else if (!kept.sentAt) texts(form)[0]?.dispatchEvent(new Event("input", { bubbles: true }));
  } else if (isFresh(kept)) resend(kept);
  else if (kept.sentAt || (kept.page === here && !form)) offer(kept);
}

document.querySelectorAll("form[data-write][data-dirty]").forEach(remember); // typed before this script was there
mine().then((all) => all.filter(({ op }) => !typedHere.has(op)).forEach(takeUp));
