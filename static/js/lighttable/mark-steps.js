/* What a command makes of the marks of some items: [[id, value, was], …], as they go to the server. Pure. */
import { read } from "app/lighttable/pending";

const MOST_STARS = 5;

/** Whether it is known what stands on an item: of what is not at hand there is an id and no more. */
export function isKnown(item) {
  return "flag" in item;
}

/** One value for all; of what is not known, nobody has seen what it was. */
export function setAll(items, field, value) {
  return items.map((item) => [item.id, value, isKnown(item) ? read(item, field) : null]);
}

/** This label for all; none, if all have it. Null where that hangs on what is not known. */
export function toggleAll(items, field, value) {
  const known = items.filter(isKnown);
  const isSet = known.every((item) => read(item, field) === value);
  if (isSet && known.length < items.length) return null;
  return setAll(items, field, isSet ? "" : value);
}

/** One star more or fewer for each. Null where that hangs on what is not known. */
export function stepStars(items, by) {
  if (!items.every(isKnown)) return null;
  return items.map((item) => {
    const was = read(item, "stars");
    return [item.id, String(Math.max(0, Math.min(MOST_STARS, Number(was) + by))), was];
  });
}

/** The value that all of them get, or null when they get different ones. */
export function sharedValue(marks) {
  const values = new Set(marks.map(([, value]) => value));
  return values.size === 1 ? marks[0][1] : null;
}

/** What stands on some items: the values of each field that there are among them, as {field: Set}. */
export function summarize(items, fields) {
  return Object.fromEntries(fields.map((field) => [field, new Set(items.map((item) => read(item, field)))]));
}
