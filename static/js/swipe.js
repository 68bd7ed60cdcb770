// A swipe to the side follows the previous or next patient, as the links do. Never past words that are not saved yet.
const FAR = 90; // pixels to the side, and at least three times as far as up or down
const STAYS = "input, textarea, select, button, summary, .chips, [data-covered] *";
const WORDS = "form[data-write] :is(textarea, input:not([type=hidden], [type=radio], [type=checkbox]))";
let from = null;

/** Also what was typed before any script was there. */
const isTyped = () => document.querySelector("form[data-dirty]") || [...document.querySelectorAll(WORDS)].some((field) => field.value !== field.defaultValue);

addEventListener("touchstart", (event) => {
  const [touch] = event.touches;
  from = event.touches.length === 1 && !event.target.closest(STAYS) ? { x: touch.clientX, y: touch.clientY } : null;
}, { passive: true });

addEventListener("touchend", (event) => {
  const [touch] = event.changedTouches;
  if (!from || !touch || isTyped() || getSelection()?.type === "Range") return;
  const aside = touch.clientX - from.x, down = touch.clientY - from.y;
  from = null;
  if (Math.abs(aside) < FAR || Math.abs(aside) < 3 * Math.abs(down)) return;
  document.querySelector(`[data-around] a[rel=${aside < 0 ? "next" : "prev"}]`)?.click();
}, { passive: true });
