/** How the tones of a picture are spread. Pure functions on the bytes of a canvas: red, green, blue, alpha, … */

// Luma of gamma-coded values: Recommendation ITU-R BT.709-6 (2015), item 3.2.
const LUMA = [0.2126, 0.7152, 0.0722];

/**
 * Counts of each value from 0 to 255 for red, green, blue and luma, how many pixels there are, and how many of them
 * have a channel at its end, where nothing more is to be seen: `shadows` at 0, `highlights` at 255.
 */
export function countTones(bytes) {
  const [red, green, blue, luma] = Array.from({ length: 4 }, () => new Uint32Array(256));
  let [shadows, highlights] = [0, 0];
  for (let at = 0; at + 3 < bytes.length; at += 4) {
    const [r, g, b] = [bytes[at], bytes[at + 1], bytes[at + 2]];
    red[r] += 1;
    green[g] += 1;
    blue[b] += 1;
    luma[Math.round(LUMA[0] * r + LUMA[1] * g + LUMA[2] * b)] += 1;
    if (r === 0 || g === 0 || b === 0) shadows += 1;
    if (r === 255 || g === 255 || b === 255) highlights += 1;
  }
  return { red, green, blue, luma, pixels: Math.floor(bytes.length / 4), shadows, highlights };
}

/** The count that is drawn at full height: the greatest between the ends, which may stand far above all others. */
export function fullHeight(...channels) {
  const within = channels.flatMap((counts) => [...counts.subarray(1, 255)]);
  const greatest = Math.max(...within);
  return greatest || Math.max(1, ...channels.flatMap((counts) => [...counts]));
}

/** Heights from 0 to 1 for so many columns, each that of the greatest count it stands for. */
export function heights(counts, columns, full) {
  return Array.from({ length: columns }, (_, column) => {
    const first = Math.floor((column * 256) / columns);
    const end = Math.max(first + 1, Math.floor(((column + 1) * 256) / columns));
    return Math.min(1, Math.max(...counts.subarray(first, end)) / full);
  });
}

/** A share in per cent, to a tenth; `0` only for none at all. */
export function percentOf(count, pixels) {
  if (count === 0) return "0";
  const share = (100 * count) / pixels;
  return share < 0.1 ? "< 0.1" : share.toFixed(share < 10 ? 1 : 0);
}
