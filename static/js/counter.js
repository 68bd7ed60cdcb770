// Says when a text, or a whole handoff, grows long for being read aloud. The limits are soft: they stop nobody.

function say(line, used, limit, what) {
  line.hidden = used < limit * 0.8;
  line.toggleAttribute("data-over", used > limit);
  line.textContent = used > limit ? `${used} ${what}: long to read aloud` : `${used} of about ${limit} ${what}`;
}

const whole = document.querySelector("[data-words]");

function countWords() {
  const texts = [...whole.closest("form").querySelectorAll("textarea, input[type=text]")];
  const words = texts.flatMap((field) => field.value.match(/\S+/g) ?? []);
  say(whole, Number(whole.dataset.elsewhere) + words.length, Number(whole.dataset.words), "words in all");
}

document.addEventListener("input", (event) => {
  if (whole) countWords();
  const { limit } = event.target.dataset ?? {};
  const line = limit && document.getElementById(`${event.target.id}-counter`);
  if (line) say(line, event.target.value.length, Number(limit), "characters");
});
if (whole) countWords();
