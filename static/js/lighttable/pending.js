/* What is shown: the marks as the server knows them, and over them what has not arrived there. Pure. */
import { inOrder } from "app/lighttable/batches";

export const FIELDS = ["flag", "stars", "label"];

/** A field of an item as an event holds it. */
export function read(item, field) {
  return String(item[field] ?? "");
}

/** Writes an event's value into an item. */
export function write(item, field, value) {
  item[field] = field === "stars" ? Number(value) || 0 : value;
}

/** Whether each step that is taken back or done again here is undone in the end: Map(step → bool). */
export function listUndone(events) {
  const undone = new Map();
  for (const { kind, undoes } of inOrder(events)) {
    if (kind === "undo" || kind === "redo") undone.set(undoes, kind === "undo");
  }
  return undone;
}

/** What unsent events make of the marks: Map(asset id → {field: value}). `baseOf` gives what the server says of an asset,
    or nothing if that is not known.

    An unsent mark stands over whatever the server says. A step that is there already is taken back as far as nobody has
    marked the same since. */
export function overlay(events, baseOf) {
  const ordered = inOrder(events);
  const undone = listUndone(ordered);
  const unsent = new Set(ordered.filter(({ kind }) => kind === "mark").map(({ step }) => step));
  const shown = new Map();
  const read_ = (id, field) => shown.get(id)?.[field] ?? (baseOf(id) ? read(baseOf(id), field) : null);
  const set = (id, field, value) => shown.set(id, { ...shown.get(id), [field]: value });
  for (const { kind, step, undoes, field, marks } of ordered) {
    if (kind === "mark" && !undone.get(step)) for (const [id, value] of marks) set(id, field, value);
    if ((kind !== "undo" && kind !== "redo") || unsent.has(undoes)) continue;
    for (const [id, value, was] of marks) {
      const [from, to] = kind === "undo" ? [value, was] : [was, value];
      const now = read_(id, field);
      if (to === null) continue; // it was marked unseen: what stands there now, the server says
      if (now === null || from === null || now === from) set(id, field, to);
    }
  }
  return shown;
}

/** The ids of all that unsent events touch. */
export function listTouched(events) {
  return new Set(events.flatMap(({ marks }) => (marks ?? []).map(([id]) => id)));
}

/** How many marks a person would say are unsent: presses of keys, not the assets they fell on, and no looks. */
export function countUnsent(events) {
  return new Set(events.filter(({ kind }) => kind !== "look").map(({ step }) => step)).size;
}
