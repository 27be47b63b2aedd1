/* Drawing frames and waves on canvases, sharp on every screen, in the colours of the room. */
import { columnsOf, momentsOf } from "app/asset/lane";
import { tileAt } from "app/sheet";

/** Pictures by their addresses; those that do not come are left out. */
export async function loadImages(urls) {
  const load = async (url) => {
    const image = new Image();
    image.src = url;
    await image.decode();
    return [url, image];
  };
  const came = await Promise.allSettled(urls.map(load));
  return new Map(came.filter(({ status }) => status === "fulfilled").map(({ value }) => value));
}

/** Makes a canvas as sharp as the screen; gives its context and its size in CSS pixels. */
export function prepare(canvas) {
  const { clientWidth: width, clientHeight: height } = canvas;
  canvas.width = Math.round(width * devicePixelRatio);
  canvas.height = Math.round(height * devicePixelRatio);
  const context = canvas.getContext("2d");
  context.scale(devicePixelRatio, devicePixelRatio);
  return { context, width, height };
}

/** One frame of a sheet, as large as the canvas is. */
export function drawTile(canvas, { sheet, column, row }, picture) {
  const [width, height] = [sheet.tile_width, sheet.tile_height];
  [canvas.width, canvas.height] = [width, height];
  canvas.getContext("2d").drawImage(picture, column * width, row * height, width, height, 0, 0, width, height);
}

/** Frames from all of the clip, side by side, whole. */
export function drawStrip(canvas, sheets, pictures, duration) {
  const { context, width, height } = prepare(canvas);
  const frameWidth = (height * sheets[0].tile_width) / sheets[0].tile_height;
  const moments = momentsOf(width, frameWidth, duration);
  const room = width / moments.length;
  context.imageSmoothingQuality = "high";
  moments.forEach((moment, at) => {
    const { sheet, column, row } = tileAt(sheets, moment);
    const picture = pictures.get(sheet.url);
    // A frame may be a little wider than its room: the middle of it is shown, never a squeezed one.
    const taken = Math.min(sheet.tile_width, (sheet.tile_height * room) / height);
    const left = column * sheet.tile_width + (sheet.tile_width - taken) / 2;
    const top = row * sheet.tile_height;
    if (picture) context.drawImage(picture, left, top, taken, sheet.tile_height, at * room, 0, room, height);
  });
}

/** The waveform, one lane a channel, in the grey of the text. */
export function drawWave(canvas, { peaks, channels }) {
  const { context, width, height } = prepare(canvas);
  const style = getComputedStyle(canvas);
  const lane = height / channels;
  context.fillStyle = style.color;
  columnsOf(peaks, channels, Math.max(1, Math.floor(width))).forEach((columns, channel) => {
    const middle = lane * (channel + 0.5);
    columns.forEach((peak, x) => {
      const half = Math.max(0.5, (peak * (lane - 2)) / 2);
      context.fillRect(x, middle - half, 1, 2 * half);
    });
  });
}
