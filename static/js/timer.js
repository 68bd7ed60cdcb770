// Counts the huddle down. It never ends anything, makes no sound, and turns amber for the last two minutes.

const ticking = new Map();

function start(timer) {
  clearInterval(ticking.get(timer));
  const { openedAt, budgetSeconds, now } = timer.dataset;
  const offset = now ? Date.parse(now) - Date.now() : 0;
  const end = Date.parse(openedAt) + Number(budgetSeconds) * 1000;

  function show() {
    if (!timer.isConnected) return clearInterval(ticking.get(timer));
    const left = Math.round((end - Date.now() - offset) / 1000);
    const size = Math.abs(left);
    const clock = `${Math.floor(size / 60)}:${String(size % 60).padStart(2, "0")}`;
    timer.textContent = left < 0 ? `+${clock}` : clock;
    timer.toggleAttribute("data-late", left <= 120);
  }

  ticking.set(timer, setInterval(show, 1000));
  show();
}

function all() {
  document.querySelectorAll("[data-budget-seconds]").forEach(start);
}

all();
document.addEventListener("huddle:page", all);
