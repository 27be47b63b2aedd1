/* Sets a menu (a popover) beside its button, inside the window. */

const GAP = 4;
const EDGE = 8;

/** Where a box of this size goes: below the anchor, above it if there is more room; never over the window's edge. */
export function findCorner(anchor, size, room) {
  const left = Math.max(EDGE, Math.min(anchor.left, room.width - size.width - EDGE));
  const below = anchor.bottom + GAP;
  const fits = below + size.height <= room.height - EDGE || anchor.top < room.height / 2;
  const top = fits ? below : anchor.top - GAP - size.height;
  return { left, top: Math.max(EDGE, Math.min(top, room.height - size.height - EDGE)) };
}

/** Moves an open popover there. */
export function beside(menu, anchor) {
  const { left, top } = findCorner(anchor.getBoundingClientRect(), menu.getBoundingClientRect(), {
    width: document.documentElement.clientWidth,
    height: document.documentElement.clientHeight,
  });
  menu.style.setProperty("left", `${left}px`);
  menu.style.setProperty("top", `${top}px`);
}
