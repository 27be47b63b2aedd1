import assert from "node:assert/strict";
import { test } from "node:test";

import { findRow, Layout, layFull } from "../../static/js/library/layout.js";

const MEASURES = { width: 1200, height: 180, gap: 4, side: 12, foot: 29, heading: 40 };

/** Numbers that look like chance and are the same every time (Park and Miller's generator, 1988). */
function makeDice(seed) {
  let state = seed;
  return (most) => {
    state = (state * 48271) % 2147483647;
    return state % most;
  };
}

const RATIOS = [1.5, 1.5, 1.5, 0.6667, 1.3333, 1.7778, 0.5625, 1, 4, 0.4, 2.39];

function makeItems(count, dice, day = "2026-11-19") {
  const items = [];
  let today = 0;
  for (let id = 0; id < count; id += 1) {
    if (dice(30) === 0) today += 1;
    items.push({ id, ratio: RATIOS[dice(RATIOS.length)], day: `${day}+${today}` });
  }
  return items;
}

function check(layout) {
  let next = 0;
  let top = 0;
  let day = null;
  for (const [number, row] of layout.rows.entries()) {
    assert.equal(row.top, top);
    top += row.height + (row.count ? MEASURES.gap : 0);
    if (row.count === 0) {
      assert.notEqual(row.day, day, "a day has one heading");
      day = row.day;
      continue;
    }
    assert.equal(row.day, day, "a row stands under its day's heading");
    assert.equal(row.first, next, "items follow each other");
    next += row.count;
    const cells = layout.cellsOf(row);
    assert.equal(cells.length, row.count);
    for (const [place, cell] of cells.entries()) {
      const item = layout.items[cell.index];
      assert.equal(item.day, row.day);
      const ratio = (cell.width - MEASURES.side) / row.picture;
      assert.ok(Math.abs(ratio - item.ratio) * row.picture < 4, `${ratio} is not ${item.ratio}`);
      if (place) assert.ok(Math.abs(cell.x - cells[place - 1].x - cells[place - 1].width - MEASURES.gap) <= 1);
      assert.equal(layout.rowOf(cell.index), number);
    }
    const end = cells.at(-1).x + cells.at(-1).width;
    const isLastOfDay = layout.rows[number + 1]?.count === 0 || number === layout.rows.length - 1;
    if (row.isFull) assert.equal(end, MEASURES.width);
    else assert.ok(isLastOfDay && end <= MEASURES.width && row.picture === MEASURES.height, "only a day's last is short");
  }
  assert.equal(next, layout.items.length);
  assert.equal(layout.height, top);
}

test("eight pictures of 3:2 in rows: by hand", () => {
  const layout = new Layout(MEASURES);
  layout.reset(Array.from({ length: 8 }, (_, id) => ({ id, ratio: 1.5, day: "a" })));
  // Four take 4 × (270 + 12) + 3 × 4 = 1140 at 180; five take 1426. Five fit at (1200 - 60 - 16) / 7.5 = 149.9, four at
  // (1200 - 48 - 12) / 6 = 190: that is nearer to 180.
  assert.deepEqual(layout.rows.map((row) => [row.first, row.count, row.picture]), [[0, 0, 0], [0, 4, 190], [4, 4, 180]]);
  assert.deepEqual(layout.rows.map((row) => row.top), [0, 40, 40 + 190 + 29 + 4]);
  assert.deepEqual(layout.cellsOf(layout.rows[1]).map((cell) => [cell.x, cell.width]), [[0, 297], [301, 297], [602, 297], [903, 297]]);
});

test("a picture wider than the whole has a row of its own, as wide as the whole", () => {
  const layout = new Layout({ ...MEASURES, width: 380 });
  layout.reset([{ id: 1, ratio: 4, day: "a" }, { id: 2, ratio: 1, day: "a" }]);
  assert.deepEqual(layout.rows.slice(1).map((row) => [row.count, row.picture]), [[1, 92], [1, 180]]);
});

test("whatever is appended, in whatever pieces, stands as if it had come at once", () => {
  for (let seed = 1; seed < 40; seed += 1) {
    const dice = makeDice(seed);
    const items = makeItems(dice(400) + 1, dice);
    const whole = new Layout(MEASURES);
    whole.reset(items);
    check(whole);
    const grown = new Layout(MEASURES);
    for (let from = 0; from < items.length; ) {
      const to = from + 1 + dice(60);
      grown.append(items.slice(from, to));
      check(grown);
      from = to;
    }
    assert.deepEqual(grown.rows, whole.rows);
  }
});

