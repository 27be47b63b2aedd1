/* The lane below a player: frames to skim by, the waveform, the playhead. A slider, by pointer and by keys. */
import { drawStrip, drawTile, drawWave, loadImages } from "app/asset/drawing";
import { placeOf } from "app/asset/lane";
import { get } from "app/net";
import { tileAt, timeAt, writeTime } from "app/sheet";

const NUDGES = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -10, PageUp: 10 };

/** Attaches the lane of a player until `signal` says it is gone. `clip` answers `at()`, `duration()`, `isPlayable()`
    and goes to a moment by `go(moment)`. Gives `show()`, `draw()` and `skim(moment)`. */
export function attachLane(root, clip, signal) {
  const part = (name) => root.querySelector(`[data-part=${name}]`);
  const lane = part("lane");
  const sheets = JSON.parse(root.querySelector("script[type='application/json']")?.textContent || "[]");
  let pictures = new Map();
  let waves = null;

  function show() {
    const [at, duration] = [clip.at(), clip.duration()];
    part("playhead").style.setProperty("--at", `${placeOf(at, 100, duration)}%`);
    part("clock").textContent = `${writeTime(at, 1)} / ${writeTime(duration, 1)}`;
    lane.setAttribute("aria-valuemax", String(Math.round(duration * 10) / 10));
    lane.setAttribute("aria-valuenow", String(Math.round(at * 10) / 10));
    lane.setAttribute("aria-valuetext", writeTime(at, 1));
  }

  /** Puts the frame of a moment on a canvas, if there is one; hides the canvas else. */
  function drawFrame(canvas, moment) {
    const tile = tileAt(sheets, moment);
    const picture = tile && pictures.get(tile.sheet.url);
    canvas.hidden = !picture;
    if (picture) drawTile(canvas, tile, picture);
  }

  /** The frame of a moment in a small window over the lane, where the stage plays. */
  function peek(moment, x) {
    const box = part("peek");
    const half = Math.min(box.offsetWidth / 2, lane.clientWidth / 2);
    box.hidden = false;
    box.style.setProperty("--at", `${Math.min(Math.max(x, half), lane.clientWidth - half)}px`);
    part("peek-clock").textContent = writeTime(moment, 1);
    drawFrame(part("peek-frame"), moment);
  }

  function draw() {
    if (part("strip") && pictures.size) drawStrip(part("strip"), sheets, pictures, clip.duration());
    if (part("wave") && waves) drawWave(part("wave"), waves);
  }

  async function fetchAll() {
    if (sheets.length) pictures = await loadImages(sheets.map(({ url }) => url));
    draw();
    if (!root.dataset.waveform) return;
    waves = await (await get(root.dataset.waveform, { quiet: true })).json();
    draw();
  }

  const placeIn = (event) => event.clientX - lane.getBoundingClientRect().left;
  const momentOf = (event) => timeAt(placeIn(event) / lane.clientWidth, clip.duration());
  const handlers = {
    pointerdown(event) {
      if (event.button !== 0) return;
      lane.setPointerCapture(event.pointerId);
      clip.go(momentOf(event));
    },
    pointermove(event) {
      const moment = momentOf(event);
      if (event.buttons & 1 || !clip.isPlayable()) clip.go(moment);
      if (clip.isPlayable() && event.pointerType === "mouse") peek(moment, placeIn(event));
    },
    pointerleave() {
      part("peek").hidden = true;
    },
    keydown(event) {
      if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
      if (event.key in NUDGES) clip.go(clip.at() + NUDGES[event.key]);
      else if (event.key === "Home") clip.go(0);
      else if (event.key === "End") clip.go(clip.duration());
      else return;
      event.preventDefault();
      event.stopPropagation();
    },
  };
  for (const [name, handler] of Object.entries(handlers)) lane.addEventListener(name, handler, { signal });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw, { signal });
  const resized = new ResizeObserver(draw);
  resized.observe(lane);
  signal.addEventListener("abort", () => resized.disconnect());
  fetchAll().catch(() => {});
  return { show, draw, skim: (moment) => part("skim") && drawFrame(part("skim"), moment) };
}
