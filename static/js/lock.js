// Locks a shared tablet after a time without a touch. The server locks too; this hides the page in good time.
// While something typed or chosen waits in a form[data-holds] it stays open for longer: its draft tells the server.

import { reachable } from "./wire.js";

const idle = Number(document.body.dataset.idleSeconds) * 1000;
const whileHeld = Number(document.body.dataset.heldSeconds) * 1000;
let last = Date.now();
let holder = null; // the form that somebody is in the middle of
let locking = false;

function touched(event) {
  last = Date.now();
  if (event.type === "input") holder = event.target.form?.matches("form[data-holds]") ? event.target.form : holder;
}

function limit() {
  const held = holder?.isConnected && holder.hasAttribute("data-dirty");
  return held ? Math.max(idle, whileHeld) : idle;
}

function watch() {
  if (!document.documentElement.dataset.covered && Date.now() - last >= limit()) lock();
}

async function lock(form = document.getElementById("lock-form")) {
  if (locking) return;
  locking = true;
  cover();
  const flush = { promises: [], unsent: () => false, unsaved: () => false };
  document.dispatchEvent(new CustomEvent("huddle:flush", { detail: flush }));
  await Promise.race([Promise.allSettled(flush.promises), new Promise((done) => setTimeout(done, 9000))]);
  // A form posted without a network would leave the tablet on the browser's own error page.
  if (!flush.unsent() && !flush.unsaved() && (await reachable())) {
    document.documentElement.dataset.leaving = "1";
    if (form) form.submit();
    else location.replace(location.pathname + location.search); // no tablet: to sign-in, and from there back here
  } else {
    document.querySelector(".cover [data-offline]").hidden = false;
    setTimeout(() => lock(form), 15000);
  }
  locking = false;
}

/** Nothing of the page can be read, reached by keyboard or heard; it is still there, with its text. */
function cover() {
  if (document.querySelector(".cover")) return;
  for (const child of document.body.children) child.inert = true;
  document.documentElement.dataset.covered = "1";
  document.body.append(document.getElementById("cover").content.cloneNode(true));
  document.querySelector(".cover [data-unlock]").addEventListener("click", () => lock());
  document.getElementById("cover-title").focus();
}

if (idle) {
  for (const kind of ["pointerdown", "keydown", "touchstart", "wheel", "input"]) {
    addEventListener(kind, touched, { passive: true, capture: true });
  }
  setInterval(watch, 1000);
  document.addEventListener("visibilitychange", watch);
}
document.addEventListener("huddle:lock", () => lock());
// "Switch" locks too, and waits for drafts like the clock does.
document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-lock]")) return;
  event.preventDefault();
  lock(event.target);
});
addEventListener("online", () => document.documentElement.dataset.covered && lock());
addEventListener("pageshow", (event) => event.persisted && location.reload());

// Only pages to type in, and tablets on which something is kept, need the script that keeps it.
const TYPED = "form[data-write] :is(textarea, select, input:not([type=hidden], [type=password]))";
if (localStorage.getItem("kept") || document.querySelector(TYPED)) import("./kept.js");
