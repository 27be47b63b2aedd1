/* Mouse and fingers on a stage: a click or a double tap zooms, a drag pushes, two fingers pinch, one finger aside goes on. */
import { pinch } from "app/asset/zooming";
import { edgeOf, isSideways, judgeSwipe } from "app/lighttable/gestures";

const STILL_PX = 4;
const DOUBLE_TAP_MS = 300;
const WHEEL = 1 / 240;

/** Follows the pointers on a stage. `swipe(by)`: one is taken along; `leave(step)`: let go of, for the next (1), the one
    before (−1) or this (0); `go(step)`: a tap on an edge. `push(by, event)`. Gives its clean-up. */
export function followHands(stage, { toggle, push, swipe = () => {}, leave = () => {}, go = () => {}, mayToggle = () => true }) {
  const { root } = stage;
  const down = new Map();
  let start = null; // {x, y, at}
  let moved = 0;
  let way = ""; // "push", "swipe", "none", or not told yet
  let pinching = null;
  let lastTap = -Infinity;

  const isOurs = (event) => !event.target.closest("button, a, input, video, audio, [data-part=player]");

  function press(event) {
    if (event.button !== 0 || !isOurs(event)) return;
    root.setPointerCapture(event.pointerId);
    down.set(event.pointerId, stage.pointOf(event));
    if (down.size === 1) [start, moved, way] = [{ ...stage.pointOf(event), at: event.timeStamp }, 0, ""];
    if (down.size === 2) {
      if (way === "swipe") leave(0);
      way = "none";
      pinching = { ...pinch(...down.values()), from: stage.view ?? stage.whole };
    }
  }

  function move(event) {
    const before = down.get(event.pointerId);
    if (!before) return;
    const now = stage.pointOf(event);
    down.set(event.pointerId, now);
    if (pinching) return void (down.size === 2 && stretch());
    moved = Math.max(moved, Math.hypot(now.x - start.x, now.y - start.y));
    if (moved <= STILL_PX) return;
    if (!way) way = chooseWay(event, now);
    if (way === "push") {
      root.dataset.pushed = "";
      push({ x: now.x - before.x, y: now.y - before.y }, event);
    } else if (way === "swipe") swipe(now.x - start.x);
  }

  function chooseWay({ pointerType }, now) {
    if (stage.isZoomed) return "push";
    if (pointerType === "mouse") return "none";
    const sideways = isSideways(now.x - start.x, now.y - start.y);
    if (sideways === null) return "";
    return sideways ? "swipe" : "none";
  }

  function stretch() {
    const { middle, apart } = pinch(...down.values());
    const by = { x: middle.x - pinching.middle.x, y: middle.y - pinching.middle.y };
    stage.pinchTo(pinching.from, apart / pinching.apart, pinching.middle, by);
  }

  function lift(event) {
    if (!down.delete(event.pointerId)) return;
    delete root.dataset.pushed;
    if (pinching) {
      if (!down.size) pinching = null;
      return;
    }
    const point = stage.pointOf(event);
    const gone = { dx: point.x - start.x, dy: point.y - start.y, ms: event.timeStamp - start.at };
    if (way === "swipe") leave(event.type === "pointercancel" ? 0 : judgeSwipe(gone, stage.box.width));
    else if (event.type === "pointerup" && moved <= STILL_PX) tap(event, point);
  }

  function tap({ pointerType, timeStamp }, point) {
    if (!mayToggle()) return;
    if (pointerType === "mouse") return void toggle(point);
    const edge = stage.isZoomed ? 0 : edgeOf(point.x, stage.box.width);
    if (edge) return void go(edge);
    const isSecond = timeStamp - lastTap < DOUBLE_TAP_MS;
    lastTap = isSecond ? -Infinity : timeStamp;
    if (isSecond) toggle(point);
  }

  function wheel(event) {
    if (!isOurs(event)) return;
    if (event.ctrlKey || event.metaKey) stage.zoomBy(Math.exp(-event.deltaY * WHEEL), stage.pointOf(event));
    else if (stage.isZoomed) push({ x: -event.deltaX, y: -event.deltaY }, event);
    else return;
    event.preventDefault();
  }

  const point = (event) => {
    stage.pointed = event.pointerType === "mouse" && isOurs(event) ? stage.pointOf(event) : null;
    move(event);
  };
  const away = () => (stage.pointed = null);
  const listeners = { pointerdown: press, pointermove: point, pointerleave: away, pointerup: lift, pointercancel: lift };
  for (const [name, listener] of Object.entries(listeners)) root.addEventListener(name, listener);
  root.addEventListener("wheel", wheel, { passive: false });
  return () => {
    for (const [name, listener] of Object.entries(listeners)) root.removeEventListener(name, listener);
    root.removeEventListener("wheel", wheel);
  };
}

/** One finger aside over what has no stage of its own, but for the controls in it: `go(step)`. Gives its clean-up. */
export function followSwipes(root, go) {
  const gone = new AbortController();
  const on = (name, handler) => root.addEventListener(name, handler, { signal: gone.signal });
  let start = null;
  on("pointerdown", ({ target, pointerType, isPrimary, pointerId, clientX, clientY, timeStamp }) => {
    const isOurs = pointerType === "touch" && isPrimary && !target.closest("button, a, input, [role=slider]");
    start = isOurs ? { pointerId, clientX, clientY, timeStamp } : null;
  });
  on("pointerup", ({ pointerId, clientX, clientY, timeStamp }) => {
    if (start?.pointerId !== pointerId) return;
    const [dx, dy, ms] = [clientX - start.clientX, clientY - start.clientY, timeStamp - start.timeStamp];
    start = null;
    const step = judgeSwipe({ dx, dy, ms }, root.clientWidth);
    if (step) go(step);
  });
  return () => gone.abort();
}
