import assert from "node:assert/strict";
import { test } from "node:test";

import { canOutlive, isSame, placeOfUnsent } from "../../static/js/asset/unsent.js";

function makeStore() {
  const kept = new Map();
  return {
    getItem: (name) => kept.get(name) ?? null,
    setItem: (name, text) => kept.set(name, text),
    removeItem: (name) => kept.delete(name),
  };
}

test("a request outlives its page only where it is shorter than browsers allow", () => {
  assert.equal(canOutlive({ value: "a".repeat(59_000) }), true);
  assert.equal(canOutlive({ value: "a".repeat(61_000) }), false);
  assert.equal(canOutlive({ value: "а".repeat(20_000) }), false); // a Cyrillic letter is six signs: %D0%B0
});

test("what was not saved is there again, for the same account, asset and field", () => {
  const store = makeStore();
  placeOfUnsent(store, "1", "/media/7/words/", "caption").keep("Mine");
  assert.equal(placeOfUnsent(store, "1", "/media/7/words/", "caption").take("Old"), "Mine");
  assert.equal(placeOfUnsent(store, "2", "/media/7/words/", "caption").take("Old"), null);
  assert.equal(placeOfUnsent(store, "1", "/media/8/words/", "caption").take("Old"), null);
  assert.equal(placeOfUnsent(store, "1", "/media/7/words/", "title").take("Old"), null);
});

test("what stands there by now is not unsent any more", () => {
  const place = placeOfUnsent(makeStore(), "1", "/media/7/words/", "caption");
  place.keep("Mine ");
  assert.equal(place.take("Mine"), null);
  assert.equal(place.take("Old"), null);
});

test("texts are the same however the server tidies them", () => {
  assert.equal(isSame("b; a ", "a;b"), true);
  assert.equal(isSame("a", "a; b"), false);
});
