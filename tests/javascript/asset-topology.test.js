import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import {
  cutRings,
  decodeArcs,
  isInside,
  placeLines,
  placeNames,
  project,
  readBorders,
  readShapes,
  unroll,
  writePath,
} from "../../static/js/asset/topology.js";

// Two squares side by side: one edge is theirs together (arc 0), the others are their own.
const TOPOLOGY = {
  transform: { scale: [1, 2], translate: [10, 20] },
  arcs: [
    [[1, 0], [0, 1]],
    [[1, 1], [-1, 0], [0, -1], [1, 0]],
    [[1, 0], [1, 0], [0, 1], [-1, 0]],
  ],
  objects: {
    countries: {
      geometries: [
        { type: "Polygon", arcs: [[0, 1]], properties: { name: "West" } },
        { type: "MultiPolygon", arcs: [[[2, ~0]]], properties: { name: "East" } },
      ],
    },
  },
};
const VIEW = { lon: 11, lat: 21, width: 20, height: 10 };

test("arcs are steps on a grid, scaled and moved", () => {
  assert.deepEqual(decodeArcs(TOPOLOGY)[1], [[11, 22], [10, 22], [10, 20], [11, 20]]);
});

test("a ring joins its arcs, the reversed ones too, without their shared points twice", () => {
  const shapes = readShapes(TOPOLOGY, "countries", decodeArcs(TOPOLOGY));
  assert.deepEqual(shapes[0], { name: "West", rings: [[[11, 20], [11, 22], [10, 22], [10, 20], [11, 20]]] });
  assert.deepEqual(shapes[1].rings[0], [[11, 20], [12, 20], [12, 22], [11, 22], [11, 20]]);
});

test("a border is what two share", () => {
  assert.deepEqual(readBorders(TOPOLOGY, "countries", decodeArcs(TOPOLOGY)), [[[11, 20], [11, 22]]]);
});

test("the middle of the view is the origin, east is right, south is down", () => {
  assert.deepEqual(project([11, 21], VIEW), [0, 0]);
  const [x, y] = project([12, 20], { lon: 11, lat: 60, width: 20, height: 10 });
  assert.ok(Math.abs(x - 0.5) < 1e-9); // a degree of longitude at 60° is half a degree of latitude
  assert.equal(y, 40);
});

test("a line over the date line does not leap round the globe", () => {
  assert.deepEqual(unroll([[179, 0], [-179, 0], [-178, 0]]), [[179, 0], [181, 0], [182, 0]]);
  assert.deepEqual(unroll([[-179, 0], [179, 0]]), [[-179, 0], [-181, 0]]);
});

test("what lies across the date line is seen from either side of it", () => {
  const line = [[178, 0], [-178, 0]];
  const fromEast = placeLines([line], { lon: -179, lat: 0, width: 10, height: 10 });
  assert.deepEqual(fromEast, [[[-3, 0], [1, 0]]]);
  const fromWest = placeLines([line], { lon: 179, lat: 0, width: 10, height: 10 });
  assert.deepEqual(fromWest, [[[-1, 0], [3, 0]]]);
});

test("what lies elsewhere is left out", () => {
  assert.deepEqual(placeLines([[[90, 0], [91, 0]]], VIEW), []);
});

test("a path is written to a hundredth of a degree", () => {
  assert.equal(writePath([[[0, 0], [1.23456, -2]]]), "M0 0L1.23 -2");
  assert.equal(writePath([[[0, 0], [1, 0], [1, 1]]], { isClosed: true }), "M0 0L1 0L1 1Z");
});

test("a ring is cut to the view and a little more", () => {
  const wide = [[-100, -1], [100, -1], [100, 1], [-100, 1]];
  assert.deepEqual(cutRings([wide], VIEW, 0), [[[-10, -1], [10, -1], [10, 1], [-10, 1]]]);
  assert.deepEqual(cutRings([[[20, 0], [30, 0], [30, 5]]], VIEW, 0), []);
  const inside = [[0, 0], [1, 0], [1, 1]];
  assert.deepEqual(cutRings([inside], VIEW), [inside]);
});

test("a corner outside becomes two points on the edge", () => {
  const [cut] = cutRings([[[0, 0], [20, 0], [0, 2]]], VIEW, 0);
  assert.deepEqual(cut, [[0, 0], [10, 0], [10, 1], [0, 2]]);
});

test("a hole is not inside", () => {
  const square = (half) => [[-half, -half], [half, -half], [half, half], [-half, half], [-half, -half]];
  assert.ok(isInside([1.5, 0], [square(2), square(1)]));
  assert.ok(!isInside([0, 0], [square(2), square(1)]));
  assert.ok(!isInside([3, 0], [square(2)]));
});

test("a name stands on the ground it names, and small pieces have none", () => {
  const left = [[-10, -5], [0, -5], [0, 5], [-10, 5]];
  const sliver = [[9.8, -5], [10, -5], [10, 5], [9.8, 5]];
  const names = placeNames([{ name: "A", rings: [left] }, { name: "B", rings: [sliver] }], VIEW);
  assert.equal(names.length, 1);
  assert.equal(names[0].name, "A");
  assert.ok(names[0].x > -8 && names[0].x < -2, `${names[0].x}`);
});

test("the map of the world has Almaty in Kazakhstan and its neighbours around it", async () => {
  const file = new URL("../../node_modules/world-atlas/countries-50m.json", import.meta.url);
  const topology = JSON.parse(await readFile(file, "utf8"));
  const view = { lon: 76.95, lat: 43.25, width: 20, height: 12 };
  const shapes = readShapes(topology, "countries", decodeArcs(topology))
    .map(({ name, rings }) => ({ name, rings: cutRings(placeLines(rings, view), view) }))
    .filter(({ rings }) => rings.length);
  assert.deepEqual(shapes.filter(({ rings }) => isInside([0, 0], rings)).map(({ name }) => name), ["Kazakhstan"]);
  const names = placeNames(shapes, view).map(({ name }) => name).sort();
  assert.ok(names.includes("Kyrgyzstan") && names.includes("China"), names.join());
});
