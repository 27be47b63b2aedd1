import assert from "node:assert/strict";
import { test } from "node:test";

import { columnsOf, momentsOf, placeOf, stepFrames } from "../../static/js/asset/lane.js";

test("a strip is filled with frames from all of the clip", () => {
  assert.deepEqual(momentsOf(400, 100, 8), [1, 3, 5, 7]);
  assert.deepEqual(momentsOf(20, 100, 8), [4]);
});

test("a moment is a point of the lane", () => {
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
