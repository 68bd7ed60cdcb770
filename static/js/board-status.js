// Guards htmx: swaps in our own pages only, and says how old a board is when it can no longer be refreshed.

const stale = () => document.getElementById("stale");
const line = () => document.getElementById("shown");
let shown = line()?.textContent.replace("Shown", "").trim();

function clock() {
  return new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
}

function fresh() {
  shown = clock();
  if (line()) line().textContent = `Shown ${shown}`;
  if (stale()) stale().hidden = true;
}

function failed() {
  const strip = stale();
  if (!strip || !strip.hidden) return;
  strip.textContent = `Could not refresh. Showing ${shown}.`;
  strip.hidden = false;
}

document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr } = event.detail;
  if (xhr.getResponseHeader("Huddle-Page") === "1") return;
  event.detail.shouldSwap = false;
});
document.addEventListener("htmx:afterRequest", (event) => {
  const { xhr, elt } = event.detail;
  if (xhr?.getResponseHeader("Huddle-Lock") === "1") {
    document.dispatchEvent(new CustomEvent("huddle:lock"));
  } else if (elt?.matches?.("[data-aside]")) {
    return; // says nothing of how old the page is
  } else if (xhr && (xhr.status === 204 || xhr.getResponseHeader("Huddle-Page") === "1") && xhr.status < 400) {
    fresh();
  } else {
    failed();
  }
});
