/* Undo and redo: one line of steps for the account and the project, kept in the browser, so that it is there after the
   page has been loaded again. A mark is taken back by its own person's events; what the server takes back, by an address. */
import { Line } from "app/lighttable/line";
import { makeId, nameOfBox, outbox, store } from "app/lighttable/outbox";
import { Refused, post } from "app/net";

const AT_ONCE = 300; // steps that are read; those before them when undo has got there
const KEPT_MS = 31 * 24 * 3600 * 1000; // a month, as the server keeps its own steps

const line = new Line();
const held = { store: null, channel: null, isBusy: false, isMore: false, first: null };
const listeners = new Set();

/** Opens what was kept; marks and steps of other windows come in by themselves. Once for a page. */
export async function openHistory() {
  if (held.channel || !outbox()) return;
  held.channel = new BroadcastChannel(`${nameOfBox()} steps`);
  held.channel.onmessage = ({ data }) => hear(data);
  held.store = await store();
  if (!held.store) return;
  held.store.removeBefore("steps", nameMoment(Date.now() - KEPT_MS)).catch(() => {}); // or the next time
  held.isMore = true;
  await readOn();
}

/* Takes in what was kept before, until there is a step that can be taken back. */
async function readOn() {
  while (held.isMore) {
    const found = await held.store.latest("steps", AT_ONCE, held.first).catch(() => []);
    held.isMore = found.length === AT_ONCE;
    held.first = found.at(-1)?.key ?? held.first;
    line.load(found);
    if (line.back) return;
  }
}

/** Calls this after each step that was taken back or done again: `(entry)`, with `entry.isUndone`. */
export function onStep(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Remembers a step that the server takes back: `undo` and `redo` are {url, fields} to POST; `redo` may be missing. */
export function remember({ words, undo, redo = null }) {
  const known = findServerStep(undo);
  if (known && !known.isUndone) {
    known.redo ??= redo;
    return keep("put", [known]);
  }
  return void add({ kind: "server", words, undo, redo, step: makeId(), moment: outbox()?.clock.next() ?? Date.now() });
}

/** Remembers a step of marks, as the outbox has taken it in. */
export function rememberMarks({ step, moment, field, marks, words }) {
  return add({ kind: "marks", step, moment, field, marks, words });
}

/** Takes back the latest step, or this one; says whether there was one. */
export function undo(entry = line.back) {
  if (entry) return move(entry, true);
  if (!held.isMore) return false;
  void readOn().then(() => line.back && move(line.back, true));
  return true;
}

/** Does again what was taken back last. */
export function redo() {
  const entry = line.forth;
  return entry ? move(entry, false) : false;
}

function add(fields) {
  const id = `${nameMoment(fields.moment)} ${fields.step}`;
  const entry = { ...fields, id, key: id, isUndone: false };
  const cut = line.add(entry).map(({ id: gone }) => gone);
  held.channel?.postMessage({ type: "added", entry, cut });
  keep("put", [entry]);
  if (cut.length) keep("remove", cut);
  return entry;
}

/* Keys go by the moments. */
function nameMoment(moment) {
  return String(moment).padStart(15, "0");
}

function move(entry, isUndone) {
  if (entry.kind === "marks") moveMarks(entry, isUndone);
  else void moveServer(entry, isUndone);
  return true;
}

function moveMarks(entry, isUndone) {
  const { step, field, marks } = entry;
  outbox().add({ kind: isUndone ? "undo" : "redo", undoes: step, field, marks });
  settle(entry, isUndone);
  for (const listener of listeners) listener(entry);
}

async function moveServer(entry, isUndone) {
  if (held.isBusy) return;
  held.isBusy = true;
  const way = isUndone ? entry.undo : entry.redo;
  try {
    await post(way.url, way.fields);
    settle(entry, isUndone);
    tellUndone(way);
  } catch (fault) {
    if (!(fault instanceof Refused)) throw fault;
    if (fault.status >= 400 && fault.status < 500 && fault.status !== 401) forget(entry); // net has said why
  } finally {
    held.isBusy = false;
  }
}

/* Whoever shows what was changed puts it right and calls preventDefault; else the page is loaded again. */
function tellUndone(way) {
  const event = new CustomEvent("kadr:undone", { cancelable: true, detail: way });
  if (document.dispatchEvent(event)) location.reload();
}

function settle(entry, isUndone) {
  if (isUndone && entry.kind === "server" && !entry.redo) return forget(entry);
  line.set(entry.id, isUndone);
  held.channel?.postMessage({ type: "set", id: entry.id, isUndone });
  return keep("put", [entry]);
}

function forget(entry) {
  line.remove(entry.id);
  held.channel?.postMessage({ type: "removed", id: entry.id });
  keep("remove", [entry.id]);
}

function findServerStep(undo_) {
  const written = JSON.stringify(undo_);
  return line.find(({ kind, undo: its }) => kind === "server" && JSON.stringify(its) === written);
}

function keep(way, rows) {
  held.store?.[way]("steps", rows).catch(() => {}); // it can be undone until the page goes
}

function hear(data) {
  if (data.type === "added") {
    for (const id of data.cut) line.remove(id);
    line.load([data.entry]);
  } else if (data.type === "set") {
    line.set(data.id, data.isUndone);
  } else if (data.type === "removed") {
    line.remove(data.id);
  }
}

/* A toast with a step back is a step of this line; taken back by its own button, it is not taken back twice. */
document.addEventListener("kadr:step", ({ detail }) => remember(detail));
document.addEventListener("kadr:undone", ({ detail }) => {
  const entry = findServerStep(detail);
  if (entry && !entry.isUndone) settle(entry, true);
});
