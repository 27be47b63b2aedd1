import assert from "node:assert/strict";
import { test } from "node:test";

import {
  actualScale,
  clamp,
  fitScale,
  holdScale,
  pan,
  percent,
  pinch,
  place,
  spotAt,
  stepScale,
  zoomAt,
} from "../../static/js/asset/zooming.js";

const BOX = { width: 1200, height: 800 };
const LANDSCAPE = { width: 6000, height: 4000 };
const PORTRAIT = { width: 4000, height: 6000 };

const near = (found, expected) => assert.ok(Math.abs(found - expected) < 1e-9, `${found} is not ${expected}`);

test("the whole picture fits by its longer side", () => {
  near(fitScale(BOX, LANDSCAPE), 0.2);
  near(fitScale(BOX, PORTRAIT), 800 / 6000);
});

test("100 % is one pixel of the picture on one pixel of the screen", () => {
  near(actualScale(1), 1);
  near(actualScale(2), 0.5); // two screen pixels to a CSS pixel: half a CSS pixel each
  assert.equal(percent(0.5, 2), 100);
  assert.equal(percent(0.2, 1), 20);
});

test("a picture that fits lies in the middle", () => {
  const view = clamp({ scale: 0.2, x: 0.9, y: 0.1 }, BOX, LANDSCAPE);
  assert.deepEqual(view, { scale: 0.2, x: 0.5, y: 0.5 });
  const lies = place(view, BOX, LANDSCAPE);
  near(lies.left, 0);
  near(lies.top, 0);
  near(lies.width, 1200);
});

test("at 100 % no edge of a large picture comes into the box", () => {
  const view = clamp({ scale: 1, x: 0, y: 1 }, BOX, LANDSCAPE);
  near(view.x, 0.1); // half the box is 600 of 6000
  near(view.y, 0.9); // and 400 of 4000
  const lies = place(view, BOX, LANDSCAPE);
  near(lies.left, 0);
  near(lies.top + lies.height, BOX.height);
});

test("the spot under the pointer stays under it", () => {
  const fit = { scale: 0.2, x: 0.5, y: 0.5 };
  const point = { x: 300, y: 500 };
  const before = spotAt(point, fit, BOX, LANDSCAPE);
  near(before.x, 0.25); // 300 of 1200
  near(before.y, 0.625); // 500 of 800
  const after = spotAt(point, zoomAt(point, 1, fit, BOX, LANDSCAPE), BOX, LANDSCAPE);
  near(after.x, before.x);
  near(after.y, before.y);
});

test("a click beside the picture goes to its nearest edge", () => {
  const fit = { scale: 800 / 6000, x: 0.5, y: 0.5 };
  const view = zoomAt({ x: 0, y: 400 }, 1, fit, BOX, PORTRAIT);
  near(view.x, 600 / 4000);
});

test("pushing to the right shows more of the left, up to the edge", () => {
  const view = { scale: 1, x: 0.5, y: 0.5 };
  near(pan({ x: 600, y: 0 }, view, BOX, LANDSCAPE).x, 0.4);
  near(pan({ x: 1e6, y: 0 }, view, BOX, LANDSCAPE).x, 0.1);
});

test("the steps go over round values and over fit, and end", () => {
  const up = [];
  for (let scale = 0.2; up.at(-1) !== scale; scale = stepScale(scale, 1, 0.2, 1)) up.push(scale);
  assert.deepEqual(up, [0.2, 0.25, 0.333, 0.5, 0.667, 1, 1.5, 2, 3, 4, 6, 8]);
  near(stepScale(0.25, -1, 0.2, 1), 0.2);
  near(stepScale(0.2, -1, 0.2, 1), 0.2);
});

test("a picture smaller than the box goes down to 100 % and up to fit", () => {
  near(stepScale(2.4, -1, 2.4, 1), 2);
  near(stepScale(1, -1, 2.4, 1), 1);
  near(stepScale(2, 1, 2.4, 1), 2.4);
});

test("fingers cannot pull past the ends", () => {
  near(holdScale(0.01, 0.2, 1), 0.2);
  near(holdScale(99, 0.2, 1), 8);
});

test("two fingers have a middle and a distance", () => {
  assert.deepEqual(pinch({ x: 0, y: 0 }, { x: 6, y: 8 }), { middle: { x: 3, y: 4 }, apart: 10 });
});

test("the place kept as a fraction holds for a picture of another shape", () => {
  const kept = clamp({ scale: 1, x: 0.8, y: 0.2 }, BOX, LANDSCAPE);
  const next = clamp(kept, BOX, PORTRAIT);
  near(next.x, 0.8);
  near(next.y, 0.2);
});
