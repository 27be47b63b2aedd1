import assert from "node:assert/strict";
import { test } from "node:test";

import { arrange, tileBeside } from "../../static/js/lighttable/arrange.js";

const BOX = { width: 1200, height: 800 };
const NONE = { gap: 0, side: 0, foot: 0 };

function checkWithin(tiles, box) {
  for (const { x, y, width, height } of tiles) {
    assert.ok(x >= 0 && y >= 0 && x + width <= box.width + 1 && y + height <= box.height + 1);
  }
}

function checkApart(tiles) {
  for (const [index, one] of tiles.entries()) {
    for (const other of tiles.slice(index + 1)) {
      const isBeside = one.x + one.width <= other.x || other.x + other.width <= one.x;
      assert.ok(isBeside || one.y + one.height <= other.y || other.y + other.height <= one.y);
    }
  }
}

test("one picture takes the whole box, in its middle", () => {
  assert.deepEqual(arrange([1.5], BOX, NONE), [{ x: 0, y: 0, width: 1200, height: 800 }]);
  assert.deepEqual(arrange([1], BOX, NONE), [{ x: 200, y: 0, width: 800, height: 800 }]);
});

test("two wide pictures stand over each other, two tall ones side by side", () => {
  const [above, below] = arrange([3, 3], BOX, NONE); // 1200 × 400 each
  assert.deepEqual([above.y, below.y, above.width], [0, 400, 1200]);
  const [left, right] = arrange([0.75, 0.75], BOX, NONE); // 600 × 800 each
  assert.deepEqual([left.x, right.x, left.height], [0, 600, 800]);
});

test("four of one shape are two rows of two", () => {
  const tiles = arrange([1.5, 1.5, 1.5, 1.5], BOX, NONE);
  assert.deepEqual(tiles.map(({ x, y }) => [x, y]), [[0, 0], [600, 0], [0, 400], [600, 400]]);
});

test("a row that is as wide as the box leaves its height to the other", () => {
  const [wide, one, other] = arrange([4, 1.5, 1.5], { width: 1200, height: 700 }, NONE);
  assert.equal(wide.height, 300); // 1200 by 4, and 50 pixels less than half
  assert.equal(one.height, 400); // as wide as 600 pixels, of 700 less 300
  assert.equal(one.width, 600);
  assert.equal(other.x, 600);
});

test("whatever the shapes, no picture is cropped, and all lie in the box and not on each other", () => {
  let seed = 7;
  const next = () => (seed = (seed * 48271) % 2147483647) / 2147483647;
  for (let turn = 0; turn < 200; turn += 1) {
    const ratios = Array.from({ length: 1 + Math.floor(next() * 24) }, () => 0.5 + 2 * next());
    const box = { width: 300 + 1500 * next(), height: 300 + 800 * next() };
    const tiles = arrange(ratios, box, { gap: 8, side: 8, foot: 30 });
    assert.equal(tiles.length, ratios.length);
    checkWithin(tiles, box);
    checkApart(tiles);
    for (const [index, { width, height }] of tiles.entries()) {
      assert.ok(Math.abs((width - 8) / (height - 30) - ratios[index]) < ratios[index] * 0.06 + 0.03);
    }
  }
});

test("up and down go to the nearest in the next row", () => {
  const tiles = arrange([1.5, 1.5, 1.5, 1.5], BOX, NONE);
  assert.equal(tileBeside(tiles, 0, 1), 2);
  assert.equal(tileBeside(tiles, 3, -1), 1);
  assert.equal(tileBeside(tiles, 0, -1), 0);
  assert.equal(tileBeside(tiles, 2, 1), 2);
});
