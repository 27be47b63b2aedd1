import assert from "node:assert/strict";
import { test } from "node:test";

import { drawCount, mergeValues } from "../../static/js/lighttable/facets.js";
import { step } from "../../static/js/lighttable/groups.js";

test("what is more than was counted has a plus", () => {
  assert.equal(drawCount(0, "en"), "0");
  assert.equal(drawCount(10000, "en"), "10,000");
  assert.equal(drawCount(10001, "en"), "10,000+");
});

test("what is chosen stands there, also where it would give nothing", () => {
  const came = [{ value: 7, name: "Nights", count: 3 }];
  assert.deepEqual(mergeValues(came, ["7", "9"]), [
    { value: "7", name: "Nights", count: 3 },
    { value: "9", name: "9", count: 0 },
  ]);
});

test("arrows go round in a group, Home and End to its ends, and other keys nowhere", () => {
  assert.equal(step("ArrowRight", 2, 3), 0);
  assert.equal(step("ArrowUp", 0, 3), 2);
  assert.equal(step("Home", 2, 3), 0);
  assert.equal(step("End", 0, 3), 2);
  assert.equal(step("Enter", 0, 3), -1);
  assert.equal(step("ArrowDown", -1, 0), -1);
});
