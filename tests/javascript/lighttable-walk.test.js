import assert from "node:assert/strict";
import { test } from "node:test";

import { fullSize, neighbours, sizeFor, sizesOf } from "../../static/js/lighttable/walk.js";

const IDS = [10, 11, 12, 13, 14, 15, 16, 17];
const PHOTO = { picture: "p", large: "l", middle: "m", pixels: "x", width_px: 6000, height_px: 4000, ratio: 1.5 };

test("three are made ready in the direction one goes, and one behind", () => {
  assert.deepEqual(neighbours(IDS, 3, 1), [14, 12, 15, 16]);
  assert.deepEqual(neighbours(IDS, 3, -1), [12, 14, 11, 10]);
});

test("at an end there are fewer", () => {
  assert.deepEqual(neighbours(IDS, 0, 1), [11, 12, 13]);
  assert.deepEqual(neighbours(IDS, 7, 1), [16]);
  assert.deepEqual(neighbours(IDS, 7, -1), [16, 15, 14]);
  assert.deepEqual(neighbours([10], 0, 1), []);
});

test("an item has each of its sizes once, the smallest first", () => {
  assert.deepEqual(sizesOf(PHOTO), [
    { address: "p", edge: 320 },
    { address: "l", edge: 1280 },
    { address: "m", edge: 2560 },
    { address: "x", edge: 6000 },
  ]);
  assert.deepEqual(sizesOf({ ...PHOTO, middle: "l", pixels: "l" }).map(({ address }) => address), ["p", "l"]);
  assert.deepEqual(sizesOf({ picture: "", large: "", middle: "", pixels: "", width_px: 0, height_px: 0 }), []);
});

test("no size has more pixels than the original", () => {
  const small = { ...PHOTO, width_px: 900, height_px: 600, pixels: "" };
  assert.deepEqual(sizesOf(small).map(({ edge }) => edge), [320, 900, 900]);
});

test("the smallest size that is sharp enough is taken, or else the largest", () => {
  const sizes = sizesOf(PHOTO);
  assert.equal(sizeFor(sizes, 300), 0);
  assert.equal(sizeFor(sizes, 1300), 1); // a sixteenth more than there is
  assert.equal(sizeFor(sizes, 1400), 2);
  assert.equal(sizeFor(sizes, 6000), 3);
  assert.equal(sizeFor(sizes, 9000), 3);
  assert.equal(sizeFor(sizes, 9000, (address) => address !== "x"), 2);
  assert.equal(sizeFor([], 100), -1);
});

test("100 % is all pixels of the original, or those of the largest picture there is", () => {
  assert.deepEqual(fullSize(PHOTO), { width: 6000, height: 4000 });
  assert.deepEqual(fullSize({ ...PHOTO, pixels: "" }), { width: 2560, height: 1707 });
  assert.deepEqual(fullSize({ ...PHOTO, pixels: "m" }), { width: 2560, height: 1707 });
  assert.deepEqual(fullSize({ ...PHOTO, width_px: 4000, height_px: 6000, pixels: "" }), { width: 1707, height: 2560 });
});

test("what has no size has the shape of its room", () => {
  assert.deepEqual(fullSize({ picture: "", large: "", middle: "", pixels: "", ratio: 1.6 }), { width: 1280, height: 800 });
});
