/* The histogram of a picture, from its smallest rendition: luma in grey, the three channels as thin lines. */
import { prepare } from "app/asset/drawing";
import { countTones, fullHeight, heights, percentOf } from "app/asset/tones";

// A canvas does not know the room's colours. Its style sheet gives them as the colours of edges it does not have.
const CHANNELS = { red: "borderTopColor", green: "borderRightColor", blue: "borderBottomColor" };

export default function histogram(element) {
  const canvas = element.querySelector("canvas");
  const rooms = matchMedia("(prefers-color-scheme: dark)");
  let tones = null;
  const redraw = () => tones && draw(canvas, tones);

  read(element.dataset.picture).then((found) => {
    tones = found;
    redraw();
    tell(element, found);
  }, () => (element.hidden = true));
  rooms.addEventListener("change", redraw);
  return () => rooms.removeEventListener("change", redraw);
}

async function read(url) {
  const image = new Image();
  image.src = url;
  await image.decode();
  const sheet = new OffscreenCanvas(image.naturalWidth, image.naturalHeight);
  const context = sheet.getContext("2d", { willReadFrequently: true });
  context.drawImage(image, 0, 0);
  return countTones(context.getImageData(0, 0, sheet.width, sheet.height).data);
}

function draw(canvas, tones) {
  const { context, width, height } = prepare(canvas);
  const style = getComputedStyle(canvas);
  const full = fullHeight(tones.luma, tones.red, tones.green, tones.blue);
  const lineOf = (counts) => heights(counts, 128, full).map((part, at) => [(at + 0.5) * (width / 128), height * (1 - part)]);

  context.fillStyle = style.color;
  context.beginPath();
  context.moveTo(0, height);
  for (const [x, y] of lineOf(tones.luma)) context.lineTo(x, y);
  context.lineTo(width, height);
  context.fill();
  for (const [name, colour] of Object.entries(CHANNELS)) {
    context.strokeStyle = style[colour];
    context.lineWidth = 1;
    context.beginPath();
    for (const [x, y] of lineOf(tones[name])) context.lineTo(x, y);
    context.stroke();
  }
}

function tell(element, { shadows, highlights, pixels }) {
  const words = element.querySelector("[data-part=words]");
  words.textContent = element.dataset.words
    .replace("{shadows}", percentOf(shadows, pixels))
    .replace("{highlights}", percentOf(highlights, pixels));
}
