// Number keys for the PIN field. The field itself stays a plain input: typing, paste and password managers work.

const LENGTH = 6;
const started = new WeakSet();

function start(box) {
  if (started.has(box)) return;
  started.add(box);
  const input = box.querySelector("input:not([type=hidden])");
  const keys = box.querySelector(".keypad");
  keys.hidden = false;
  input.inputMode = "none"; // the tablet's own keyboard would lie on top of ours
  const typing = document.activeElement === input;
  if (!document.querySelector("[data-focus]")) input.focus({ preventScroll: true });
  keys.addEventListener("click", (event) => {
    const key = event.target.closest("[data-key]")?.dataset.key;
    if (!key) return;
    if (key === "clear") input.value = "";
    else if (key === "back") input.value = input.value.slice(0, -1);
    else if (input.value.length < LENGTH) input.value += key;
    input.dispatchEvent(new Event("input", { bubbles: true }));
  });
  const send = () => new RegExp(`^[0-9]{${LENGTH}}$`).test(input.value) && input.form.requestSubmit();
  input.addEventListener("input", send);
  if (typing) send(); // before this script was there
}

function all() {
  document.querySelectorAll("[data-pin]").forEach(start);
}

all();
document.addEventListener("huddle:page", all);
