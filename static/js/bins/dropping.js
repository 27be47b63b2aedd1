/* Where a bin goes that is dropped on another one. Arithmetic only. */

const EDGE = 0.28;

/** Which part of a row the pointer is over: its upper edge, its lower edge, or the row itself. */
export function zoneOf(y, { top, height }) {
  const at = (y - top) / height;
  if (at < EDGE) return "before";
  return at > 1 - EDGE ? "after" : "into";
}

/** Which half of a cell the pointer is over. */
export function sideOf(x, { left, width }) {
  return x < left + width / 2 ? "before" : "after";
}

/** `{parent, before}` for a bin that is let go over `target`, which knows its parent and the one after it ("" for none). */
export function placeFor(zone, target) {
  if (zone === "into") return { parent: target.id, before: "" };
  return { parent: target.parent, before: zone === "before" ? target.id : target.next };
}

/** `{parent, before}` one place further up or down among `neighbours`; null where it stands at the end already. */
export function stepTo(direction, id, neighbours, parent) {
  const others = neighbours.filter((each) => each !== id);
  const at = neighbours.indexOf(id) + (direction === "up" ? -1 : 1);
  if (at < 0 || at >= neighbours.length) return null;
  return { parent, before: others[at] ?? "" };
}

/** The ids in what is dragged from the grid, however they are parted. */
export function readIds(text) {
  return (text.match(/\d+/g) ?? []).map(Number);
}
