import assert from "node:assert/strict";
import { test } from "node:test";

import { columnsOf, momentAt, momentsOf, placeOf, stepFrames, tileAt, writeClock } from "../../static/js/asset/lane.js";

const layout = { tile_width: 160, tile_height: 90, columns: 10, interval_s: 2 };
const SHEETS = [
  { ...layout, url: "one", first_tile: 0, count: 100 },
  { ...layout, url: "two", first_tile: 100, count: 23 },
];

test("a moment finds its frame on the first sheet", () => {
  // 47 s at 2 s a tile is tile 23: the third row, the fourth column
  assert.deepEqual(tileAt(SHEETS, 47), { sheet: SHEETS[0], left: 480, top: 180 });
});

test("a moment further on finds its frame on the second sheet", () => {
  // tile 110 is number 10 of the second sheet: the second row, the first column
  assert.deepEqual(tileAt(SHEETS, 221), { sheet: SHEETS[1], left: 0, top: 90 });
});

test("before the beginning and after the end stand the first and the last frame", () => {
  assert.deepEqual(tileAt(SHEETS, -3), { sheet: SHEETS[0], left: 0, top: 0 });
  assert.deepEqual(tileAt(SHEETS, 9999), { sheet: SHEETS[1], left: 320, top: 180 });
  assert.equal(tileAt([], 1), null);
});

test("a missing sheet leaves the nearest one there is", () => {
  assert.deepEqual(tileAt([SHEETS[1]], 4), { sheet: SHEETS[1], left: 0, top: 0 });
});

test("a strip is filled with frames from all of the clip", () => {
  assert.deepEqual(momentsOf(400, 100, 8), [1, 3, 5, 7]);
  assert.deepEqual(momentsOf(20, 100, 8), [4]);
});

test("a point of the lane is a moment, and a moment is a point", () => {
  assert.equal(momentAt(250, 1000, 60), 15);
  assert.equal(momentAt(-5, 1000, 60), 0);
  assert.equal(placeOf(15, 1000, 60), 250);
  assert.equal(placeOf(99, 1000, 60), 1000);
  assert.equal(placeOf(1, 1000, 0), 0);
});

test("a column shows the highest of its peaks, channel by channel", () => {
  const peaks = [[0, 255], [51, 0], [102, 0], [0, 0]];
  assert.deepEqual(columnsOf(peaks, 2, 2), [[0.2, 0.4], [1, 0]]);
});

test("more columns than peaks repeat them", () => {
  assert.deepEqual(columnsOf([[255], [0]], 1, 4), [[1, 1, 0, 0]]);
});

test("a clock shows hours only where there are some", () => {
  assert.equal(writeClock(0), "0:00.0");
  assert.equal(writeClock(123.45), "2:03.4");
  assert.equal(writeClock(3723.4), "1:02:03.4");
});

test("a step goes to the middle of the next frame, at rates that are no whole numbers too", () => {
  const rate = 30000 / 1001;
  const first = stepFrames(0, 1, rate);
  assert.equal(Math.floor(first * rate), 1);
  let at = 0;
  for (let count = 0; count < 1000; count += 1) at = stepFrames(at, 1, rate);
  assert.equal(Math.floor(at * rate), 1000);
  assert.equal(Math.floor(stepFrames(at, -1, rate) * rate), 999);
  assert.equal(Math.floor(stepFrames(0, -5, rate) * rate), 0);
});
