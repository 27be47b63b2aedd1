import assert from "node:assert/strict";
import { test } from "node:test";
import { findCorner } from "../../static/js/bins/beside.js";

const ROOM = { width: 400, height: 800 };
const SIZE = { width: 200, height: 300 };

test("a menu opens below its button", () => {
  assert.deepEqual(findCorner({ left: 20, top: 100, bottom: 130 }, SIZE, ROOM), { left: 20, top: 134 });
});

test("it opens above where there is no room below", () => {
  assert.deepEqual(findCorner({ left: 20, top: 740, bottom: 770 }, SIZE, ROOM), { left: 20, top: 436 });
});

test("it stays inside the window", () => {
  assert.deepEqual(findCorner({ left: 390, top: 380, bottom: 500 }, { width: 200, height: 700 }, ROOM), { left: 192, top: 92 });
});
