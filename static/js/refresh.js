// Brings the page up to date in place, so that a tap in a huddle neither jumps nor loses what is half typed elsewhere.
import { pause, reachable } from "./wire.js";

let shows = 0;

/** Show the address: in place when it is this very page, else by going there. Without a network this page stays. */
export async function show(address, tries = 0, turn = ++shows) {
  if (turn !== shows) return; // there is something newer to show
  const url = new URL(address, location.href);
  const here = url.pathname === location.pathname && url.search === location.search;
  const done = here && window.Idiomorph ? await inPlace(url) : false;
  if (done === false && (await reachable())) return leave(url);
  if (!done) return void setTimeout(show, pause(tries), address, tries + 1, turn);
  const target = url.hash ? document.getElementById(url.hash.slice(1)) : null;
  const place = target?.getBoundingClientRect();
  if (place && (place.bottom < 0 || place.top > innerHeight)) target.scrollIntoView();
}

/** Whether that could be done; null when there was no answer. */
async function inPlace(url) {
  try {
    const answer = await fetch(url, { headers: { "Huddle-Script": "1" }, signal: AbortSignal.timeout(8000) });
    if (answer.status >= 500) return null;
    if (!answer.ok || answer.redirected || answer.headers.get("Huddle-Page") !== "1") return false;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    const page = fresh.getElementById("page");
    const sync = document.getElementById("sync");
    fresh.getElementById("sync")?.replaceWith(sync.cloneNode(true)); // "Saved 07:02" stays
    window.Idiomorph.morph(document.getElementById("page"), page, {
      ignoreActiveValue: Boolean(document.activeElement?.matches("input, textarea, select")),
      // A form somebody is writing in keeps its words, its envelope and its operation.
      callbacks: { beforeNodeMorphed: (old) => !(old.matches?.("form[data-dirty], [data-kept]")) },
    });
    document.title = fresh.title;
    const notice = fresh.querySelector(".notice");
    if (notice) document.querySelector(".notice").replaceChildren(...notice.children);
    window.htmx?.process(document.getElementById("page"));
    document.dispatchEvent(new CustomEvent("huddle:page"));
    return true;
  } catch {
    return null;
  }
}

function leave(url) {
  document.documentElement.dataset.leaving = "1";
  if (url.pathname === location.pathname && url.search === location.search) {
    history.replaceState(null, "", url);
    location.reload();
  } else location.assign(url);
}

document.addEventListener("input", (event) => event.target.form?.setAttribute("data-dirty", ""));
