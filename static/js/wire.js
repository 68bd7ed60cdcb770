// The one place that talks to the server for a write, and the one that may say "saved".

const WAIT = 8000;

/** Post a form-encoded body. Returns {saved}, {status, locked, html} or {nothing: true}; never throws. */
export async function post(url, body) {
  const stop = new AbortController();
  const clock = setTimeout(() => stop.abort(), WAIT);
  try {
    const answer = await fetch(url, {
      method: "POST",
      body,
      headers: { "Huddle-Script": "1" },
      redirect: "manual",
      keepalive: document.visibilityState === "hidden" && body.toString().length < 60000,
      signal: stop.signal,
    });
    if (answer.ok && answer.headers.get("Huddle-Operation") === body.get("_op")) {
      return { saved: await answer.json() };
    }
    if (answer.status >= 400 && answer.headers.get("Huddle-Page") === "1") {
      return { status: answer.status, locked: answer.headers.get("Huddle-Lock") === "1", html: await answer.text() };
    }
  } catch {
    // No network, too slow, or an answer that is not ours: all the same to the person waiting.
  } finally {
    clearTimeout(clock);
  }
  return { nothing: true };
}

/** 1, 2, 4, 8, then every 15 seconds, a little more or less so that tablets do not all knock at once. */
export function pause(tries) {
  return Math.min(15000, 1000 * 2 ** tries) * (0.75 + Math.random() / 2);
}

/** Whether our server answers at all; the browser's own word on that (navigator.onLine) is not worth much. */
export async function reachable() {
  try {
    return (await fetch(import.meta.url, { method: "HEAD", cache: "no-store", signal: AbortSignal.timeout(WAIT) })).ok;
  } catch {
    return false;
  }
}

const open = new Map(); // what is on its way or waits -> [words, state]

/** Say that this write is on its way ("busy") or waits ("unsent"). Until it is settled nothing else is called saved. */
export function stands(what, words, state) {
  open.set(what, [words, state]);
  say(words, state);
}

/** This write is on its way no longer. */
export function settled(what) {
  open.delete(what);
}

/** Say how things stand, at the left of the bottom bar. state: saved, unsent, busy or "". */
export function say(words, state = "") {
  if (state === "saved" || state === "busy") {
    const waiting = [...open.values()];
    [words, state] = waiting.find((one) => one[1] === "unsent") || waiting.at(-1) || [words, state];
  }
  const line = document.getElementById("sync");
  if (!line) return;
  if (state) line.dataset.state = state;
  else delete line.dataset.state;
  line.textContent = words;
}

/** On a page that was put in the place of another the line is empty. */
document.addEventListener("huddle:page", () => open.size && say("", "busy"));

/** An operation id; crypto.randomUUID needs https, this does not. */
export function newOperation() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
