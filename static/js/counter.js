// Says when a text grows long for being read aloud. The limit is soft: it stops nobody.

document.addEventListener("input", (event) => {
  const { limit } = event.target.dataset ?? {};
  const line = limit && document.getElementById(`${event.target.id}-counter`);
  if (!line) return;
  const used = event.target.value.length;
  line.hidden = used < limit * 0.8;
  line.toggleAttribute("data-over", used > limit);
  line.textContent = used > limit ? `${used} characters: long to read aloud` : `${used} of about ${limit} characters`;
});
