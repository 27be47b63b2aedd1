/* A clip or a sound with its lane below. Where the browser cannot play it, that is said, and its frames can be skimmed all
   the same. */
import { stepFrames } from "app/asset/lane";
import { attachLane } from "app/asset/slider";
import { key } from "app/keys";

const NETWORK_FAULT = 2; // MediaError.MEDIA_ERR_NETWORK

export default function player(root) {
  const part = (name) => root.querySelector(`[data-part=${name}]`);
  const media = part("media");
  const gone = new AbortController();
  const on = (target, name, handler) => target?.addEventListener(name, handler, { signal: gone.signal });
  const isFilm = media instanceof HTMLVideoElement;
  let isPlayable = media !== null;
  let at = 0;

  const length = () => (isPlayable && Number.isFinite(media.duration) ? media.duration : Number(root.dataset.seconds));
  const duration = () => length() || 0;
  const lane = attachLane(root, { at: () => at, duration, isPlayable: () => isPlayable, go }, gone.signal);

  /** Nothing of a clip is fetched until somebody turns to it: leafing past a hundred asks for none. */
  function wake() {
    if (media?.preload === "none") media.preload = "metadata";
  }

  function go(moment) {
    wake();
    at = Math.min(Math.max(moment, 0), duration());
    if (isPlayable) media.currentTime = at;
    else lane.skim(at);
    lane.show();
  }

  function giveUp(sentence) {
    isPlayable = false;
    if (media) media.hidden = true;
    root.toggleAttribute("data-unplayable", true);
    part("unplayable").hidden = false;
    if (sentence) part("unplayable-words").textContent = sentence;
    for (const button of root.querySelectorAll("[data-part=transport] button")) button.disabled = true;
    if (part("still")) part("still").hidden = false;
    lane.show();
  }

  const isUnseen = () => isFilm && media.videoWidth === 0;
  const hasCome = () => {
    if (isUnseen()) return giveUp();
    lane.show();
    lane.draw();
  };
  const follow = () => {
    at = media.currentTime;
    lane.show();
  };
  /** The playhead at every picture while it plays: `timeupdate` comes four times a second only. */
  let request = 0;
  const run = () => {
    follow();
    request = media.paused || gone.signal.aborted ? 0 : requestAnimationFrame(run);
  };
  const toggle = () => void (isPlayable && (media.paused ? media.play() : media.pause()));
  const step = (frames) => {
    if (!isPlayable || !root.dataset.rate) return;
    media.pause();
    go(stepFrames(media.currentTime, frames, Number(root.dataset.rate)));
  };

  for (const name of ["pointermove", "pointerdown", "focusin", "keydown"]) on(root, name, wake);
  on(media, "error", () => giveUp(media.error?.code === NETWORK_FAULT ? root.dataset.lostWords : ""));
  on(media, "loadedmetadata", hasCome);
  for (const name of ["timeupdate", "seeked"]) on(media, name, follow);
  for (const name of ["play", "pause", "ended"]) on(media, name, () => root.toggleAttribute("data-playing", !media.paused));
  on(media, "play", () => (request ||= requestAnimationFrame(run)));
  on(part("volume"), "input", (event) => (media.volume = Number(event.target.value)));
  on(part("play"), "click", toggle);
  if (isFilm) {
    media.controls = false; // the browser's own would lie over the picture beside ours
    on(media, "click", toggle);
  }
  on(part("back"), "click", () => step(-1));
  on(part("on"), "click", () => step(1));

  const { words: group, backWords, onWords } = root.dataset;
  const free = (handler) => (event) => (event.target.closest("button, a, summary, video, audio") ? false : handler());
  const keys = [
    key("Space", { group }, free(toggle)),
    key("Shift+ArrowLeft", { group, name: backWords }, () => go(at - 1)),
    key("Shift+ArrowRight", { group, name: onWords }, () => go(at + 1)),
  ];

  if (media?.error || (media?.readyState >= HTMLMediaElement.HAVE_METADATA && isUnseen())) giveUp();
  lane.show();
  return () => {
    gone.abort();
    keys.forEach((takeBack) => takeBack());
  };
}
