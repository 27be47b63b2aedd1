/* Several pictures at once, as large as they fit. Imports nothing. */

/** Rows of pictures, in the order they come, with as much picture in the box as there is room for.

    `ratios`: width by height of each; `side` and `foot`: what a tile has beside (both sides together) and below its
    picture; `gap`: between tiles. Gives a rectangle {x, y, width, height} for each tile, its side and foot included.
    The pictures of a row have one height; a row that is held back by its width leaves its room to the others. */
export function arrange(ratios, box, { gap = 8, side = 0, foot = 0 } = {}) {
  let best = { area: -1, rows: [], heights: [] };
  for (let count = 1; count <= ratios.length; count += 1) {
    const rows = part(ratios, count);
    const heights = share(rows, ratios, box, { gap, side, foot });
    const area = rows.reduce((all, [from, to], row) => all + heights[row] ** 2 * sum(ratios, from, to), 0);
    if (area > best.area) best = { area, rows, heights };
  }
  return place(best, ratios, box, { gap, side, foot });
}

/** The heights of the rows: what one cannot use because it is as wide as the box goes to those that can. */
function share(rows, ratios, box, { gap, side, foot }) {
  const most = rows.map(([from, to]) => {
    const free = box.width - (to - from) * side - (to - from - 1) * gap;
    return Math.max(1, free / sum(ratios, from, to));
  });
  const heights = new Array(rows.length).fill(0);
  let left = Math.max(rows.length, box.height - (rows.length - 1) * gap - rows.length * foot);
  const order = most.map((height, row) => row).sort((one, other) => most[one] - most[other]);
  for (const [done, row] of order.entries()) {
    heights[row] = Math.min(most[row], left / (order.length - done));
    left -= heights[row];
  }
  return heights;
}

function place({ heights, rows }, ratios, box, { gap, side, foot }) {
  const whole = sum(heights, 0, heights.length) + rows.length * foot + (rows.length - 1) * gap;
  let y = Math.max(0, (box.height - whole) / 2);
  const tiles = [];
  for (const [row, [from, to]] of rows.entries()) {
    const height = heights[row];
    const wide = sum(ratios, from, to) * height + (to - from) * side + (to - from - 1) * gap;
    let x = Math.max(0, (box.width - wide) / 2);
    for (let index = from; index < to; index += 1) {
      const end = x + ratios[index] * height + side;
      const [left, right] = [Math.round(x), Math.round(end)];
      const top = Math.round(y);
      tiles.push({ x: left, y: top, width: right - left, height: Math.round(y + height + foot) - top });
      x = end + gap;
    }
    y += height + foot + gap;
  }
  return tiles;
}

/** So many rows, none of them longer than it must be: the widest row is as short as can be. [[from, to], …] */
function part(ratios, count) {
  let [low, high] = [Math.max(...ratios), sum(ratios, 0, ratios.length)];
  for (let turn = 0; turn < 40 && high - low > 1e-6; turn += 1) {
    const middle = (low + high) / 2;
    if (fill(ratios, middle).length <= count) high = middle;
    else low = middle;
  }
  return fill(ratios, high);
}

function fill(ratios, most) {
  const rows = [];
  let from = 0;
  let length = 0;
  for (const [index, ratio] of ratios.entries()) {
    if (index > from && length + ratio > most + 1e-9) {
      rows.push([from, index]);
      [from, length] = [index, 0];
    }
    length += ratio;
  }
  if (ratios.length) rows.push([from, ratios.length]);
  return rows;
}

function sum(ratios, from, to) {
  let all = 0;
  for (let index = from; index < to; index += 1) all += ratios[index];
  return all;
}

/** The tile above or below (`step` −1 or 1) this one, by where their middles lie; itself at the edge. */
export function tileBeside(tiles, index, step) {
  const here = tiles[index];
  const beyond = tiles.filter((tile) => (tile.y - here.y) * step > here.height / 2);
  if (!beyond.length) return index;
  const edge = step > 0 ? Math.min(...beyond.map(({ y }) => y)) : Math.max(...beyond.map(({ y }) => y));
  const row = beyond.filter(({ y }) => Math.abs(y - edge) < here.height / 2);
  const middle = (tile) => tile.x + tile.width / 2;
  const off = (tile) => Math.abs(middle(tile) - middle(here));
  return tiles.indexOf(row.reduce((best, tile) => (off(tile) < off(best) ? tile : best)));
}
