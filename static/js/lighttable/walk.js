/* Which pictures come next, and how large they have to be. Imports nothing. */

const AHEAD = 3;
const BEHIND = 1;
const EDGES = { picture: 320, large: 1280, middle: 2560 };

/** Those to have ready, the soonest first: three in the direction one goes (1 or −1), and one behind. */
export function neighbours(ids, at, direction) {
  const way = direction < 0 ? -1 : 1;
  const places = [];
  for (let step = 1; step <= AHEAD; step += 1) places.push(at + way * step);
  for (let step = 1; step <= BEHIND; step += 1) places.splice(step, 0, at - way * step);
  return places.map((place) => ids[place]).filter((id) => id !== undefined);
}

/** The sizes there are of an item, the smallest first: [{address, edge}], where `edge` is the longer side in pixels. */
export function sizesOf(item) {
  const longest = Math.max(item.width_px || 0, item.height_px || 0) || Infinity;
  const sizes = Object.entries(EDGES)
    .filter(([name], place, all) => item[name] && item[name] !== item[all[place - 1]?.[0]])
    .map(([name, edge]) => ({ address: item[name], edge: Math.min(edge, longest) }));
  if (item.pixels && !sizes.some(({ address }) => address === item.pixels)) {
    sizes.push({ address: item.pixels, edge: longest === Infinity ? EDGES.middle : longest });
  }
  return sizes;
}

/** The place among `sizes` of the smallest that is not drawn too soft at so many screen pixels; −1 where there is none. */
export function sizeFor(sizes, screenPixels, isAllowed = () => true) {
  let best = -1;
  for (const [place, { address, edge }] of sizes.entries()) {
    if (!isAllowed(address)) continue;
    best = place;
    if (edge >= screenPixels * 0.94) return place; // what is drawn a sixteenth larger than it is looks the same
  }
  return best;
}

/** What 100 % means of an item, as {width, height}: all its pixels, or those of the largest picture there is. */
export function fullSize(item) {
  const sizes = sizesOf(item);
  const edge = sizes.at(-1)?.edge ?? EDGES.large;
  const isKnown = item.width_px > 0 && item.height_px > 0;
  const ratio = isKnown ? item.width_px / item.height_px : item.ratio;
  return ratio >= 1
    ? { width: edge, height: Math.max(1, Math.round(edge / ratio)) }
    : { width: Math.max(1, Math.round(edge * ratio)), height: edge };
}
