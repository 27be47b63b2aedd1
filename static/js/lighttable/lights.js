/* What is around the pictures: panels, filmstrip, information, lights. Remembered in this browser. */

const KEPT = "kadr-lighttable-room";
const LIGHTS = ["on", "dim", "black"];
const WIDE = "(width >= 1320px)"; // from here on the grid has room beside both panels

/** What is remembered, with the usual where nothing is. Panels are remembered for each view. */
export function readRoom(text, isWide) {
  let kept = {};
  try {
    kept = JSON.parse(text ?? "{}") ?? {};
  } catch {
    // somebody else's: as if there were none
  }
  const usual = { grid: isWide ? "both" : "left", loupe: "right", compare: "none", survey: "none" };
  return { info: true, strip: true, isBare: false, ...kept, panels: { ...usual, ...kept.panels } };
}

/** What Tab does to the panels of a view. */
export function nextPanels(view, now) {
  if (now !== "none") return "none";
  return view === "grid" ? "both" : "right";
}

export class Lights {
  constructor(app) {
    this.app = app;
    this.work = app.querySelector(".work");
    this.kept = readRoom(localStorage.getItem(KEPT), matchMedia(WIDE).matches);
    this.light = "on";
    this.view = "grid";
    this.fullscreened = () => this.#press("fullscreen", Boolean(document.fullscreenElement));
    document.addEventListener("fullscreenchange", this.fullscreened);
    this.show("grid");
  }

  stop() {
    document.removeEventListener("fullscreenchange", this.fullscreened);
  }

  /** Whether the inspector is to be seen. */
  get hasInspector() {
    return ["right", "both"].includes(this.work.dataset.panels);
  }

  get hasStrip() {
    return this.kept.strip && !this.kept.isBare;
  }

  show(view) {
    this.view = view;
    const { info, strip, isBare, panels } = this.kept;
    const isAlone = isBare || (this.light === "black" && view !== "grid"); // a panel would leave a hole beside the picture
    this.work.dataset.panels = isAlone ? "none" : panels[view];
    this.app.toggleAttribute("data-bare", isBare);
    this.app.toggleAttribute("data-no-strip", !this.hasStrip);
    this.app.toggleAttribute("data-no-info", !info);
    this.app.dataset.lights = this.light;
    this.#press("info", info);
    this.#press("filmstrip", strip);
    this.#press("panels", this.hasInspector);
    this.#press("lights", this.light !== "on");
  }

  panels() {
    if (this.kept.isBare) this.kept.isBare = false;
    else this.kept.panels[this.view] = nextPanels(this.view, this.kept.panels[this.view]);
    this.#keep();
  }

  all() {
    this.kept.isBare = !this.kept.isBare;
    this.#keep();
  }

  info() {
    this.kept.info = !this.kept.info;
    this.#keep();
  }

  strip() {
    this.kept.strip = !this.kept.strip;
    this.#keep();
  }

  /** Normal, dim, black, and normal again. */
  dim() {
    this.light = LIGHTS[(LIGHTS.indexOf(this.light) + 1) % LIGHTS.length];
    this.show(this.view);
  }

  /** Puts the lights on; false when they are. */
  brighten() {
    if (this.light === "on") return false;
    this.light = "on";
    this.show(this.view);
    return true;
  }

  async fill() {
    if (document.fullscreenElement) await document.exitFullscreen();
    else await document.documentElement.requestFullscreen?.().catch(() => {}); // some browsers have none
  }

  #keep() {
    localStorage.setItem(KEPT, JSON.stringify(this.kept));
    this.show(this.view);
  }

  #press(command, isPressed) {
    for (const button of this.app.querySelectorAll(`[data-command="${command}"]`)) {
      button.setAttribute("aria-pressed", String(isPressed));
    }
  }
}
