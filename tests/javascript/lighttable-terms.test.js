import assert from "node:assert/strict";
import { test } from "node:test";

import * as terms from "../../static/js/lighttable/terms.js";

test("values of one kind stand beside each other, and go again one by one", () => {
  const red = terms.toggle("bin=3&sort=name", "label", "red");
  assert.equal(red, "bin=3&sort=name&label=red");
  const both = terms.toggle(red, "label", "blue");
  assert.equal(both, "bin=3&sort=name&label=red,blue");
  assert.equal(terms.toggle(both, "label", "red"), "bin=3&sort=name&label=blue");
  assert.equal(terms.toggle(red, "label", "red"), "bin=3&sort=name");
});

test("a camera's name may hold a comma", () => {
  const query = terms.toggle(terms.toggle("", "camera", "X-T5, silver"), "camera", "Z 6");
  assert.deepEqual(terms.valuesOf(query, "camera"), ["X-T5, silver", "Z 6"]);
  assert.deepEqual(new URLSearchParams(query).getAll("camera"), ["X-T5, silver", "Z 6"]);
});

test("a kind with one value at a time takes the other", () => {
  assert.equal(terms.toggle("stack=in", "stack", "out"), "stack=out");
  assert.equal(terms.toggle("bin=3", "bin", "4"), "bin=4");
});

test("an order made by hand goes with its bin, and stays where the bin stays", () => {
  assert.equal(terms.toggle("bin=3&sort=hand", "bin", "3"), "");
  assert.equal(terms.toggle("bin=3&sort=hand", "bin", "4"), "sort=hand&bin=4");
  assert.equal(terms.clear("bin=3&sort=hand"), "");
});

test("stars are compared, and the same star again asks for none", () => {
  assert.equal(terms.toggleStars("", "ge", 3), "stars=ge3");
  assert.equal(terms.toggleStars("stars=ge3", "ge", 4), "stars=ge4");
  assert.equal(terms.toggleStars("stars=ge3", "eq", 3), "stars=eq3");
  assert.equal(terms.toggleStars("stars=ge3", "ge", 3), "");
  assert.deepEqual(terms.readStars("stars=le2"), { compare: "le", stars: 2 });
  assert.equal(terms.readStars("stars=7"), null);
});

test("clearing takes the filter out and leaves the place, and then leaves the place", () => {
  const query = "bin=3&kind=photo&flag=pick&stars=ge3&camera=X-T5&on=2024-09-14&unseen=1&q=sheep&sort=name";
  assert.equal(terms.clear(query), "bin=3&sort=name");
  assert.equal(terms.clear("bin=3&sort=name"), "sort=name");
});

test("the filter is kept while it is off, and put in again elsewhere", () => {
  const kept = terms.takeFilter("bin=3&flag=pick&camera=X-T5&camera=Z+6&sort=name&lock=1");
  assert.equal(kept, "flag=pick&camera=X-T5&camera=Z+6");
  assert.equal(terms.withFilter("import=9&label=red", kept), "import=9&flag=pick&camera=X-T5&camera=Z+6");
  assert.equal(terms.withFilter("import=9&label=red", ""), "import=9");
});

test("another place is gone to with the filter while that is locked, and without it else", () => {
  const locked = "import=9&kind=video&flag=pick&camera=X-T5&camera=Z+6&sort=name&lock=1";
  assert.equal(terms.carry("?kind=photo&sort=name", locked), "kind=photo&sort=name&flag=pick&camera=X-T5&camera=Z+6&lock=1");
  const bin = terms.carry("?bin=3&sort=hand&label=red&lock=1", locked);
  assert.equal(bin, "bin=3&sort=hand&kind=video&flag=pick&camera=X-T5&camera=Z+6&lock=1");
  assert.equal(terms.carry(`?${bin}`, "flag=pick"), "bin=3&sort=hand");
  assert.equal(terms.carry("?kind=photo&flag=pick&lock=1", "flag=pick"), "kind=photo");
});

test("where one stands in a set does not make another set of it", () => {
  assert.ok(terms.isSameSet("?view=loupe&at=7&flag=pick&sort=name", "sort=name&flag=pick"));
  assert.ok(terms.isSameSet("label=red,blue", "label=blue,red"));
  assert.ok(terms.isSameSet("flag=pick&lock=1", "flag=pick"));
  assert.ok(!terms.isSameSet("flag=pick", "flag=reject"));
  assert.equal(terms.nameSet("?flag=pick&view=survey&set=1,2&at=1&day=2024-09-14"), "flag=pick");
});

test("what is chosen in some kinds is counted", () => {
  assert.equal(terms.countChosen("kind=photo,video&camera=A&camera=B&flag=pick", ["kind", "camera", "lens"]), 4);
  assert.ok(terms.isFiltered("q=a"));
  assert.ok(!terms.isFiltered("bin=3&sort=name&lock=1&q="));
});
