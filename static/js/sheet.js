/* Which frame of a clip's sheets belongs to a moment, and where on its sheet it lies; moments, and how they are written.
   Pure arithmetic.

   A clip has up to three sheets: {url, tile_width, tile_height, columns, count, interval_s, first_tile}. A tile stands
   for the seconds from its number (counted over all sheets) times the interval on. */

/** The moment at a share (0 to 1) of the clip's length, in seconds; it stays inside. */
export function timeAt(share, seconds) {
  return Math.min(1, Math.max(0, share)) * seconds;
}

/** The tile of a moment: its sheet, its column and row; null without sheets. Where a sheet has not been made, the last
    tile before it stands in, or the first there is. */
export function tileAt(sheets, seconds) {
  if (!sheets.length) return null;
  const number = Math.floor(Math.max(0, seconds) / sheets[0].interval_s + 1e-9);
  const sheet = sheets.findLast((each) => each.first_tile <= number) ?? sheets[0];
  const place = Math.min(sheet.count - 1, Math.max(0, number - sheet.first_tile));
  return { sheet, column: place % sheet.columns, row: Math.floor(place / sheet.columns) };
}

/** How a box of this size shows one tile, whole, as a background: size and position of the sheet, box of the tile. */
export function showTile({ sheet, column, row }, boxWidth, boxHeight) {
  const scale = Math.min(boxWidth / sheet.tile_width, boxHeight / sheet.tile_height);
  const width = sheet.tile_width * scale;
  const height = sheet.tile_height * scale;
  const columns = Math.min(sheet.columns, sheet.count);
  const rows = Math.ceil(sheet.count / sheet.columns);
  return {
    left: (boxWidth - width) / 2,
    top: (boxHeight - height) / 2,
    width,
    height,
    sheetWidth: columns * width,
    sheetHeight: rows * height,
    x: -column * width,
    y: -row * height,
  };
}

/** `1:24`, `1:02:05`: a moment as a clock, to the second that has begun; `digits` of 1 adds its tenths: `1:24.3`. */
export function writeTime(seconds, digits = 0) {
  const tenths = Math.floor(Math.max(0, seconds) * 10 + 1e-6);
  const two = (number) => String(number).padStart(2, "0");
  const [hours, minutes] = [Math.floor(tenths / 36000), Math.floor(tenths / 600) % 60];
  const rest = two(Math.floor(tenths / 10) % 60) + (digits ? `.${tenths % 10}` : "");
  return hours ? `${hours}:${two(minutes)}:${rest}` : `${minutes}:${rest}`;
}
