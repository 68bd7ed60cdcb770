// What becomes of a form that was not taken: no word of it is lost.
import { say } from "./wire.js";

/** Put the page with the reasons in the place of the form, or quote it above when it lacks a word of what was typed.
 *  `edited`: the form has changed since it was sent, so what it holds now was never on the server. */
export function refused(form, answer, edited) {
  if (answer.locked) {
    document.dispatchEvent(new CustomEvent("huddle:lock"));
    return;
  }
  const other = parse(answer);
  const page = other.getElementById("page");
  if (!page) return say("Not sent. Open the page again.", "unsent");
  if (!carries(page, form, edited ? exact : plain) || (edited && !chosenAlike(page, form))) return say(`Not sent. ${tell(answer)}.`, "unsent");
  document.getElementById("page").replaceWith(document.adoptNode(page));
  document.title = other.title;
  window.htmx?.process(page);
  document.dispatchEvent(new CustomEvent("huddle:page"));
  focusFirst();
}

function parse(answer) {
  return new DOMParser().parseFromString(answer.html, "text/html");
}

/** Whether every word typed into the form stands on that page too, so that the page may take the form's place.
 *  Of what was sent letters and digits decide: the server writes "kj" as "KJ" and takes hidden characters out, and
 *  says why there. What was typed after that must stand there as it is: "1.5 mg" is not "15 mg". */
function carries(page, form, read) {
  const there = [...page.querySelectorAll("input, textarea")].map((field) => read(field.value));
  const typed = [...form.elements].filter((field) => field.matches("textarea, input:not([type=hidden], [type=radio], [type=checkbox], [type=password])"));
  return typed.every((field) => !read(field.value) || there.includes(read(field.value)));
}

/** Whether what is ticked and chosen now is ticked and chosen there too. What was only sent is the server's to show. */
function chosenAlike(page, form) {
  const there = page.querySelector(`form[id="${form.id}"]`);
  return choices(form) === (there ? choices(there) : "");
}

function choices(form) {
  const chosen = [...form.elements].flatMap((field) => [...(field.selectedOptions || (field.checked ? [field] : []))].map(({ value }) => `${field.name}=${value}`));
  return chosen.sort().join();
}

function plain(text) {
  return text.normalize("NFC").replace(/[\s\p{Cc}\p{Cf}\p{DI}.\-/]+/gu, "").toUpperCase();
}

function exact(text) {
  return text.normalize("NFC").replace(/\s+/g, " ").trim();
}

/** Say on this page what that answer says: the reasons, or its heading. Short, for the bar at the bottom. */
export function tell(answer) {
  const other = parse(answer);
  const reasons = [...other.querySelectorAll(".govuk-error-summary li, .conflict-note strong")];
  const heading = reasons.length ? "Check it and send it again" : other.querySelector("h1")?.textContent.trim() || "Open the page again";
  const line = document.createElement("p");
  line.className = "strip strip--stale wrap";
  line.textContent = reasons.map((one) => one.textContent.trim()).join(" ") || `${heading}. ${other.querySelector("#main p")?.textContent.trim() || ""}`;
  document.querySelector(".notice").replaceChildren(line);
  return heading;
}

function focusFirst() {
  const target = document.querySelector("[data-focus]") || document.querySelector("#main h1");
  if (!target) return;
  if (!target.hasAttribute("tabindex")) target.tabIndex = -1;
  target.focus();
}

if (document.querySelector("[data-focus]")) focusFirst();
