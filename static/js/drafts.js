// Keeps what is being typed into form[data-autosave] as a draft on the server, one second after the last key.
import { newOperation, pause, post, say, settled, stands } from "./wire.js";

const PAUSE = 1000;
const forms = new Map(); // form -> {timer, busy, dirty, tries}

function mark(event) {
  const form = event.target.form;
  if (!form?.dataset.autosave) return;
  const draft = forms.get(form) || { tries: 0 };
  forms.set(form, draft);
  draft.dirty = true;
  clearTimeout(draft.timer);
  draft.timer = setTimeout(save, PAUSE, form);
}

async function save(form) {
  const draft = forms.get(form);
  if (!form.isConnected) settled(draft);
  if (!draft?.dirty || !form.isConnected) return;
  if (draft.busy) return draft.busy.then(() => save(form));
  clearTimeout(draft.timer);
  draft.dirty = false;
  const body = new URLSearchParams(new FormData(form));
  body.set("_op", newOperation());
  draft.busy = post(form.dataset.autosave, body);
  const answer = await draft.busy;
  draft.busy = null;
  if (forms.get(form) !== draft) return;
  if (answer.saved) {
    draft.tries = 0;
    settled(draft);
    say(`Draft saved ${answer.saved.saved_at}`, "saved");
    if (draft.dirty) draft.timer = setTimeout(save, PAUSE, form);
    else form.dispatchEvent(new CustomEvent("huddle:drafted", { bubbles: true }));
  } else if (answer.locked) {
    document.dispatchEvent(new CustomEvent("huddle:lock"));
  } else {
    draft.dirty = true;
    draft.refused = Boolean(answer.status); // an answer of ours: asking again will not help, but typing on might
    stands(draft, "Not saved yet. Your text is still here.", "unsent");
    draft.timer = setTimeout(save, pause(draft.tries++), form);
  }
}

document.addEventListener("input", mark);
document.addEventListener("change", mark);
document.addEventListener("focusout", (event) => event.target.form && save(event.target.form));
document.addEventListener("visibilitychange", () => forms.forEach((_, form) => save(form)));
addEventListener("online", () => forms.forEach((_, form) => save(form)));

// The form itself is on its way: no draft may overtake it.
document.addEventListener("huddle:sending", (event) => {
  event.detail.before?.push(forms.get(event.target)?.busy);
  clearTimeout(forms.get(event.target)?.timer);
  settled(forms.get(event.target));
  forms.delete(event.target);
});
// A refused form comes back with its text: that text is a draft too.
document.addEventListener("huddle:page", () => {
  for (const form of document.querySelectorAll("form[data-autosave]:has([data-focus])")) mark({ target: { form } });
});
// lock.js waits for what is put into detail.promises.
document.addEventListener("huddle:flush", (event) => {
  for (const form of forms.keys()) event.detail.promises.push(save(form));
  event.detail.unsaved = () => [...forms].some(([form, draft]) => form.isConnected && draft.dirty && !draft.refused);
});
