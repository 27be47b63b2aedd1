import assert from "node:assert/strict";
import { test } from "node:test";

import { Allowance, readPlace, writePlace } from "../../static/js/lighttable/place.js";

test("a place is read from the address, whatever else stands there", () => {
  assert.deepEqual(readPlace("?kind=photo&view=loupe&at=12"), { view: "loupe", at: 12, beside: null, set: [] });
  assert.deepEqual(readPlace("?view=compare&at=3&with=4"), { view: "compare", at: 3, beside: 4, set: [] });
  assert.deepEqual(readPlace("?view=survey&set=1,2,3&at=2"), { view: "survey", at: 2, beside: null, set: [1, 2, 3] });
});

test("what is no place is the grid, and what is no id is left out", () => {
  assert.deepEqual(readPlace("?view=cinema&at=-1"), { view: "grid", at: null, beside: null, set: [] });
  assert.deepEqual(readPlace("?view=survey&set=1,,x,0,7&at=1e3"), { view: "survey", at: null, beside: null, set: [1, 7] });
});

test("a place is written beside the terms of the set, and read back the same", () => {
  const places = [
    { view: "loupe", at: 12, beside: null, set: [] },
    { view: "compare", at: 3, beside: 4, set: [] },
    { view: "survey", at: 2, beside: null, set: [1, 2, 3] },
  ];
  for (const place of places) {
    const written = writePlace("kind=photo&camera=X-T5&camera=R5", place);
    assert.deepEqual(readPlace(written), place);
    assert.deepEqual(new URLSearchParams(written).getAll("camera"), ["X-T5", "R5"]);
  }
});

test("a place that was there before is not written twice", () => {
  assert.equal(writePlace("view=loupe&at=1", { view: "loupe", at: 2 }), "?view=loupe&at=2");
  assert.equal(writePlace("at=1", { view: "grid" }), "");
});

test("sixty addresses may be written at once, and then about four in three seconds", () => {
  const allowance = new Allowance();
  const taken = Array.from({ length: 70 }, () => allowance.take(0)).filter(Boolean);
  assert.equal(taken.length, 60);
  assert.equal(allowance.waitMs, 770); // a second for 1.3 of them
  assert.equal(allowance.take(700), false);
  assert.equal(allowance.take(780), true);
});

test("no more than a hundred addresses are written in thirty seconds", () => {
  const allowance = new Allowance();
  let written = 0;
  for (let now = 0; now <= 30_000; now += 33) written += allowance.take(now) ? 1 : 0;
  assert.ok(written <= 100, `${written}`);
});
