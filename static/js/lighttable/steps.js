/* What can be done in the views: the commands, and the keys that no preset changes. */
import { key } from "app/keys";
import { command, run } from "app/lighttable/commands";

const PUSH_PX = 80;
const ARROWS = { ArrowLeft: [1, 0], ArrowRight: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

/** Registers them for the views (see `views`); gives a function that takes them back. */
export function attachSteps(all) {
  const { library } = all;
  const stage = () => all.views[all.view]?.stage;
  const inViews = (work) => (event) => (all.view === "grid" ? false : work(event));
  const tabbing = followTab(library.app);

  const zoom = (event) => {
    if (all.view === "grid") {
      if (event?.code === "Space") return false;
      all.turn("loupe");
      return void all.loupe.toggle();
    }
    if (all.view === "loupe") return void all.loupe.toggle();
    return all.view === "compare" ? void all.compare.toggle() : false;
  };
  const stepZoom = (direction) => () => {
    if (all.view === "compare") return void all.compare.step(direction);
    return all.view === "loupe" ? void stage().step(direction) : false;
  };
  const go = (by) => inViews(() => all.step(by));
  const goAcross = (way) => () => {
    if (all.view === "survey") return void library.selection.activate(all.survey.beside(way));
    return all.view === "loupe" ? run(way === "up" ? "stack.previous" : "stack.next") : false;
  };
  const byTab = (work) => (event) => (event?.type === "keydown" && tabbing.isOn ? false : work());
  const change = (work) => () => {
    work();
    all.strip.open(all.view !== "grid" && all.lights.hasStrip);
    all.follow();
  };
  const panels = change(() => all.lights.panels());
  const tab = byTab(() => (all.view === "compare" ? all.otherSide() : panels()));

  const back = inViews(() => {
    if (all.view === "compare" && all.compare.active.stage.isZoomed) return all.compare.active.stage.look(null);
    if (stage()?.isZoomed) return stage().look(null);
    if (all.lights.brighten()) return undefined;
    return all.turn("grid");
  });
  const enter = ({ target }) => {
    const isSurface = target === document.body || target.closest?.("[data-surface], [data-part=strip]");
    if (!isSurface || !["compare", "survey"].includes(all.view)) return false;
    return all.turn("loupe");
  };
  const pushByKey = inViews((event) => {
    const view = all.view === "compare" ? all.compare.active.stage : stage();
    if (!view?.isZoomed) return false;
    const [x, y] = ARROWS[event.code];
    const by = { x: x * PUSH_PX, y: y * PUSH_PX };
    return all.view === "compare" ? all.compare.pushBy(by) : view.push(by);
  });
  const far = (fields, side, edge) => inViews(() => void all.goFar(fields, side, edge).catch(() => {})); // it has been said

  const commands = {
    "view.grid": () => all.turn("grid"),
    "view.loupe": (event) => (all.view === "loupe" && event?.code === "Space" ? false : all.turn("loupe")),
    "view.compare": () => all.turn("compare"),
    "view.survey": () => all.turn("survey"),
    "zoom.toggle": zoom,
    "zoom.in": stepZoom(1),
    "zoom.out": stepZoom(-1),
    "go.next": go(1),
    "go.previous": go(-1),
    "go.up": goAcross("up"),
    "go.down": goAcross("down"),
    info: inViews(change(() => all.lights.info())),
    lights: () => all.lights.dim(),
    fullscreen: () => void all.lights.fill(),
    filmstrip: inViews(change(() => all.lights.strip())),
    panels: (event) => (event?.type === "keydown" ? tab(event) : panels()),
    "panels.all": byTab(change(() => all.lights.all())),
    "compare.promote": () => all.promote(),
    "compare.swap": () => all.swap(),
    "survey.drop": () => all.drop(),
  };
  const takeBack = [
    tabbing.stop,
    ...Object.entries(commands).map(([id, handler]) => command(id, handler)),
    ...Object.keys(ARROWS).map((code) => key(`Shift+${code}`, {}, pushByKey)),
    key("Escape", {}, back),
    key("Enter", {}, enter),
    key("Home", {}, far({}, "previous", 0)),
    key("End", {}, far({ end: 1 }, "next", -1)),
  ];
  return () => takeBack.forEach((each) => each());
}

/** Whether somebody walks through the page by Tab: they walk on, also over the pictures, where Tab is a key of ours. */
function followTab(app) {
  const gone = new AbortController();
  const state = { isOn: false, stop: () => gone.abort() };
  const press = ({ code, target }) => {
    const isOnPictures = target.closest?.("[data-surface], .grid");
    if (code !== "Tab") state.isOn &&= !isOnPictures;
    else if (!isOnPictures) state.isOn = true;
    app.toggleAttribute("data-by-tab", state.isOn);
  };
  document.addEventListener("keydown", press, { signal: gone.signal });
  document.addEventListener("pointerdown", () => (state.isOn = false), { signal: gone.signal });
  return state;
}
