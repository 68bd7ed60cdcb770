// Counts with + and − at once and sends when the finger rests; sends notes by themselves; keeps the step list in view.
// Without script every tap posts and every note has its button.

const REST = 700;
const forms = new Map(); // form -> {timer, text, sent}

function state(form) {
  if (!forms.has(form)) forms.set(form, { sent: null });
  return forms.get(form);
}

function rest(form, pause = REST) {
  clearTimeout(state(form).timer);
  state(form).timer = setTimeout(send, pause, form);
}

async function send(form) {
  const job = state(form);
  if (!form.isConnected || !form.hasAttribute("data-dirty")) return;
  if (form.querySelector("button[aria-disabled]")) return rest(form); // the last one is still on its way
  if (job.sent !== null) await refresh(form, job);
  form.requestSubmit();
}

/** A note that was typed on while it was being stored: take the new version, if what is stored is what we sent. */
async function refresh(form, job) {
  const fresh = (await stored())?.getElementById(form.id);
  const field = fresh?.elements.text;
  if (field && field.defaultValue === job.sent.trim()) form.elements._envelope.value = fresh.elements._envelope.value;
  if (fresh) job.sent = null;
}

async function stored() {
  try {
    const answer = await fetch(location.href, { headers: { "Huddle-Script": "1" } });
    if (!answer.ok || answer.headers.get("Huddle-Page") !== "1") return null;
    return new DOMParser().parseFromString(await answer.text(), "text/html");
  } catch {
    return null; // the save itself will say that there is no network
  }
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("form[data-marks] .stepper button");
  if (!button) return;
  event.preventDefault();
  const { form } = button;
  const shown = button.parentElement.querySelector("output");
  const count = Math.min(99, Math.max(0, Number(shown.textContent) + Number(button.dataset.by)));
  const mark = button.value.slice(0, button.value.lastIndexOf(":"));
  shown.textContent = count;
  let field = form.querySelector(`input[data-mark="${mark}"]`);
  if (!field) {
    field = Object.assign(document.createElement("input"), { type: "hidden", name: "mark" });
    field.dataset.mark = mark;
    form.append(field);
  }
  field.value = `${mark}:${count}`;
  form.setAttribute("data-dirty", "");
  rest(form);
});

document.addEventListener("input", (event) => {
  const { form } = event.target;
  if (form?.hasAttribute("data-note")) rest(form, 1000);
});
document.addEventListener("focusout", (event) => {
  const { form } = event.target;
  if (form?.hasAttribute("data-note") && form.hasAttribute("data-dirty")) rest(form, 0);
});

// What is on its way is in the body by now; what is tapped or typed from here on is the next one.
document.addEventListener("huddle:sending", (event) => {
  const form = event.target;
  if (!form.matches("[data-marks], [data-note]")) return;
  const job = state(form);
  clearTimeout(job.timer);
  job.text = form.elements.text?.value ?? null;
  form.querySelectorAll("input[data-mark]").forEach((field) => field.remove());
});
document.addEventListener("huddle:stored", (event) => {
  const form = event.target;
  if (!forms.has(form)) return;
  const job = state(form);
  const typedOn = job.text !== null && form.elements.text.value !== job.text;
  if (!typedOn && !form.querySelector("input[data-mark]")) return;
  if (typedOn) job.sent = job.text;
  queueMicrotask(() => form.setAttribute("data-dirty", ""));
  rest(form);
});

/** On a narrow screen the list of steps is a strip: the current one stays in it. */
function follow() {
  const strip = document.querySelector(".steps ol");
  const current = strip?.querySelector("[aria-current]");
  if (current && strip.scrollWidth > strip.clientWidth) strip.scrollLeft = current.offsetLeft - strip.clientWidth / 3;
}

follow();
document.addEventListener("huddle:page", follow);
document.addEventListener("htmx:afterSwap", follow);
