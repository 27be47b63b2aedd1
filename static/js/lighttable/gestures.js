/* What fingers say. Imports nothing. */

const FAR = 0.22; // of the width: so far a picture is taken along
const FAST_PX_A_MS = 0.45;
const LEAST_PX = 24;
const EDGE = 0.18; // of the width, on either side: a tap there goes on

/** 1 for the next picture, −1 for the one before, 0 for staying: after a finger has moved `dx`, `dy` in `ms`. */
export function judgeSwipe({ dx, dy, ms }, width) {
  const way = Math.abs(dx);
  if (way < LEAST_PX || way < 1.2 * Math.abs(dy)) return 0;
  const isMeant = way > FAR * width || way / Math.max(1, ms) > FAST_PX_A_MS;
  return isMeant ? -Math.sign(dx) : 0;
}

/** Whether a movement goes sideways rather than up or down; null while that cannot be told. */
export function isSideways(dx, dy) {
  if (Math.hypot(dx, dy) < 8) return null;
  return Math.abs(dx) > Math.abs(dy);
}

/** 1 for a tap on the right edge, −1 on the left one, 0 between. */
export function edgeOf(x, width) {
  if (x < EDGE * width) return -1;
  return x > (1 - EDGE) * width ? 1 : 0;
}
