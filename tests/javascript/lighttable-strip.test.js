import assert from "node:assert/strict";
import { test } from "node:test";

import { nextPanels, readRoom } from "../../static/js/lighttable/lights.js";
import { layStrip, stripBetween } from "../../static/js/lighttable/strip-layout.js";
import { fill } from "../../static/js/lighttable/words.js";

const SHAPE = { height: 60, side: 8, gap: 2, least: 30 };

test("pictures of a filmstrip stand one behind the other, none narrower than it may be", () => {
  const begins = layStrip([{ ratio: 1.5 }, { ratio: 0.4 }, { ratio: 1 }], SHAPE);
  assert.deepEqual([...begins], [0, 100, 140, 210]); // 90 + 10, 30 + 10, 60 + 10
  assert.deepEqual([...layStrip([], SHAPE)], [0]);
});

test("only what lies between two points is to be drawn", () => {
  const begins = layStrip(Array.from({ length: 100 }, () => ({ ratio: 1.5 })), SHAPE); // 100 pixels each
  assert.deepEqual(stripBetween(begins, 250, 620), [2, 7]);
  assert.deepEqual(stripBetween(begins, -400, 90), [0, 1]);
  assert.deepEqual(stripBetween(begins, 9_950, 12_000), [99, 100]);
  assert.deepEqual(stripBetween(layStrip([], SHAPE), -10, 500), [0, 0]);
});

test("gaps in a sentence are filled, and those nobody fills stay", () => {
  assert.equal(fill("{place} of {count}", { place: "3", count: "10" }), "3 of 10");
  assert.equal(fill("{who}", {}), "{who}");
});

test("what is remembered of the room goes before the usual, and nonsense is none", () => {
  assert.equal(readRoom(null, true).panels.grid, "both");
  assert.equal(readRoom(null, false).panels.grid, "left");
  assert.equal(readRoom('{"panels":{"loupe":"none"},"info":false}', true).panels.loupe, "none");
  assert.equal(readRoom('{"panels":{"loupe":"none"}}', true).panels.compare, "none");
  assert.equal(readRoom('{"info":false}', true).info, false);
  assert.equal(readRoom("not a room", true).info, true);
});

test("Tab puts the panels of a view away, and brings back those it has", () => {
  assert.equal(nextPanels("grid", "both"), "none");
  assert.equal(nextPanels("grid", "none"), "both");
  assert.equal(nextPanels("loupe", "none"), "right");
  assert.equal(nextPanels("loupe", "right"), "none");
});
