/* The picture on its stage: whole, or pixel for pixel. Click, Z, Space, + and −, wheel with Ctrl, two fingers, double
   tap; when it is larger than the stage it is pushed by drag and by the arrows. The place goes along to the next one. */
import { followHands } from "app/asset/hands";
import { key } from "app/keys";
import { actualScale, clamp, fitScale, holdScale, pan, percent, place, stepScale, zoomAt } from "app/asset/zooming";

const KEPT = "kadr.zoom";
const PUSH = 0.2; // of the stage, for one press of an arrow

export default function zoom(stage) {
  const frame = stage.querySelector("[data-part=frame]");
  const preview = frame.querySelector("img");
  const picture = { width: Number(stage.dataset.width), height: Number(stage.dataset.height) };
  const controls = findControls(stage);
  let view = null; // fit, as the style sheet has it
  let pixels = null;

  const box = () => ({ width: stage.clientWidth, height: stage.clientHeight });
  const inner = () => {
    const style = getComputedStyle(frame.parentElement);
    const margin = parseFloat(style.getPropertyValue("--margin")) || 0;
    return { width: box().width - 2 * margin, height: box().height - 2 * margin };
  };
  const fit = () => fitScale(inner(), picture);
  const actual = () => actualScale(devicePixelRatio);
  const middle = () => ({ x: box().width / 2, y: box().height / 2 });
  const whole = () => ({ scale: fit(), x: 0.5, y: 0.5 });
  const pointOf = (event) => {
    const edge = stage.getBoundingClientRect();
    return { x: event.clientX - edge.left, y: event.clientY - edge.top };
  };

  function show(next) {
    if (!view) stage.style.setProperty("--kept", `${stage.getBoundingClientRect().height}px`);
    view = next && Math.abs(next.scale - fit()) > 1e-6 ? next : null;
    stage.toggleAttribute("data-zoomed", view !== null);
    stage.toggleAttribute("data-large", (view?.scale ?? 0) >= 2 * actual());
    if (view) {
      const lies = place(view, box(), picture);
      for (const [name, value] of Object.entries(lies)) frame.style.setProperty(`--${name}`, `${value}px`);
      fetchPixels();
    }
    controls.show(view?.scale ?? fit(), view === null);
  }

  function fetchPixels() {
    if (pixels || picture.width <= preview.naturalWidth || isShownWhole(preview, stage.dataset.pixels)) return;
    pixels = new Image();
    pixels.className = "asset__picture";
    pixels.alt = "";
    pixels.draggable = false;
    pixels.src = stage.dataset.pixels;
    pixels.decode().then(() => frame.append(pixels), () => controls.showFault());
  }

  const zoomTo = (scale, point = middle()) => show(zoomAt(point, scale, view ?? whole(), box(), picture));
  const toggle = (point) => (view ? show(null) : zoomTo(actual(), point));
  const step = (direction) => zoomTo(stepScale(view?.scale ?? fit(), direction, fit(), actual()));
  const push = (x, y) => {
    if (!view) return false;
    show(pan({ x: x * PUSH * box().width, y: y * PUSH * box().height }, view, box(), picture));
    return true;
  };

  const goTo = (rel) => document.querySelector(`.asset__infoline a[rel=${rel}]`)?.click();
  const hands = followHands(stage, {
    swipe: (by) => !view && goTo(by < 0 ? "next" : "prev"),
    at: () => view ?? whole(),
    isZoomed: () => view !== null,
    push: (by) => view && show(pan(by, view, box(), picture)),
    toggle,
    pinchTo: (from, factor, point) => show(zoomAt(point, holdScale(from.scale * factor, fit(), actual()), from, box(), picture)),
    pointOf,
  });
  const onWheel = (event) => {
    if (event.ctrlKey) {
      event.preventDefault();
      const scale = holdScale((view?.scale ?? fit()) * Math.exp(-event.deltaY / 200), fit(), actual());
      zoomTo(scale, pointOf(event));
    } else if (view) {
      event.preventDefault();
      show(pan({ x: -event.deltaX, y: -event.deltaY }, view, box(), picture));
    }
  };
  stage.addEventListener("wheel", onWheel, { passive: false });

  const words = { group: stage.dataset.groupWords };
  const free = (handler) => (event) => (event.target.closest("button, a, summary") ? false : handler(event));
  const keys = [
    key("KeyZ", { ...words, name: stage.dataset.toggleWords }, () => toggle(middle())),
    key("Space", words, free(() => toggle(middle()))),
    key("Equal", { ...words, name: stage.dataset.largerWords }, () => step(1)),
    key("Shift+Equal", words, () => step(1)),
    key("NumpadAdd", words, () => step(1)),
    key("Minus", { ...words, name: stage.dataset.smallerWords }, () => step(-1)),
    key("NumpadSubtract", words, () => step(-1)),
  ];
  // While it is zoomed the arrows push it and Escape goes back; else they belong to the page.
  const onKey = (event) => {
    if (!view || event.defaultPrevented || event.target.closest("input, textarea, select, dialog, [role=slider]")) return;
    const ways = { ArrowLeft: [1, 0], ArrowRight: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
    if (event.code === "Escape") show(null);
    else if (!ways[event.code] || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    else push(...ways[event.code]);
    event.preventDefault();
    event.stopPropagation();
  };
  document.addEventListener("keydown", onKey, { capture: true });

  controls.onFit(() => show(null));
  controls.onActual(() => zoomTo(actual()));
  const resized = new ResizeObserver(() => show(view && clamp(view, box(), picture)));
  resized.observe(stage);

  const goOn = (event) => {
    if (view && event.target.closest?.("a[rel=next], a[rel=prev]")) {
      const { x, y } = view;
      sessionStorage.setItem(KEPT, JSON.stringify({ times: view.scale / actual(), x, y }));
    }
  };
  document.addEventListener("click", goOn);
  const kept = takeKept();
  if (kept) show(clamp({ scale: kept.times * actual(), x: kept.x, y: kept.y }, box(), picture));
  stage.dataset.ready = "";

  return () => {
    keys.forEach((takeBack) => takeBack());
    hands();
    resized.disconnect();
    stage.removeEventListener("wheel", onWheel);
    document.removeEventListener("keydown", onKey, { capture: true });
    document.removeEventListener("click", goOn);
  };
}

/** Whether the file that the preview shows is the very one that would be fetched. */
function isShownWhole(preview, url) {
  return new URL(preview.currentSrc || preview.src, location).href === new URL(url, location).href;
}

/** Where the picture before was looked at, once: how many times 100 %, and which spot. */
function takeKept() {
  const kept = sessionStorage.getItem(KEPT);
  sessionStorage.removeItem(KEPT);
  return kept ? JSON.parse(kept) : null;
}

/** The buttons and the words beside the stage. */
function findControls(stage) {
  const within = stage.closest(".asset__centre");
  const part = (name) => within.querySelector(`[data-part=${name}]`);
  const [scaleText, fitButton, actualButton] = [part("scale"), part("fit"), part("actual")];
  return {
    show(scale, isFit) {
      const now = percent(scale, devicePixelRatio);
      const words = stage.dataset.partWords;
      scaleText.textContent = words ? `${now} % ${words}` : `${now} %`;
      fitButton.setAttribute("aria-pressed", String(isFit));
      actualButton.setAttribute("aria-pressed", String(now === 100 && !isFit));
    },
    showFault() {
      scaleText.textContent = stage.dataset.faultWords;
    },
    onFit: (handler) => fitButton.addEventListener("click", handler),
    onActual: (handler) => actualButton.addEventListener("click", handler),
  };
}
