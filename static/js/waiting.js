// Says on the name tiles of a tablet whose text still waits here to be sent.

const say = (count) => (count === 1 ? "1 text not sent yet" : `${count} texts not sent yet`);

async function mark() {
  if (!localStorage.getItem("kept")) return;
  const { waiting } = await import("./vault.js");
  const counts = await waiting();
  for (const tile of document.querySelectorAll("[data-owner]:not(:has(.tile__waiting))")) {
    const count = counts.get(tile.dataset.owner);
    if (!count) continue;
    const note = Object.assign(document.createElement("small"), { className: "tile__waiting", textContent: say(count) });
    tile.append(" ", note);
  }
}

mark();
document.addEventListener("htmx:afterSwap", mark);
