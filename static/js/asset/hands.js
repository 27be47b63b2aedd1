/* Hands on the stage: a click or a double tap toggles, a drag pushes, two fingers zoom, one finger aside goes on. */
import { pinch } from "app/asset/zooming";

const STILL_PX = 4;
const DOUBLE_TAP_MS = 300;
const SWIPE_PX = 60;

/** Follows the pointers on the stage. Gives its clean-up. */
export function followHands(stage, { at, isZoomed, push, swipe, toggle, pinchTo, pointOf }) {
  const down = new Map();
  let start = null;
  let moved = 0;
  let lastTap = { at: 0, point: null };
  let pinching = null;

  const beginPinch = () => {
    const [one, other] = [...down.values()];
    pinching = { ...pinch(one, other), from: at() };
  };
  const onDown = (event) => {
    if (event.button !== 0) return;
    stage.setPointerCapture(event.pointerId);
    down.set(event.pointerId, pointOf(event));
    if (down.size === 1) [start, moved] = [pointOf(event), 0];
    if (down.size === 2) beginPinch();
  };
  const onMove = (event) => {
    const before = down.get(event.pointerId);
    if (!before) return;
    const now = pointOf(event);
    down.set(event.pointerId, now);
    if (pinching && down.size === 2) {
      moved = Infinity;
      const { middle, apart } = pinch(...down.values());
      pinchTo(pinching.from, apart / pinching.apart, pinching.middle);
      push({ x: middle.x - pinching.middle.x, y: middle.y - pinching.middle.y });
      return;
    }
    moved = Math.max(moved, Math.hypot(now.x - start.x, now.y - start.y));
    if (moved > STILL_PX && isZoomed()) {
      stage.dataset.pushed = "";
      push({ x: now.x - before.x, y: now.y - before.y });
    }
  };
  const onUp = (event) => {
    if (!down.delete(event.pointerId)) return;
    if (down.size < 2) pinching = null;
    delete stage.dataset.pushed;
    if (event.type === "pointercancel") return;
    const point = pointOf(event);
    const [aside, along] = [point.x - start.x, Math.abs(point.y - start.y)];
    if (event.pointerType !== "mouse" && moved !== Infinity && Math.abs(aside) > Math.max(SWIPE_PX, 2 * along)) swipe(aside);
    if (moved > STILL_PX) return;
    if (event.pointerType === "mouse") toggle(point);
    else if (event.timeStamp - lastTap.at < DOUBLE_TAP_MS) {
      lastTap = { at: 0 };
      toggle(point);
    } else lastTap = { at: event.timeStamp };
  };
  const handlers = { pointerdown: onDown, pointermove: onMove, pointerup: onUp, pointercancel: onUp };
  for (const [name, handler] of Object.entries(handlers)) stage.addEventListener(name, handler);
  return () => {
    for (const [name, handler] of Object.entries(handlers)) stage.removeEventListener(name, handler);
  };
}
