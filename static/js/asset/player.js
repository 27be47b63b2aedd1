/* A clip or a sound with its lane below: frames to skim by, the waveform, the playhead. Where the browser cannot play
   it, that is said, and its frames can be skimmed all the same. */
import { drawStrip, drawTile, drawWave, loadImages } from "app/asset/drawing";
import { placeOf, stepFrames } from "app/asset/lane";
import { key } from "app/keys";
import { get } from "app/net";
import { tileAt, timeAt, writeTime } from "app/sheet";

const NUDGES = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -10, PageUp: 10 };
const NETWORK_FAULT = 2; // MediaError.MEDIA_ERR_NETWORK

export default function player(root) {
  const part = (name) => root.querySelector(`[data-part=${name}]`);
  const { words } = root.dataset;
  const media = part("media");
  const lane = part("lane");
  const sheets = JSON.parse(root.querySelector("script[type='application/json']")?.textContent || "[]");
  const takeBacks = [];
  let isPlayable = media !== null;
  let at = 0;
  let pictures = new Map();
  let waves = null;

  const duration = () => (Number.isFinite(media?.duration) && isPlayable ? media.duration : Number(root.dataset.seconds)) || 0;
  const on = (target, name, handler, options) => {
    target?.addEventListener(name, handler, options);
    takeBacks.push(() => target?.removeEventListener(name, handler, options));
  };

  function show() {
    if (!lane) return;
    const clock = writeTime(at, 1);
    part("playhead").style.setProperty("--at", `${placeOf(at, 100, duration())}%`);
    part("clock").textContent = `${clock} / ${writeTime(duration(), 1)}`;
    lane.setAttribute("aria-valuemax", String(Math.round(duration() * 10) / 10));
    lane.setAttribute("aria-valuenow", String(Math.round(at * 10) / 10));
    lane.setAttribute("aria-valuetext", clock);
  }

  function go(moment) {
    at = Math.min(Math.max(moment, 0), duration());
    if (isPlayable) media.currentTime = at;
    else skim(at);
    show();
  }

  /** The frame for a moment on the stage, where nothing plays. */
  function skim(moment) {
    const tile = tileAt(sheets, moment);
    const canvas = part("skim");
    if (!tile || !canvas || !pictures.has(tile.sheet.url)) return;
    canvas.hidden = false;
    drawTile(canvas, tile, pictures.get(tile.sheet.url));
  }

  /** The frame for a moment in a small window over the lane, where the stage plays. */
  function peek(moment, x) {
    const tile = tileAt(sheets, moment);
    const box = part("peek");
    if (!box) return;
    const half = Math.min(box.offsetWidth / 2, lane.clientWidth / 2);
    box.hidden = false;
    box.style.setProperty("--at", `${Math.min(Math.max(x, half), lane.clientWidth - half)}px`);
    part("peek-clock").textContent = writeTime(moment, 1);
    const canvas = part("peek-frame");
    canvas.hidden = !tile || !pictures.has(tile.sheet.url);
    if (!canvas.hidden) drawTile(canvas, tile, pictures.get(tile.sheet.url));
  }

  function draw() {
    if (part("strip") && pictures.size) drawStrip(part("strip"), sheets, pictures, duration());
    if (part("wave") && waves) drawWave(part("wave"), waves);
  }

  async function fetchLane() {
    if (sheets.length) pictures = await loadImages(sheets.map(({ url }) => url));
    draw();
    if (!root.dataset.waveform) return;
    waves = await (await get(root.dataset.waveform, { quiet: true })).json();
    draw();
  }

  function giveUp(sentence) {
    isPlayable = false;
    if (media) media.hidden = true;
    root.toggleAttribute("data-unplayable", true);
    part("unplayable").hidden = false;
    if (sentence) part("unplayable-words").textContent = sentence;
    for (const button of root.querySelectorAll("[data-part=transport] button")) button.disabled = true;
    if (part("still")) part("still").hidden = false;
    show();
  }

  const isUnseen = () => media instanceof HTMLVideoElement && media.videoWidth === 0;
  const onPlayState = () => root.toggleAttribute("data-playing", !media.paused);
  const toggle = () => void (isPlayable && (media.paused ? media.play() : media.pause()));
  const step = (frames) => {
    if (!isPlayable || !root.dataset.rate) return;
    media.pause();
    go(stepFrames(media.currentTime, frames, Number(root.dataset.rate)));
  };

  if (media) {
    on(media, "error", () => giveUp(media.error?.code === NETWORK_FAULT ? root.dataset.lostWords : ""));
    on(media, "loadedmetadata", () => (isUnseen() ? giveUp() : (show(), draw())));
    on(media, "timeupdate", () => ((at = media.currentTime), show()));
    on(media, "seeked", () => ((at = media.currentTime), show()));
    for (const name of ["play", "pause", "ended"]) on(media, name, onPlayState);
    follow();
  }

  /** The playhead at every picture while it plays: `timeupdate` comes four times a second only. */
  function follow() {
    let request = 0;
    const tick = () => {
      at = media.currentTime;
      show();
      request = media.paused ? 0 : requestAnimationFrame(tick);
    };
    on(media, "play", () => (request ||= requestAnimationFrame(tick)));
    takeBacks.push(() => cancelAnimationFrame(request));
  }

  if (lane) {
    const momentOf = (event) => timeAt((event.clientX - lane.getBoundingClientRect().left) / lane.clientWidth, duration());
    on(lane, "pointerdown", (event) => {
      if (event.button !== 0) return;
      lane.setPointerCapture(event.pointerId);
      go(momentOf(event));
    });
    on(lane, "pointermove", (event) => {
      const moment = momentOf(event);
      if (event.buttons & 1 || !isPlayable) go(moment);
      if (isPlayable && event.pointerType === "mouse") peek(moment, event.clientX - lane.getBoundingClientRect().left);
    });
    on(lane, "pointerleave", () => part("peek") && (part("peek").hidden = true));
    on(lane, "keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
      if (event.key in NUDGES) go(at + NUDGES[event.key]);
      else if (event.key === "Home") go(0);
      else if (event.key === "End") go(duration());
      else return;
      event.preventDefault();
      event.stopPropagation();
    });
    const resized = new ResizeObserver(draw);
    resized.observe(lane);
    takeBacks.push(() => resized.disconnect());
    const rooms = matchMedia("(prefers-color-scheme: dark)");
    on(rooms, "change", draw);
    fetchLane().catch(() => {});
  }

  const volume = part("volume");
  if (media && volume) {
    on(volume, "input", () => (media.volume = Number(volume.value)));
  }
  on(part("play"), "click", toggle);
  on(part("back"), "click", () => step(-1));
  on(part("on"), "click", () => step(1));
  const free = (handler) => (event) => (event.target.closest("button, a, summary, video, audio") ? false : handler());
  takeBacks.push(
    key("Space", { group: words }, free(toggle)),
    key("Shift+ArrowLeft", { group: words, name: root.dataset.backWords }, () => go(at - 1)),
    key("Shift+ArrowRight", { group: words, name: root.dataset.onWords }, () => go(at + 1)),
  );

  if (media?.error) giveUp();
  else if (media?.readyState >= HTMLMediaElement.HAVE_METADATA && isUnseen()) giveUp();
  show();
  return () => takeBacks.forEach((takeBack) => takeBack());
}
