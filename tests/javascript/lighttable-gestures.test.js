import assert from "node:assert/strict";
import { test } from "node:test";

import { edgeOf, isSideways, judgeSwipe } from "../../static/js/lighttable/gestures.js";

test("a finger that goes far to the left draws in the next one", () => {
  assert.equal(judgeSwipe({ dx: -150, dy: 10, ms: 900 }, 390), 1);
  assert.equal(judgeSwipe({ dx: 150, dy: 10, ms: 900 }, 390), -1);
});

test("a short way counts when it is fast", () => {
  assert.equal(judgeSwipe({ dx: -50, dy: 0, ms: 80 }, 390), 1);
  assert.equal(judgeSwipe({ dx: -50, dy: 0, ms: 600 }, 390), 0);
});

test("up, down and hardly at all is no swipe", () => {
  assert.equal(judgeSwipe({ dx: -120, dy: 200, ms: 100 }, 390), 0);
  assert.equal(judgeSwipe({ dx: -10, dy: 0, ms: 1 }, 390), 0);
});

test("the way is told once it is long enough", () => {
  assert.equal(isSideways(3, 2), null);
  assert.equal(isSideways(12, 5), true);
  assert.equal(isSideways(5, -12), false);
});

test("a tap on an edge goes on, one in the middle does not", () => {
  assert.deepEqual([10, 60, 200, 330, 385].map((x) => edgeOf(x, 390)), [-1, -1, 0, 1, 1]);
});
