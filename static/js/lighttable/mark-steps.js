/* What a command makes of the marks of some items: [[id, value, was], …], as they go to the server. Pure. */
import { read } from "app/lighttable/pending";

const MOST_STARS = 5;

/** One value for all. */
export function setAll(items, field, value) {
  return items.map((item) => [item.id, value, read(item, field)]);
}

/** This label for all; none, if all have it. */
export function toggleAll(items, field, value) {
  const isSet = items.every((item) => read(item, field) === value);
  return setAll(items, field, isSet ? "" : value);
}

/** One star more or fewer for each. */
export function stepStars(items, by) {
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
