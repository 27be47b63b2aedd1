/* The part of the grid that stands in the document: what is to be seen, and about two screens above and below it.
   Everything else is plain numbers in the layout. */
import { discard, place, readParts } from "app/library/cells";
import { Layout } from "app/library/layout";

const SCREENS = 2; // beyond what is to be seen, in either direction
const MOST_BEYOND_PX = 4000;
const BUDGET_MS = 8; // of making cells, in one frame
const FLYING_PX_A_MS = 5; // faster than this, no picture is asked for
const CALM_AFTER_MS = 90;
const LEAD = 4; // above the first row
const NEAR = 500; // items among which the next one that is shown is looked for

export class GridWindow {
  /** `href` gives the address of an item, `mark` shows what is selected, `moved` is called after each frame. */
  constructor(root, { measures, href, mark, moved }) {
    this.root = root;
    this.runway = root.querySelector("[data-part=runway]");
    this.cells = root.querySelector("[data-part=cells]");
    this.headings = root.querySelector("[data-part=headings]");
    this.parts = readParts(root);
    this.layout = new Layout(measures);
    this.dayWords = {};
    this.href = href;
    this.mark = mark;
    this.moved = moved;
    this.shown = new Map(); // id → {element, item}
    this.shownHeadings = new Map(); // day → element
    this.top = 0;
    this.viewHeight = root.clientHeight;
    this.speed = { at: 0, top: 0, isFlying: false };
    this.isCovered = false; // by another view: nothing is drawn until it is seen again
    this.isStale = false; // every cell has to be set into its place again
    this.frame = 0;
    this.calm = 0;
  }

  /** Shows what the scroll position asks for, in the next frame. */
  request() {
    if (this.isCovered) return;
    this.frame ||= requestAnimationFrame((now) => this.#draw(now));
  }

  stop() {
    cancelAnimationFrame(this.frame);
    clearTimeout(this.calm);
  }

  /** Changes the layout while what is at the top of the view stays where it is. `keep`: the id to hold on to instead. */
  change(work, keep = null) {
    const anchor = this.#anchor(keep);
    work(this.layout);
    this.#follow();
    this.isStale = true;
    this.#setHeight();
    if (anchor) this.#restore(anchor);
    this.request();
  }

  /** Shows other items; every cell is made anew. This one stays where it is, or is scrolled to; else one begins above. */
  renew(items, keep = null) {
    const before = this.indexOf(keep);
    const offset = before < 0 ? -1 : this.rectangle(before).y - this.top;
    for (const { element } of this.shown.values()) discard(element);
    for (const element of this.shownHeadings.values()) element.remove();
    this.shown.clear();
    this.shownHeadings.clear();
    this.layout.reset(items);
    this.#setHeight();
    const after = this.indexOf(keep);
    const isSeen = offset >= 0 && offset < this.viewHeight;
    if (after < 0) this.top = this.root.scrollTop = 0;
    else this.scrollTo(after, isSeen ? offset : this.viewHeight / 3);
    this.request();
  }

  /** Appending moves nothing that stands before. */
  append(items) {
    this.layout.append(items);
    this.#setHeight();
    this.isStale = true; // the last row is laid once more
    this.request();
  }

  /** Where an item stands, as {x, y, width, height} on the runway. */
  rectangle(index) {
    const cell = this.layout.cellOf(index);
    return { ...cell, y: cell.y + LEAD };
  }

  indexOf(id) {
    return this.layout.items.findIndex((item) => item.id === id);
  }

  /** Scrolls as little as is needed for an item to be seen whole. */
  reveal(index) {
    const row = this.layout.rows[this.layout.rowOf(index)];
    const before = this.layout.rows[this.layout.rowOf(index) - 1];
    const top = row.top + LEAD - (before?.count === 0 ? before.height : 0);
    const bottom = row.top + LEAD + row.height;
    if (top < this.root.scrollTop) this.root.scrollTop = top;
    else if (bottom > this.root.scrollTop + this.viewHeight) this.root.scrollTop = bottom - this.viewHeight + LEAD;
    this.request();
  }

  /** Scrolls so that an item's row stands `offset` below the upper edge. */
  scrollTo(index, offset = 0) {
    this.root.scrollTop = this.layout.rows[this.layout.rowOf(index)].top + LEAD - offset;
    this.top = this.root.scrollTop;
    this.request();
  }

  /** The first item that is to be seen whole, and how far below the edge its row is. */
  firstSeen() {
    const { rows, items } = this.layout;
    const [from, to] = this.layout.between(this.top - LEAD, this.top - LEAD + this.viewHeight);
    for (let number = from; number < to; number += 1) {
      const row = rows[number];
      if (row.count && (row.top + LEAD >= this.top - 1 || number === to - 1)) {
        return { id: items[row.first].id, offset: row.top + LEAD - this.top };
      }
    }
    return null;
  }

  /** What is known of these items has changed: their cells are made anew, in the same room. */
  refresh(items) {
    for (const item of items) {
      const index = this.indexOf(item.id);
      if (index < 0) continue;
      const { ratio } = this.layout.items[index]; // nothing moves under somebody's eyes
      Object.assign(this.layout.items[index], item, { ratio });
      this.#forget(item.id);
    }
    this.request();
  }

  /** One object stands for one picture: cells take those that the layout has now, and show what these say. */
  #follow() {
    for (const item of this.layout.items) {
      const found = this.shown.get(item.id);
      if (!found || found.item === item) continue;
      const isSame = found.item.picture === item.picture && found.item.state === item.state;
      found.item = item;
      if (isSame) this.parts.redraw(found.element, item);
      else this.#forget(item.id); // it is made anew, with its picture
    }
  }

