import assert from "node:assert/strict";
import { test } from "node:test";

import { showTile, tileAt, timeAt, writeTime } from "../../static/js/sheet.js";

/** A clip of 250 seconds, a tile a second: two full sheets of 10 × 10 and one of fifty. */
const SHEETS = [0, 100, 200].map((first) => ({
  url: `sheet-${first}`, columns: 10, count: first === 200 ? 50 : 100, first, interval: 1, width: 160, height: 90,
}));

test("a share of the width is a share of the time, and never beyond", () => {
  assert.deepEqual([0, 0.5, 1, -1, 2].map((share) => timeAt(share, 250)), [0, 125, 250, 0, 250]);
});

test("every second has the tile that begins with it", () => {
  for (const [seconds, url, place, column, row] of [
    [0, "sheet-0", 0, 0, 0], [0.99, "sheet-0", 0, 0, 0], [1, "sheet-0", 1, 1, 0], [99.9, "sheet-0", 99, 9, 9],
    [100, "sheet-100", 0, 0, 0], [212, "sheet-200", 12, 2, 1], [249.9, "sheet-200", 49, 9, 4], [250, "sheet-200", 49, 9, 4],
    [999, "sheet-200", 49, 9, 4],
  ]) {
    const tile = tileAt(SHEETS, seconds);
    assert.deepEqual([tile.sheet.url, tile.place, tile.column, tile.row], [url, place, column, row], `${seconds}`);
  }
});

test("a sheet that is not made yet is stood in for by the first one", () => {
  assert.equal(tileAt([SHEETS[0], SHEETS[2]], 150).sheet.url, "sheet-0");
  assert.equal(tileAt([], 1), null);
});

test("a tile fills the box as far as it can, whole, in its middle", () => {
  const tile = tileAt(SHEETS, 12);
  const same = showTile(tile, 320, 180); // the same shape, twice as large
  assert.deepEqual(same, { left: 0, top: 0, width: 320, height: 180, sheetWidth: 3200, sheetHeight: 1800, x: -640, y: -180 });
  const flat = showTile(tile, 400, 90);
  assert.deepEqual([flat.left, flat.width, flat.height], [120, 160, 90]);
  const last = showTile(tileAt(SHEETS, 249), 160, 90);
  assert.deepEqual([last.sheetWidth, last.sheetHeight, last.x, last.y], [1600, 450, -1440, -360]);
  const short = { ...SHEETS[0], count: 5 };
  assert.equal(showTile(tileAt([short], 2), 160, 90).sheetWidth, 800);
});

test("time is told in whole seconds", () => {
  assert.deepEqual([0, 5.9, 84.4, 3725, 36000].map(writeTime), ["0:00", "0:05", "1:24", "1:02:05", "10:00:00"]);
});
