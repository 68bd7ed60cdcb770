// A second tap on a chosen chip clears it, where the question may stay open.

let chosen = null;

function remember(event) {
  const input = event.target.closest?.(".chip")?.querySelector("input[type=radio]");
  chosen = input?.checked ? input : null;
}

function clear(event) {
  const input = event.target;
  if (input !== chosen || !input.matches?.("[data-clearable] input[type=radio]")) return;
  chosen = null;
  input.checked = false;
  input.dispatchEvent(new Event("input", { bubbles: true }));
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

document.addEventListener("pointerdown", remember);
document.addEventListener("keydown", (event) => {
  const input = event.target;
  if (event.key !== " " || !input.matches?.("[data-clearable] input[type=radio]:checked")) return;
  event.preventDefault();
  chosen = input;
  clear(event);
});
document.addEventListener("click", clear);
