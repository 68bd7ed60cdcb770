// One hint at a time. "Keep my words" puts it away until the page is left; that is remembered here and nowhere else.

const kept = new Map(); // id of the help -> Set of phrases

function show(help) {
  const phrases = kept.get(help.id);
  for (const hint of help.querySelectorAll("[data-phrase]")) {
    if (phrases?.has(hint.dataset.phrase)) hint.remove();
    else hint.querySelector("[data-keep-words]").hidden = false;
  }
  const [first, ...later] = help.querySelectorAll("[data-phrase]");
  for (const hint of later) hint.hidden = true;
  if (first) first.hidden = false;
  const line = help.querySelector("[data-more]");
  const more = Number(line?.dataset.more) + later.length;
  if (line) line.textContent = first && more ? `And ${more} more.` : "";
}

function showAll() {
  for (const help of document.querySelectorAll("[data-wording]")) show(help);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-keep-words]");
  const help = button?.closest("[data-wording]");
  if (!help) return;
  const { phrase } = button.closest("[data-phrase]").dataset;
  kept.set(help.id, (kept.get(help.id) ?? new Set()).add(phrase));
  show(help);
  document.getElementById(help.id.replace(/-wording$/, ""))?.focus();
});
document.addEventListener("htmx:afterSwap", (event) => event.target.matches?.("[data-wording]") && show(event.target));
document.addEventListener("huddle:page", showAll);
showAll();
