/* The arithmetic of the lane below a player: which moments fill it, where one lies on it. Pure. Tiles: see sheet.js. */

/** The moments whose frames fill a strip: one in the middle of each of as many frames as fit, at least one. */
export function momentsOf(width, frameWidth, duration) {
  const count = Math.max(1, Math.round(width / frameWidth));
  return Array.from({ length: count }, (_, at) => ((at + 0.5) / count) * duration);
}

/** Where on a lane of this width a moment lies; it stays inside. */
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

/** The moment in the middle of the frame so many frames on: there a browser shows just that frame. */
export function stepFrames(seconds, frames, rate) {
  const frame = Math.floor(seconds * rate + 1e-3) + frames;
  return (Math.max(0, frame) + 0.5) / rate;
}
