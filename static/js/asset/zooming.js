/**
 * The geometry of a picture in its stage. Pure functions.
 *
 * A box and a picture are `{width, height}`: the box in CSS pixels, the picture in pixels of its own. A view is
 * `{scale, x, y}`: CSS pixels for each pixel of the picture, and which spot of the picture lies in the middle of the
 * box, as fractions (0 to 1). Fractions keep the place from one picture to the next, whatever their shapes.
 */

/** The largest scale at which the whole picture is in the box. */
export function fitScale(box, picture) {
  return Math.min(box.width / picture.width, box.height / picture.height);
}

/** 100 %: one pixel of the picture is one pixel of the screen, however many of those a CSS pixel has. */
export function actualScale(devicePixelRatio) {
  return 1 / devicePixelRatio;
}

/** What a scale is in per cent, where 100 means pixel for pixel. */
export function percent(scale, devicePixelRatio) {
  return Math.round(scale * devicePixelRatio * 100);
}

/** The view with no more of the box left empty than must be: what is smaller than the box lies in its middle. */
export function clamp(view, box, picture) {
  const along = (at, room, length) => {
    const half = room / (2 * view.scale * length);
    return half >= 0.5 ? 0.5 : Math.min(Math.max(at, half), 1 - half);
  };
  return {
    scale: view.scale,
    x: along(view.x, box.width, picture.width),
    y: along(view.y, box.height, picture.height),
  };
}

/** Where the picture lies: left and top edge from the box's, width and height, in CSS pixels. */
export function place(view, box, picture) {
  const width = picture.width * view.scale;
  const height = picture.height * view.scale;
  return { left: box.width / 2 - view.x * width, top: box.height / 2 - view.y * height, width, height };
}

/** Which spot of the picture, in fractions, lies under a point of the box; may be outside 0 to 1. */
export function spotAt(point, view, box, picture) {
  const lies = place(view, box, picture);
  return { x: (point.x - lies.left) / lies.width, y: (point.y - lies.top) / lies.height };
}

/** The view at another scale in which the spot under the point stays under it, as far as the edges allow. */
export function zoomAt(point, scale, view, box, picture) {
  const spot = spotAt(point, view, box, picture);
  const within = { x: Math.min(Math.max(spot.x, 0), 1), y: Math.min(Math.max(spot.y, 0), 1) };
  const x = within.x - (point.x - box.width / 2) / (scale * picture.width);
  const y = within.y - (point.y - box.height / 2) / (scale * picture.height);
  return clamp({ scale, x, y }, box, picture);
}

/** The view after the picture was pushed by so many CSS pixels: to the right and down are positive. */
export function pan(by, view, box, picture) {
  const x = view.x - by.x / (view.scale * picture.width);
  const y = view.y - by.y / (view.scale * picture.height);
  return clamp({ scale: view.scale, x, y }, box, picture);
}

const STEPS = [0.0625, 0.125, 0.25, 0.333, 0.5, 0.667, 1, 1.5, 2, 3, 4, 6, 8];

/**
 * The next scale up (`direction` 1) or down (−1) on the ladder of round values, of which fit is a rung as well;
 * never below the smaller of fit and 100 %, never above 800 %.
 */
export function stepScale(scale, direction, fit, actual) {
  const least = Math.min(fit, actual);
  const rungs = [...STEPS.map((step) => step * actual), fit].filter((rung) => rung >= least * 0.999);
  rungs.sort((one, other) => one - other);
  const next =
    direction > 0
      ? rungs.find((rung) => rung > scale * 1.001)
      : rungs.reverse().find((rung) => rung < scale * 0.999);
  return next ?? scale;
}

/** A scale held between the smallest and the largest that `stepScale` knows. */
export function holdScale(scale, fit, actual) {
  return Math.min(Math.max(scale, Math.min(fit, actual)), STEPS[STEPS.length - 1] * actual);
}

/** What two fingers say: the point between them, and how far they are apart. */
export function pinch(one, other) {
  return {
    middle: { x: (one.x + other.x) / 2, y: (one.y + other.y) / 2 },
    apart: Math.hypot(one.x - other.x, one.y - other.y),
  };
}
