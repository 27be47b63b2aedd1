/* The keys of the library. They act while the grid is seen and the focus is in it, or nowhere; the other views have keys
   of their own. What has a name is a command, so that a button and another script can do it too. */
import { key, listAlso } from "app/keys";
import { command, isBound } from "app/lighttable/commands";

/** Attaches the keys to a library (see `page`); gives functions that take them away. */
export function attachKeys(library) {
  const { root, grid, selection } = library;
  const group = root.dataset.wordGroup;
  const words = JSON.parse(root.dataset.wordKeys);

  const isGrid = () => library.view === "grid";
  const isOurs = ({ target }) => target === document.body || target.id === "main" || root.contains(target);
  const ours = (work) => (event) => (isGrid() && isOurs(event) ? work(event) : false);
  const register = (combination, work, name = words[combination] ?? "") => key(combination, { name, group }, work);

  /** Goes to the item with this index: alone, or selecting on to it, or leaving the selection as it is. */
  function goTo(event, to) {
    const index = Math.max(0, Math.min(library.items.length - 1, to));
    if (!library.items.length) return;
    const { id } = library.items[index];
    library.focus();
    grid.reveal(index);
    if (!event) selection.only(id);
    else if (event.shiftKey) library.extendTo(id);
    else if (event.ctrlKey || event.metaKey) selection.activate(id);
    else selection.only(id);
  }

  /** `next` gives the index to go to from that of the active one; without one, one begins with what is seen first. */
  function walk(next, event) {
    const at = grid.indexOf(selection.active);
    goTo(event, at < 0 ? grid.indexOf(grid.firstSeen()?.id) : next(at));
  }

  const step = (next) => ours((event) => walk(next, event));

  /** The same as a command: a step by itself, whatever else is pressed. */
  const go = (next) => () => (isGrid() ? walk(next, null) : false);

  async function invert() {
    const before = new Set(selection.ids);
    await library.selectEverything();
    selection.replace([...selection.ids].filter((id) => !before.has(id)));
  }

  /** One level back: from a selection to none, from the grid to the page, so that Tab goes on from there. */
  function leave(event) {
    if (selection.size) return selection.clear();
    if (!isGrid() || !root.contains(event.target)) return false;
    return document.getElementById("main").focus({ preventScroll: true });
  }

  function stepPage(direction) {
    return step((at) => {
      const { height, foot } = grid.layout.measures;
      const rows = Math.max(1, Math.floor(grid.viewHeight / (height + foot)) - 1);
      let to = at;
      for (let row = 0; row < rows; row += 1) to = grid.layout.beside(to, direction);
      return to;
    });
  }

  /** To the first or the last one there is: what is not here yet is asked for, and gone to when it has come. */
  function goFar(side, fields, edge) {
    const far = async (event) => {
      if (library.pages[side]) await library.beginAnew(fields);
      goTo(event, edge());
    };
    return ours((event) => void far(event).catch(() => {})); // what went wrong has been said
  }

  const ways = {
    "go.next": (at) => at + 1,
    "go.previous": (at) => at - 1,
    "go.down": (at) => grid.layout.beside(at, 1),
    "go.up": (at) => grid.layout.beside(at, -1),
  };
  const moves = {
    ArrowRight: step(ways["go.next"]),
    ArrowLeft: step(ways["go.previous"]),
    ArrowDown: step(ways["go.down"]),
    ArrowUp: step(ways["go.up"]),
    PageDown: stepPage(1),
    PageUp: stepPage(-1),
    Home: goFar("previous", {}, () => 0),
    End: goFar("next", { end: 1 }, () => library.items.length - 1),
  };
  const toggle = ours(() => (selection.active === null ? false : selection.toggle(selection.active)));
  const space = (event) => (isBound("Space", "view.loupe") ? false : toggle(event)); // as in Photo Mechanic
  const open = ours(() => (selection.active === null ? false : library.open(selection.active)));
  return [
    ...Object.entries(moves).flatMap(([code, move]) => [code, `Shift+${code}`, `Ctrl+${code}`].map((each) => register(each, move))),
    register("Enter", open),
    register("Space", space, ""),
    listAlso(() => [{ combinations: ["Space", "Ctrl+Space"].slice(isBound("Space", "view.loupe") ? 1 : 0), name: words.Space, group }]),
    register("Ctrl+Space", toggle),
    register("Escape", (event) => (isGrid() ? leave(event) : false)),
    register("Minus", ours(() => library.resize(library.size / 1.2))),
    register("Equal", ours(() => library.resize(library.size * 1.2))),
    ...Object.entries(ways).map(([id, next]) => command(id, go(next))),
    command("select.all", () => (isGrid() ? void library.selectEverything() : false)),
    command("select.none", () => (selection.size ? selection.clear() : false)),
    command("select.invert", () => (isGrid() ? void invert() : false)),
  ];
}
