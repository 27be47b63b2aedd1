/* The places of pictures in a filmstrip: one row of one height. Imports nothing. */

/** Where each item begins, and after the last one where all end: as many numbers as items, and one. */
export function layStrip(items, { height, side, gap, least }) {
  const begins = new Float64Array(items.length + 1);
  let x = 0;
  for (const [index, item] of items.entries()) {
    begins[index] = x;
    x += Math.max(least, Math.round(item.ratio * height)) + side + gap;
  }
  begins[items.length] = x;
  return begins;
}

/** The items between two points of the strip, as indices: from, and before to. */
export function stripBetween(begins, left, right) {
  const count = begins.length - 1;
  const from = Math.min(Math.max(0, after(begins, left) - 1), count);
  return [from, Math.max(from, Math.min(count, after(begins, right)))];
}

/** The first place whose item begins behind `x`. */
function after(begins, x) {
  let low = 0;
  let high = begins.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (begins[middle] > x) high = middle;
    else low = middle + 1;
  }
  return low;
}