  #forget(id) {
    const found = this.shown.get(id);
    if (found) discard(found.element);
    this.shown.delete(id);
  }

  element(id) {
    return this.shown.get(id)?.element ?? null;
  }

  #anchor(keep) {
    const index = keep === null ? -1 : this.indexOf(keep);
    if (index >= 0) return { id: keep, offset: this.rectangle(index).y - this.top };
    return this.layout.rows.length ? this.firstSeen() : null;
  }

  #restore({ id, offset }) {
    const index = this.indexOf(id);
    if (index < 0) return;
    this.top = Math.max(0, this.rectangle(index).y - offset);
    this.root.scrollTop = this.top;
  }

  #setHeight() {
    this.runway.style.setProperty("height", `${this.layout.height + 2 * LEAD}px`);
  }

  #draw(now) {
    this.frame = 0;
    this.top = this.root.scrollTop;
    this.#measureSpeed(now);
    const beyond = Math.min(MOST_BEYOND_PX, SCREENS * this.viewHeight);
    const near = this.layout.between(this.top - LEAD - beyond, this.top - LEAD + this.viewHeight + beyond);
    const seen = this.layout.between(this.top - LEAD, this.top - LEAD + this.viewHeight);
    this.#remove(near);
    if (this.isStale) this.#replaceAll(near);
    const isDone = this.#fill(seen, near);
    this.moved();
    if (!isDone) this.request();
  }

  #measureSpeed(now) {
    const { at, top } = this.speed;
    const isFlying = at > 0 && Math.abs(this.top - top) / Math.max(1, now - at) > FLYING_PX_A_MS;
    this.speed = { at: now, top: this.top, isFlying };
    clearTimeout(this.calm);
    if (!isFlying) return;
    this.calm = setTimeout(() => {
      this.speed = { at: 0, top: 0, isFlying: false };
      this.request();
    }, CALM_AFTER_MS);
  }

  #remove([from, to]) {
    const { rows, items } = this.layout;
    const first = rows[from]?.first ?? 0;
    const end = to > from ? rows[to - 1].first + rows[to - 1].count : first; // a heading at the end brings none of its day along
    const near = new Set();
    for (let index = first; index < Math.min(end, items.length); index += 1) near.add(items[index].id);
    for (const [id, { element }] of this.shown) {
      if (near.has(id)) continue;
      discard(element);
      this.shown.delete(id);
    }
    const days = new Set(rows.slice(from, to).filter((row) => !row.count).map((row) => row.day));
    for (const [day, element] of this.shownHeadings) {
      if (days.has(day)) continue;
      element.remove();
      this.shownHeadings.delete(day);
    }
  }

  /** Sets what is shown into its place again; cells that are made later find theirs by themselves. */
  #replaceAll([from, to]) {
    for (const row of this.layout.rows.slice(from, to)) {
      if (!row.count) {
        const heading = this.shownHeadings.get(row.day);
        if (heading) this.#placeHeading(heading, row);
        continue;
      }
      for (const cell of this.layout.cellsOf(row)) {
        const found = this.shown.get(this.layout.items[cell.index].id);
        if (!found) continue;
        place(found.element, { ...cell, y: cell.y + LEAD });
        found.hasPicture = false; // it may want a larger one now
      }
    }
    this.isStale = false;
  }

  /** Makes the cells that are missing, those to be seen first; says whether all are there. */
  #fill(seen, near) {
    const start = performance.now();
    const order = [];
    for (let number = seen[0]; number < seen[1]; number += 1) order.push(number);
    for (let number = seen[1]; number < near[1]; number += 1) order.push(number);
    for (let number = seen[0] - 1; number >= near[0]; number -= 1) order.push(number);
    for (const number of order) {
      this.#fillRow(this.layout.rows[number], number < seen[0]);
      if (performance.now() - start > BUDGET_MS) return number === order.at(-1);
    }
    return true;
  }

  /** `upwards`: rows are added above what is shown, so that the elements stand in the order of the items. */
  #fillRow(row, upwards) {
    if (!row.count) {
      if (!this.shownHeadings.has(row.day)) this.#addHeading(row);
      return;
    }
    const cells = this.layout.cellsOf(row);
    for (const cell of upwards ? cells.reverse() : cells) {
      const item = this.layout.items[cell.index];
      const found = this.shown.get(item.id) ?? this.#addCell(item, cell);
      if (this.speed.isFlying || found.hasPicture) continue;
      this.parts.showPicture(found.element, item, cell);
      found.hasPicture = true;
    }
  }

  #addCell(item, cell) {
    const element = this.parts.makeCell(item, this.href(item));
    place(element, { ...cell, y: cell.y + LEAD });
    const found = { element, item, hasPicture: false };
    this.shown.set(item.id, found);
    this.mark(element, item.id);
    this.cells.insertBefore(element, this.#following(cell.index));
    return found;
  }

  /** The element that an item's stands before: that of the next item which is shown. */
  #following(index) {
    const { items } = this.layout;
    const previous = this.shown.get(items[index - 1]?.id);
    if (previous) return previous.element.nextSibling;
    const end = Math.min(items.length, index + NEAR);
    for (let next = index + 1; next < end; next += 1) {
      const found = this.shown.get(items[next].id);
      if (found) return found.element;
    }
    return null;
  }

  #addHeading(row) {
    const element = this.parts.makeHeading(this.dayWords[row.day] ?? row.day, row.day);
    this.#placeHeading(element, row);
    this.shownHeadings.set(row.day, element);
    this.headings.append(element);
  }

  #placeHeading(element, row) {
    element.style.setProperty("translate", `0 ${row.top + LEAD}px`);
    element.style.setProperty("height", `${row.height}px`);
  }
}
