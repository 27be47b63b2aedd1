/* Justified rows of whole pictures: ratios in, rectangles out. Knows no page and no screen.

   An item has a `ratio` (width by height) and a `day`; items of a day stand together, under a heading of its own.
   Measures, in CSS pixels: `width` of the whole, `height` a picture should have, `gap` between cells, `side` and `foot`
   of a cell (what it has beside and below its picture), `heading` (height of one; 0: no headings).

   Every row but the last of a day is as wide as the whole. Rows that stand are not moved when items are added behind
   them; when items are added before them, only the first row of the day that goes on is laid once more. */

const TALLEST = 1.5; // a row may be this much higher than it should be before one more picture is put into it

/** The height of the pictures in a row that is exactly as wide as the whole. */
function fittingHeight(ratios, count, measures) {
  return (measures.width - count * measures.side - (count - 1) * measures.gap) / ratios;
}

function naturalWidth(ratios, count, measures) {
  return ratios * measures.height + count * measures.side + (count - 1) * measures.gap;
}

function makeRow(items, first, count, picture, isFull, measures) {
  const height = Math.max(1, Math.round(picture));
  return { first, count, day: items[first].day, picture: height, exact: picture, isFull, top: 0, height: height + measures.foot };
}

function makeHeading(items, first, measures) {
  return { first, count: 0, day: items[first].day, picture: 0, exact: 0, isFull: true, top: 0, height: measures.heading };
}

/** Rows of the items from `from` to before `to`, all of one day, one after the other; the last one may stay short. */
export function layForwards(items, from, to, measures) {
  const rows = [];
  let first = from;
  let ratios = 0;
  for (let index = from; index < to; index += 1) {
    ratios += items[index].ratio;
    const count = index - first + 1;
    if (naturalWidth(ratios, count, measures) < measures.width) continue;
    const tight = fittingHeight(ratios, count, measures);
    const loose = count > 1 ? fittingHeight(ratios - items[index].ratio, count - 1, measures) : Infinity;
    const isBetterLoose = loose <= measures.height * TALLEST && loose / measures.height < measures.height / tight;
    rows.push(makeRow(items, first, isBetterLoose ? count - 1 : count, isBetterLoose ? loose : tight, true, measures));
    first = isBetterLoose ? index : index + 1;
    ratios = isBetterLoose ? items[index].ratio : 0;
  }
  if (first < to) rows.push(closeRow(items, first, to - first, ratios, measures));
  return rows;
}

/** The last row of a day: not stretched, but never wider than the whole. */
function closeRow(items, first, count, ratios, measures) {
  const fitting = fittingHeight(ratios, count, measures);
  return makeRow(items, first, count, Math.min(measures.height, fitting), fitting <= measures.height, measures);
}

/** Rows of the items from `from` to before `to` that are all full: those whose heights are nearest to what they should be. */
export function layFull(items, from, to, measures) {
  const size = to - from;
  const cost = new Float64Array(size + 1).fill(Infinity);
  const start = new Int32Array(size + 1);
  cost[0] = 0;
  for (let end = 1; end <= size; end += 1) {
    let ratios = 0;
    for (let begin = end - 1; begin >= 0; begin -= 1) {
      ratios += items[from + begin].ratio;
      const picture = fittingHeight(ratios, end - begin, measures);
      if (picture <= 0) break;
      const off = Math.log(picture / measures.height);
      if (cost[begin] + off * off < cost[end]) {
        cost[end] = cost[begin] + off * off;
        start[end] = begin;
      }
      if (picture < measures.height / 3) break;
    }
  }
  return readBreaks(items, from, start, size, measures);
}

function readBreaks(items, from, start, size, measures) {
  const rows = [];
  for (let end = size; end > 0; end = start[end]) {
    const begin = start[end];
    let ratios = 0;
    for (let index = begin; index < end; index += 1) ratios += items[from + index].ratio;
    rows.push(makeRow(items, from + begin, end - begin, fittingHeight(ratios, end - begin, measures), true, measures));
  }
  return rows.reverse();
}

