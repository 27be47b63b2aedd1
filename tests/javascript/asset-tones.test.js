import assert from "node:assert/strict";
import { test } from "node:test";

import { countTones, fullHeight, heights, percentOf } from "../../static/js/asset/tones.js";

const pixels = (...colours) => Uint8ClampedArray.from(colours.flatMap((colour) => [...colour, 255]));

test("each channel is counted by itself, and luma as BT.709 weighs them", () => {
  const tones = countTones(pixels([255, 0, 0], [0, 255, 0], [128, 128, 128]));
  assert.equal(tones.red[255], 1);
  assert.equal(tones.red[0], 1);
  assert.equal(tones.green[255], 1);
  assert.equal(tones.luma[54], 1); // 0.2126 × 255 = 54.2
  assert.equal(tones.luma[182], 1); // 0.7152 × 255 = 182.4
  assert.equal(tones.luma[128], 1);
  assert.equal(tones.pixels, 3);
});

test("white stays 255 in luma, however the weights are rounded", () => {
  assert.equal(countTones(pixels([255, 255, 255])).luma[255], 1);
});

test("a pixel with one channel at its end is clipped once", () => {
  const tones = countTones(pixels([0, 0, 0], [255, 255, 255], [255, 10, 0], [1, 1, 254]));
  assert.equal(tones.shadows, 2);
  assert.equal(tones.highlights, 2);
});

test("a burnt sky does not press the rest of the histogram flat", () => {
  const tones = countTones(pixels(...Array(90).fill([255, 255, 255]), ...Array(10).fill([100, 100, 100])));
  const full = fullHeight(tones.luma);
  assert.equal(full, 10);
  assert.equal(heights(tones.luma, 256, full)[255], 1);
  assert.equal(heights(tones.luma, 256, full)[100], 1);
});

test("a picture that is only black and white has a height too", () => {
  assert.equal(fullHeight(countTones(pixels([0, 0, 0], [0, 0, 0], [255, 255, 255])).luma), 2);
});

test("columns keep the greatest of what they stand for", () => {
  const counts = new Uint32Array(256);
  counts[3] = 8;
  counts[4] = 2;
  assert.deepEqual(heights(counts, 64, 8).slice(0, 3), [1, 0.25, 0]);
});

test("a share says less than a tenth rather than nothing", () => {
  assert.equal(percentOf(0, 1000), "0");
  assert.equal(percentOf(1, 100000), "< 0.1");
  assert.equal(percentOf(12, 1000), "1.2");
  assert.equal(percentOf(420, 1000), "42");
});
