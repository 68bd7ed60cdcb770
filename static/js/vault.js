// Keeps unsent text on this device, sealed (AES-GCM) with a key that the server gives to the signed-in person alone.
// Without HTTPS a browser has no such cipher: then nothing is kept here, and the text stays in its page.

const STAYS = 48 * 3600 * 1000;
const [owner, secret] = (document.body.dataset.kept || ".").split(".");
delete document.body.dataset.kept;
const utf8 = new TextEncoder();
let key = secret && crypto.subtle ? crypto.subtle.importKey("raw", bytes(secret), "AES-GCM", false, ["encrypt", "decrypt"]) : null;
let last = Promise.resolve();

const opened = new Promise((done, failed) => {
  const ask = indexedDB.open("huddle", 1);
  ask.onupgradeneeded = () => ask.result.createObjectStore("kept", { keyPath: "op" });
  ask.onsuccess = () => done(ask.result);
  ask.onerror = () => failed(ask.error);
});

function bytes(text) {
  return Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
}

/** One thing after the other, so that what was taken off is not put back by what began before. Never throws. */
function inTurn(work) {
  last = last.then(work).catch(() => undefined); // a full or forbidden storage costs the copy, not the text
  return last;
}

async function ask(mode, what) {
  const store = (await opened).transaction("kept", mode).objectStore("kept");
  const asked = what(store);
  return new Promise((done, failed) => {
    store.transaction.oncomplete = () => done(asked?.result);
    store.transaction.onabort = () => failed(store.transaction.error);
  });
}

/** Keep this under its operation id, in the place of what was kept there. */
export function keep(op, what) {
  return inTurn(async () => {
    if (!key) return;
    localStorage.setItem("kept", "1"); // lock.js loads this script where there is something to look for
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const cipher = { name: "AES-GCM", iv, additionalData: utf8.encode(op) };
    const sealed = await crypto.subtle.encrypt(cipher, await key, utf8.encode(JSON.stringify(what)));
    await ask("readwrite", (store) => store.put({ op, owner, at: what.at, iv, sealed }));
  });
}

export function drop(...ops) {
  return inTurn(() => ask("readwrite", (store) => ops.forEach((op) => store.delete(op))));
}

/** What the signed-in person has kept here, newest first. */
export async function mine() {
  const rows = (await inTurn(() => ask("readonly", (store) => store.getAll()))) || [];
  const read = await Promise.all(rows.filter((row) => key && row.owner === owner).map(unseal));
  return read.filter(Boolean).sort((one, other) => other.at - one.at);
}

/** How many texts wait here, by the mark of whose they are; nothing of them can be read without that person's key. */
export async function waiting() {
  const rows = (await inTurn(() => ask("readonly", (store) => store.getAll()))) || [];
  return rows.reduce((counts, row) => counts.set(row.owner, (counts.get(row.owner) || 0) + 1), new Map());
}

async function unseal({ op, iv, sealed }) {
  try {
    const text = await crypto.subtle.decrypt({ name: "AES-GCM", iv, additionalData: utf8.encode(op) }, await key, sealed);
    return { ...JSON.parse(new TextDecoder().decode(text)), op };
  } catch {
    return null; // of a key that has ended
  }
}

/** The tablet locks: what is still being sealed is finished, and from then on nothing here can be read. */
export function forget() {
  return inTurn(() => (key = null));
}

export const isOpen = () => Boolean(key);

/** Nobody's text stays here for longer than two days, whoever opens a page. */
inTurn(async () => {
  const rows = await ask("readonly", (store) => store.getAll());
  const old = rows.filter((row) => Date.now() - row.at > STAYS).map((row) => row.op);
  if (old.length) await ask("readwrite", (store) => old.forEach((op) => store.delete(op)));
  if (old.length === rows.length) localStorage.removeItem("kept");
});