/** The index of the first row whose lower edge lies below `y`; the number of rows if there is none. */
export function findRow(rows, y) {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (rows[middle].top + rows[middle].height > y) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The layout of a list that grows and shrinks at both ends. `items`, `rows` and `height` are there to be read. */
export class Layout {
  constructor(measures) {
    this.measures = measures;
    this.items = [];
    this.rows = [];
    this.height = 0;
  }

  /** Lays all of it anew, in other measures or with other items. */
  reset(items = this.items, measures = this.measures) {
    this.measures = measures;
    this.items = items;
    this.rows = this.#layDays(0, items.length);
    this.#stack();
  }

  /** Puts items behind the others. */
  append(added) {
    if (!added.length) return;
    let from = this.items.length;
    this.items = this.items.concat(added);
    const last = this.rows.at(-1);
    const goesOn = last && this.#isSameDay(from - 1, from);
    if (goesOn && !last.isFull) {
      this.rows.pop();
      from = last.first;
    }
    this.rows.push(...this.#layDays(from, this.items.length, goesOn));
    this.#stack();
  }

  /** Puts items before the others. */
  prepend(added) {
    if (!added.length) return;
    const shift = added.length;
    this.items = added.concat(this.items);
    for (const row of this.rows) row.first += shift;
    let join = shift;
    let joined = [];
    if (this.rows.length && this.#isSameDay(shift - 1, shift)) {
      if (this.rows[0].count === 0) this.rows.shift();
      const first = this.rows.shift();
      while (join > 0 && this.#isSameDay(join - 1, shift)) join -= 1;
      const end = first.first + first.count;
      const lay = first.isFull ? layFull : layForwards;
      joined = [...this.#heading(join), ...lay(this.items, join, end, this.measures)];
    }
    this.rows = [...this.#layDays(0, join), ...joined, ...this.rows];
    this.#stack();
  }

  /** Lets go of about as many items at the front as are told, in whole rows; gives how many it were. */
  dropFront(count) {
    const keep = this.rows.findIndex((row) => row.first + row.count > count && row.count > 0);
    if (keep < 1) return 0;
    const dropped = this.rows[keep].first;
    this.items = this.items.slice(dropped);
    this.rows = this.rows.slice(keep);
    for (const row of this.rows) row.first -= dropped;
    this.rows.unshift(...this.#heading(0));
    this.#stack();
    return dropped;
  }

  /** Lets go of about as many items at the end as are told, in whole rows; gives how many it were. */
  dropBack(count) {
    const target = this.items.length - count;
    let keep = this.rows.length;
    while (keep > 0 && (this.rows[keep - 1].first >= target || this.rows[keep - 1].count === 0)) keep -= 1;
    if (keep === 0 || keep === this.rows.length) return 0;
    const kept = this.rows[keep - 1].first + this.rows[keep - 1].count;
    const dropped = this.items.length - kept;
    this.items = this.items.slice(0, kept);
    this.rows = this.rows.slice(0, keep);
    this.#stack();
    return dropped;
  }

  /** The rows that `top` to `bottom` touches, as indices: from, and before to. */
  between(top, bottom) {
    const from = findRow(this.rows, top);
    let to = from;
    while (to < this.rows.length && this.rows[to].top < bottom) to += 1;
    return [from, to];
  }

  /** The index of the row an item stands in. */
  rowOf(index) {
    let low = 0;
    let high = this.rows.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.rows[middle].first <= index) low = middle;
      else high = middle - 1;
    }
    return low; // a heading has the same first item as the row below it, and stands before it
  }

  /** The rectangles of a row's cells, edge to edge in whole pixels, so that pictures are sharp. */
  cellsOf(row) {
    const { side, gap, width } = this.measures;
    const cells = [];
    let x = 0;
    for (let index = row.first; index < row.first + row.count; index += 1) {
      const end = x + this.items[index].ratio * row.exact + side;
      const isLast = index === row.first + row.count - 1;
      const left = Math.round(x);
      const right = isLast && row.isFull ? width : Math.round(end);
      cells.push({ index, x: left, y: row.top, width: right - left, height: row.height });
      x = end + gap;
    }
    return cells;
  }

  /** The rectangle of one item. */
  cellOf(index) {
    const row = this.rows[this.rowOf(index)];
    return this.cellsOf(row)[index - row.first];
  }

  /** The items whose cells a rectangle touches. */
  touching({ left, top, right, bottom }) {
    const [from, to] = this.between(top, bottom);
    const found = [];
    for (let number = from; number < to; number += 1) {
      for (const cell of this.cellsOf(this.rows[number])) {
        const isTouched = cell.x < right && cell.x + cell.width > left && cell.y < bottom && cell.y + cell.height > top;
        if (isTouched) found.push(cell.index);
      }
    }
    return found;
  }

  /** The item above or below (`step` −1 or 1), by where the middle of the cell is; itself at the edge. */
  beside(index, step) {
    const cell = this.cellOf(index);
    const middle = cell.x + cell.width / 2;
    let number = this.rowOf(index) + step;
    while (number >= 0 && number < this.rows.length && this.rows[number].count === 0) number += step;
    const row = this.rows[number];
    if (!row) return index;
    const off = (other) => Math.abs(other.x + other.width / 2 - middle);
    return this.cellsOf(row).reduce((best, other) => (off(other) < off(best) ? other : best)).index;
  }

  #isSameDay(one, other) {
    return !this.measures.heading || this.items[one].day === this.items[other].day;
  }

  #heading(first) {
    return this.measures.heading && first < this.items.length ? [makeHeading(this.items, first, this.measures)] : [];
  }

  /** Rows and headings of whole days; `goesOn`: the first of them has its heading already. */
  #layDays(from, to, goesOn = false) {
    const rows = [];
    let first = from;
    while (first < to) {
      let end = first + 1;
      while (end < to && this.#isSameDay(first, end)) end += 1;
      if (!(goesOn && first === from)) rows.push(...this.#heading(first));
      rows.push(...layForwards(this.items, first, end, this.measures));
      first = end;
    }
    return rows;
  }

  #stack() {
    let top = 0;
    for (const row of this.rows) {
      row.top = top;
      top += row.height + (row.count ? this.measures.gap : 0);
    }
    this.height = top;
  }
}
