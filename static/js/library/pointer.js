/* Mouse, pen and touch in the grid: click, range, rubber band, drag, long press. */

const LONG_PRESS_MS = 450;
const STILL_PX = 8;
const EDGE_PX = 40; // within this distance of an edge, a band scrolls
export const DRAGGED = "application/x-kadr-assets";

/** Attaches the pointer to a library (see `page`); gives a function that takes it away. */
export function attachPointer(library) {
  const { root, grid, selection } = library;
  const { runway } = grid;
  let pointer = "mouse";
  let band = null;
  let press = 0;
  let wasPressed = false;
  let isChoosing = false; // by touch: a tap selects, and does not open

  const cellOf = (event) => event.target.closest?.("[role=option]");
  const idOf = (cell) => Number(cell.dataset.id);

  function down(event) {
    pointer = event.pointerType;
    wasPressed = false;
    const cell = cellOf(event);
    if (cell) cell.draggable = pointer === "mouse";
    if (pointer === "touch") return cell && waitForLongPress(event, cell);
    if (event.button === 0 && !cell && !event.target.closest("button")) beginBand(event);
    return undefined;
  }

  function waitForLongPress(event, cell) {
    const { clientX, clientY } = event;
    const stop = () => {
      clearTimeout(press);
      for (const name of ["pointerup", "pointercancel", "pointermove"]) root.removeEventListener(name, watch);
    };
    const watch = (later) => {
      if (later.type !== "pointermove" || Math.hypot(later.clientX - clientX, later.clientY - clientY) > STILL_PX) stop();
    };
    for (const name of ["pointerup", "pointercancel", "pointermove"]) root.addEventListener(name, watch);
    press = setTimeout(() => {
      stop();
      wasPressed = true;
      isChoosing = true;
      navigator.vibrate?.(10);
      selection.toggle(idOf(cell));
    }, LONG_PRESS_MS);
  }

  function click(event) {
    const heading = event.target.closest?.(".grid__day button");
    if (heading) return library.selectDay(heading.parentElement.dataset.day);
    const cell = cellOf(event);
    if (!cell || event.button !== 0) return undefined;
    if (wasPressed) return event.preventDefault();
    if (pointer === "touch") return tap(event, cell);
    event.preventDefault();
    library.focus();
    const id = idOf(cell);
    if (event.shiftKey) return library.extendTo(id, event.ctrlKey || event.metaKey);
    if (event.ctrlKey || event.metaKey) return selection.toggle(id);
    return selection.only(id);
  }

  function tap(event, cell) {
    if (!selection.size) isChoosing = false;
    event.preventDefault();
    if (!isChoosing) return library.open(idOf(cell));
    return selection.toggle(idOf(cell));
  }

  function openTwice(event) {
    const cell = cellOf(event);
    if (cell && pointer !== "touch" && !event.ctrlKey && !event.metaKey && !event.shiftKey) library.open(idOf(cell));
  }

  /* -- The rubber band -- */

  function beginBand(event) {
    const box = runway.getBoundingClientRect();
    const added = event.ctrlKey || event.metaKey || event.shiftKey;
    band = {
      startX: event.clientX - box.left,
      startY: event.clientY - box.top,
      clientX: event.clientX,
      clientY: event.clientY,
      before: added ? [...selection.ids] : [],
      isDrawn: false,
      pointerId: event.pointerId,
    };
    event.preventDefault(); // no text is selected
    library.focus();
    root.setPointerCapture(event.pointerId);
  }

  function move(event) {
    if (!band || event.pointerId !== band.pointerId) return;
    band.clientX = event.clientX;
    band.clientY = event.clientY;
    band.frame ||= requestAnimationFrame(drawBand);
  }

  function drawBand() {
    if (!band) return;
    band.frame = 0;
    const view = root.getBoundingClientRect();
    const overTop = Math.min(0, band.clientY - view.top - EDGE_PX);
    const overBottom = Math.max(0, band.clientY - view.bottom + EDGE_PX);
    const box = runway.getBoundingClientRect();
    const x = band.clientX - box.left;
    const y = band.clientY - box.top;
    if (!band.isDrawn && Math.hypot(x - band.startX, y - band.startY) < STILL_PX) return;
    band.isDrawn = true;
    if (overTop || overBottom) {
      root.scrollTop += (overTop + overBottom) / 3;
      band.frame = requestAnimationFrame(drawBand);
    }
    const rectangle = {
      left: Math.min(x, band.startX),
      right: Math.max(x, band.startX),
      top: Math.min(y, band.startY),
      bottom: Math.max(y, band.startY),
    };
    showBand(rectangle, box.width);
    library.selectTouched(rectangle, band.before);
  }

  function showBand({ left, right, top, bottom }, most) {
    const element = library.band;
    const [from, to] = [Math.max(0, left), Math.min(most, right)];
    element.hidden = false;
    element.style.setProperty("translate", `${from}px ${top}px`);
    element.style.setProperty("width", `${Math.max(0, to - from)}px`);
    element.style.setProperty("height", `${bottom - top}px`);
  }

  function up(event) {
    if (!band || event.pointerId !== band.pointerId) return;
    if (!band.isDrawn && !band.before.length) selection.clear();
    cancelAnimationFrame(band.frame);
    band = null;
    library.band.hidden = true;
  }

  /* -- Drag -- */

  function drag(event) {
    const cell = cellOf(event);
    if (!cell) return;
    if (!selection.has(idOf(cell))) selection.only(idOf(cell));
    event.dataTransfer.clearData();
    event.dataTransfer.effectAllowed = "copyLink";
    event.dataTransfer.setData(DRAGGED, [...selection.ids].join(","));
    const picture = cell.querySelector("img") ?? cell;
    event.dataTransfer.setDragImage(picture, 24, 24);
  }

  const noMenu = (event) => pointer === "touch" && cellOf(event) && event.preventDefault();

  const listeners = [
    [root, "pointerdown", down],
    [root, "pointermove", move],
    [root, "pointerup", up],
    [root, "pointercancel", up],
    [runway, "click", click],
    [runway, "dblclick", openTwice],
    [runway, "dragstart", drag],
    [runway, "contextmenu", noMenu],
  ];
  for (const [element, name, listener] of listeners) element.addEventListener(name, listener);
  return () => {
    clearTimeout(press);
    for (const [element, name, listener] of listeners) element.removeEventListener(name, listener);
  };
}
