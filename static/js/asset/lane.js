/**
 * The arithmetic of the lane below a player: which frame of which sheet stands for a moment, and where it lies. Pure.
 *
 * A sheet is what the renderer writes beside it: `{url, tile_width, tile_height, columns, count, interval_s, first_tile}`.
 * A tile stands for the time from its number times the interval on.
 */

/** Where the frame for a moment lies: `{sheet, left, top}` in pixels of the sheet; null without sheets. */
export function tileAt(sheets, seconds) {
  if (sheets.length === 0) return null;
  const last = sheets[sheets.length - 1];
  const wanted = Math.floor(Math.max(0, seconds) / sheets[0].interval_s);
  const number = Math.min(wanted, last.first_tile + last.count - 1);
  const sheet = sheets.find((one) => number >= one.first_tile && number < one.first_tile + one.count) ?? last;
  const within = Math.min(Math.max(number - sheet.first_tile, 0), sheet.count - 1);
  return {
    sheet,
    left: (within % sheet.columns) * sheet.tile_width,
    top: Math.floor(within / sheet.columns) * sheet.tile_height,
  };
}

/** The moments whose frames fill a strip: one in the middle of each of as many frames as fit, at least one. */
export function momentsOf(width, frameWidth, duration) {
  const count = Math.max(1, Math.round(width / frameWidth));
  return Array.from({ length: count }, (_, at) => ((at + 0.5) / count) * duration);
}

/** The moment under a point of the lane, and the other way round; both stay inside. */
export function momentAt(x, width, duration) {
  return Math.min(Math.max(x / width, 0), 1) * duration;
}

export function placeOf(moment, width, duration) {
  return duration > 0 ? Math.min(Math.max(moment / duration, 0), 1) * width : 0;
}

/** Peaks for so many columns: of each channel the highest value between the edges of a column, 0 to 1. */
export function columnsOf(peaks, channels, columns) {
  return Array.from({ length: channels }, (_, channel) =>
    Array.from({ length: columns }, (__, column) => {
      const first = Math.floor((column * peaks.length) / columns);
      const end = Math.max(first + 1, Math.floor(((column + 1) * peaks.length) / columns));
      let highest = 0;
      for (let at = first; at < end && at < peaks.length; at += 1) highest = Math.max(highest, peaks[at][channel]);
      return highest / 255;
    }),
  );
}

/** `1:02:03.4`, `2:03.4`: a moment as a clock, to the tenth; a screen reader hears it too. */
export function writeClock(seconds) {
  const tenths = Math.floor(Math.max(0, seconds) * 10 + 1e-6);
  const [hours, minutes] = [Math.floor(tenths / 36000), Math.floor(tenths / 600) % 60];
  const rest = `${String(Math.floor(tenths / 10) % 60).padStart(2, "0")}.${tenths % 10}`;
  return hours ? `${hours}:${String(minutes).padStart(2, "0")}:${rest}` : `${minutes}:${rest}`;
}

/** The moment in the middle of the frame so many frames on: there a browser shows just that frame. */
export function stepFrames(seconds, frames, rate) {
  const frame = Math.floor(seconds * rate + 1e-3) + frames;
  return (Math.max(0, frame) + 0.5) / rate;
}
