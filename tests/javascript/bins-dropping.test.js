import assert from "node:assert/strict";
import { test } from "node:test";
import { placeFor, readIds, sideOf, stepTo, zoneOf } from "../../static/js/bins/dropping.js";

test("the edges of a row are before and after it, and the rest is the bin itself", () => {
  const row = { top: 100, height: 40 };
  assert.deepEqual([100, 110, 112, 120, 128, 130, 139].map((y) => zoneOf(y, row)),
    ["before", "before", "into", "into", "into", "after", "after"]);
});

test("a bin goes in front of what it is dropped before, and in front of the next one when dropped after", () => {
  const target = { id: "7", parent: "3", next: "9" };
  assert.deepEqual(placeFor("before", target), { parent: "3", before: "7" });
  assert.deepEqual(placeFor("after", target), { parent: "3", before: "9" });
  assert.deepEqual(placeFor("after", { ...target, next: "" }), { parent: "3", before: "" });
  assert.deepEqual(placeFor("into", target), { parent: "7", before: "" });
});

test("one step up or down passes one neighbour, and stops at the ends", () => {
  const all = ["1", "2", "3"];
  assert.equal(stepTo("up", "1", all, ""), null);
  assert.deepEqual(stepTo("up", "2", all, ""), { parent: "", before: "1" });
  assert.deepEqual(stepTo("up", "3", all, ""), { parent: "", before: "2" });
  assert.deepEqual(stepTo("down", "1", all, "5"), { parent: "5", before: "3" });
  assert.deepEqual(stepTo("down", "2", all, ""), { parent: "", before: "" });
  assert.equal(stepTo("down", "3", all, ""), null);
});

test("ids are read whatever stands between them", () => {
  assert.deepEqual(readIds("1,22,333"), [1, 22, 333]);
  assert.deepEqual(readIds("[4, 5]"), [4, 5]);
  assert.deepEqual(readIds(""), []);
});

test("the left half of a cell is before it", () => {
  assert.deepEqual([10, 59, 60, 109].map((x) => sideOf(x, { left: 10, width: 100 })), ["before", "before", "after", "after"]);
});
