/* The keys of the library. They act while the focus is in the grid, or nowhere. */
import { key } from "app/keys";

/** Attaches the keys to a library (see `page`); gives functions that take them away. */
export function attachKeys(library) {
  const { root, grid, selection } = library;
  const group = root.dataset.wordGroup;
  const words = JSON.parse(root.dataset.wordKeys);

  const isOurs = ({ target }) =>
    library.view === "grid" && (target === document.body || target.id === "main" || root.contains(target));
  const ours = (work) => (event) => (isOurs(event) ? work(event) : false);
  const register = (combination, work, name = words[combination] ?? "") => key(combination, { name, group }, work);

  /** Goes to the item with this index: alone, or selecting on to it, or leaving the selection as it is. */
  function goTo(event, to) {
    const index = Math.max(0, Math.min(library.items.length - 1, to));
    if (!library.items.length) return;
    const { id } = library.items[index];
    library.focus();
    grid.reveal(index);
    if (event.shiftKey) library.extendTo(id);
    else if (event.ctrlKey || event.metaKey) selection.activate(id);
    else selection.only(id);
  }

  /** `next` gives the index to go to from that of the active one; without one, one begins with what is seen first. */
  function step(next) {
    return ours((event) => {
      const at = grid.indexOf(selection.active);
      goTo(event, at < 0 ? grid.indexOf(grid.firstSeen()?.id) : next(at));
    });
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

  const moves = {
    ArrowRight: step((at) => at + 1),
    ArrowLeft: step((at) => at - 1),
    ArrowDown: step((at) => grid.layout.beside(at, 1)),
    ArrowUp: step((at) => grid.layout.beside(at, -1)),
    PageDown: stepPage(1),
    PageUp: stepPage(-1),
    Home: goFar("previous", {}, () => 0),
    End: goFar("next", { end: 1 }, () => library.items.length - 1),
  };
  const toggle = ours(() => (selection.active === null ? false : selection.toggle(selection.active)));
  const open = ours(() => (selection.active === null ? false : library.open(selection.active)));
  return [
    ...Object.entries(moves).flatMap(([code, move]) => [code, `Shift+${code}`, `Ctrl+${code}`].map((each) => register(each, move))),
    register("Enter", open),
    register("Space", toggle),
    register("Ctrl+Space", toggle),
    register("Ctrl+KeyA", ours(() => void library.selectEverything())),
    register("Escape", () => (library.view === "grid" && selection.size ? selection.clear() : false)),
    register("Minus", ours(() => library.resize(library.size / 1.2))),
    register("Equal", ours(() => library.resize(library.size * 1.2))),
  ];
}
