// Counts the huddle and its step down. It never ends anything, makes no sound, and turns amber when 80 % is used.

const ticking = new Map();

function start(timer) {
  clearInterval(ticking.get(timer));
  const { openedAt, budgetSeconds, spanSeconds, now } = timer.dataset;
  const offset = now ? Date.parse(now) - Date.now() : 0;
  const end = Date.parse(openedAt) + Number(budgetSeconds) * 1000;
  const soon = Number(spanSeconds || budgetSeconds) / 5;

  function show() {
    if (!timer.isConnected || !timer.dataset.budgetSeconds) return stop(timer); // gone, or of a step that is done
    const left = Math.round((end - Date.now() - offset) / 1000);
    const size = Math.abs(left);
    const clock = `${Math.floor(size / 60)}:${String(size % 60).padStart(2, "0")}`;
    timer.textContent = left < 0 ? `+${clock}` : clock;
    timer.toggleAttribute("data-late", left <= soon);
  }

  ticking.set(timer, setInterval(show, 1000));
  show();
}

function stop(timer) {
  clearInterval(ticking.get(timer));
  ticking.delete(timer);
}

function all() {
  document.querySelectorAll("[data-budget-seconds]").forEach(start);
}

all();
document.addEventListener("huddle:page", all); // after a tap
document.addEventListener("htmx:afterSwap", all); // after news from another tablet
