/* Which frame of a clip's sheets belongs to a moment, and where on its sheet it lies. Pure arithmetic.

   A clip has up to three sheets: {url, columns, count, first, interval, width, height}. A tile stands for the seconds
   from its number (counted over all sheets) times the interval on. */

/** The moment at a share (0 to 1) of the clip's length, in seconds. */
export function timeAt(share, seconds) {
  return Math.min(1, Math.max(0, share)) * seconds;
}

/** The tile of a moment: its sheet, its number on it, its column and row; null without sheets. */
export function tileAt(sheets, seconds) {
  if (!sheets.length) return null;
  const total = sheets.reduce((most, sheet) => Math.max(most, sheet.first + sheet.count), 0);
  const number = Math.min(total - 1, Math.max(0, Math.floor(seconds / sheets[0].interval + 1e-9)));
  const sheet = sheets.find((each) => number >= each.first && number < each.first + each.count) ?? sheets[0];
  const place = Math.min(sheet.count - 1, Math.max(0, number - sheet.first));
  return { sheet, place, column: place % sheet.columns, row: Math.floor(place / sheet.columns) };
}

/** How a box of this size shows one tile, whole, as a background: size and position of the sheet, box of the tile. */
export function showTile({ sheet, column, row }, boxWidth, boxHeight) {
  const scale = Math.min(boxWidth / sheet.width, boxHeight / sheet.height);
  const width = sheet.width * scale;
  const height = sheet.height * scale;
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

/** `1:24`, `1:02:05`: whole seconds, as they have begun. */
export function writeTime(seconds) {
  const whole = Math.floor(seconds + 1e-6);
  const two = (number) => String(number).padStart(2, "0");
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  return hours ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}
