import assert from "node:assert/strict";
import { test } from "node:test";

import { showTile, tileAt, timeAt, writeTime } from "../../static/js/sheet.js";

/** A clip of 250 seconds, a tile a second: two full sheets of 10 × 10 and one of fifty. */
const LAYOUT = { tile_width: 160, tile_height: 90, columns: 10, interval_s: 1 };
const SHEETS = [0, 100, 200].map((first) => ({
  ...LAYOUT, url: `sheet-${first}`, count: first === 200 ? 50 : 100, first_tile: first,
}));

test("a share of the width is a share of the time, and never beyond", () => {
  assert.deepEqual([0, 0.5, 1, -1, 2].map((share) => timeAt(share, 250)), [0, 125, 250, 0, 250]);
});

test("every second has the tile that begins with it", () => {
  for (const [seconds, url, column, row] of [
    [-3, "sheet-0", 0, 0], [0, "sheet-0", 0, 0], [0.99, "sheet-0", 0, 0], [1, "sheet-0", 1, 0], [99.9, "sheet-0", 9, 9],
    [100, "sheet-100", 0, 0], [212, "sheet-200", 2, 1], [249.9, "sheet-200", 9, 4], [250, "sheet-200", 9, 4],
    [999, "sheet-200", 9, 4],
  ]) {
    const tile = tileAt(SHEETS, seconds);
    assert.deepEqual([tile.sheet.url, tile.column, tile.row], [url, column, row], `${seconds}`);
  }
});

test("a tile stands for as many seconds as the sheet says", () => {
  const slow = SHEETS.map((sheet) => ({ ...sheet, interval_s: 2 }));
  // 47 s at 2 s a tile is tile 23: the third row, the fourth column
  assert.deepEqual(tileAt(slow, 47), { sheet: slow[0], column: 3, row: 2 });
});

test("a sheet that is not made yet is stood in for by the last tile before it, or by the first there is", () => {
  assert.deepEqual(tileAt([SHEETS[0], SHEETS[2]], 150), { sheet: SHEETS[0], column: 9, row: 9 });
  assert.deepEqual(tileAt([SHEETS[1]], 4), { sheet: SHEETS[1], column: 0, row: 0 });
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

test("time is told in whole seconds, with hours only where there are some", () => {
  const written = [0, 5.9, 84.4, 3725, 36000].map((seconds) => writeTime(seconds));
  assert.deepEqual(written, ["0:00", "0:05", "1:24", "1:02:05", "10:00:00"]);
});

test("time is told to the tenth that has begun where it is asked for", () => {
  const written = [0, 0.3, 123.45, 3723.4].map((seconds) => writeTime(seconds, 1));
  assert.deepEqual(written, ["0:00.0", "0:00.3", "2:03.4", "1:02:03.4"]);
});