test("what stood before is not moved when something is appended", () => {
  const dice = makeDice(5);
  const layout = new Layout(MEASURES);
  layout.append(makeItems(300, dice));
  const before = layout.rows.slice(0, -1).map((row) => ({ ...row }));
  layout.append(makeItems(300, dice, "2026-11-20"));
  assert.deepEqual(layout.rows.slice(0, before.length), before);
});

test("when something is put before, only the first row is laid once more", () => {
  for (let seed = 1; seed < 60; seed += 1) {
    const dice = makeDice(seed);
    const items = makeItems(600, dice);
    const cut = 1 + dice(500);
    const layout = new Layout(MEASURES);
    layout.append(items.slice(cut));
    const seen = layout.rows.filter((row) => row.count).slice(1).map((row) => [row.first + cut, row.count, row.exact]);
    let at = cut;
    while (at > 0) {
      const from = Math.max(0, at - 1 - dice(120));
      const heightBefore = layout.height;
      layout.prepend(items.slice(from, at));
      assert.ok(layout.height > 0 && heightBefore > 0);
      check(layout);
      at = from;
    }
    assert.deepEqual(layout.items, items);
    assert.deepEqual(layout.rows.filter((row) => row.count).slice(-seen.length).map((row) => [row.first, row.count, row.exact]), seen);
  }
});

test("what is let go of at either end can be put back", () => {
  for (let seed = 1; seed < 40; seed += 1) {
    const dice = makeDice(seed);
    const items = makeItems(500, dice);
    const layout = new Layout(MEASURES);
    layout.append(items);
    const front = layout.dropFront(50 + dice(100));
    check(layout);
    const back = layout.dropBack(50 + dice(100));
    check(layout);
    assert.deepEqual(layout.items, items.slice(front, items.length - back));
    layout.append(items.slice(items.length - back));
    check(layout);
    layout.prepend(items.slice(0, front));
    check(layout);
    assert.deepEqual(layout.items, items);
  }
});

test("full rows stay near the height they should have", () => {
  for (let seed = 1; seed < 40; seed += 1) {
    const dice = makeDice(seed);
    const items = makeItems(40 + dice(100), dice).map((item) => ({ ...item, ratio: Math.min(2, item.ratio) }));
    for (const row of layFull(items, 0, items.length, MEASURES)) {
      assert.ok(row.isFull && row.exact > 110 && row.exact < 290, `${row.exact}`);
    }
  }
});

test("the rows of a window are those that a walk over all of them finds", () => {
  const dice = makeDice(11);
  const layout = new Layout(MEASURES);
  layout.append(makeItems(2000, dice));
  for (let turn = 0; turn < 200; turn += 1) {
    const top = dice(Math.round(layout.height)) - 100;
    const bottom = top + dice(2000);
    const [from, to] = layout.between(top, bottom);
    const expected = layout.rows.flatMap((row, number) => (row.top + row.height > top && row.top < bottom ? [number] : []));
    if (expected.length) assert.deepEqual([from, to], [expected[0], expected.at(-1) + 1]);
    else assert.equal(from, to);
  }
  assert.equal(findRow(layout.rows, layout.height + 1), layout.rows.length);
});

test("a rectangle touches the cells it lies over, and no heading", () => {
  const layout = new Layout(MEASURES);
  layout.reset(Array.from({ length: 8 }, (_, id) => ({ id, ratio: 1.5, day: "a" })));
  assert.deepEqual(layout.touching({ left: 0, top: 0, right: 1200, bottom: 40 }), []);
  assert.deepEqual(layout.touching({ left: 290, top: 50, right: 310, bottom: 60 }), [0, 1]);
  assert.deepEqual(layout.touching({ left: 298, top: 50, right: 300, bottom: 60 }), []); // between two
  assert.deepEqual(layout.touching({ left: 1000, top: 200, right: 1010, bottom: 400 }), [3, 7]);
});

test("up and down go to the cell whose middle is nearest, over headings, and stop at the edges", () => {
  const layout = new Layout(MEASURES);
  const days = ["a", "a", "a", "a", "b", "b"];
  layout.reset(days.map((day, id) => ({ id, ratio: 1.5, day })));
  assert.equal(layout.beside(0, -1), 0);
  assert.equal(layout.beside(1, 1), 5);
  assert.equal(layout.beside(3, 1), 5);
  assert.equal(layout.beside(5, 1), 5);
  assert.equal(layout.beside(4, -1), 0);
});

test("without headings nothing is parted by its day", () => {
  const layout = new Layout({ ...MEASURES, heading: 0 });
  layout.append([{ id: 1, ratio: 1, day: "a" }, { id: 2, ratio: 1, day: "b" }]);
  layout.prepend([{ id: 0, ratio: 1, day: "c" }]);
  assert.deepEqual(layout.rows.map((row) => [row.first, row.count]), [[0, 3]]);
});
