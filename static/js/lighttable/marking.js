/* Marks: a key or a button marks what is chosen, at once on the screen and in the outbox; what the server and others say
   comes in below what is unsent. */
import { libraryOf } from "app/library/page";
import { cut } from "app/lighttable/batches";
import { watchChanges } from "app/lighttable/changes";
import { command, run } from "app/lighttable/commands";
import { fits } from "app/lighttable/fitting";
import { onStep, openHistory, redo, rememberMarks, undo } from "app/lighttable/history";
import { isKnown, setAll, sharedValue, stepStars, toggleAll } from "app/lighttable/mark-steps";
import { drawMarks, markWords, nameMark } from "app/lighttable/mark-view";
import { outbox } from "app/lighttable/outbox";
import { FIELDS, listTouched, overlay, read, write } from "app/lighttable/pending";
import { writeCount } from "app/lighttable/plurals";
import { fill } from "app/lighttable/words";
import { settleToasts, toast } from "app/toast";

const LOOKED_AT_AFTER_MS = 300;
const ASK_AT_ONCE = 400;

const markings = new WeakMap();

/** The marking of the lighttable that a grid belongs to. */
export function markingOf(root) {
  return markings.get(root);
}

class Marking {
  constructor(library, box) {
    this.library = library;
    this.box = box;
    this.bases = new Map(); // id → what the server says, of items that have something unsent
    this.mine = new Set(); // what I have marked or looked at in this visit
    this.unfit = new Set();
    this.name = document.querySelector("[data-outbox]").dataset.name;
    this.saying = library.app.querySelector("[data-part=said]");
  }

  /* -- Marking -- */

  /** A handler that marks what is chosen; `make` gives the marks of items, or null where it has to know them all first. */
  marks(field, make) {
    return (event) => {
      const ids = this.library.targets();
      if (!ids.length) return false;
      if (event?.repeat) return true; // a key that is held marks once
      const marks = this.asking ? null : make(this.#listItems(ids));
      if (marks) this.mark(field, marks);
      else this.#markLater(field, make, ids);
      if (ids.length === 1 && goesOn(event)) run("go.next");
      return true;
    };
  }

  /** Marks when everything about these is known; what is pressed meanwhile comes after it. */
  #markLater(field, make, ids) {
    const before = this.asking ?? Promise.resolve();
    const asking = before.then(() => this.#markAsked(field, make, ids)).finally(() => {
      if (this.asking === asking) this.asking = null;
    });
    this.asking = asking;
  }

  async #markAsked(field, make, ids) {
    const marks = make(this.#listItems(ids)) ?? make(await this.#askFor(ids));
    if (marks) this.mark(field, marks);
    else toast(markWords().unknown, { isFault: true });
  }

  /** These items, those that are not at hand as the server tells them; what has left the set is left out. */
  async #askFor(ids) {
    const missing = this.#listItems(ids).filter((item) => !isKnown(item)).map(({ id }) => id);
    const asked = new Map();
    for (const piece of cut(missing, ASK_AT_ONCE)) {
      const found = await this.library.pages.only(piece);
      if (!found.length) return this.#listItems(ids); // nothing was answered
      for (const item of found) asked.set(item.id, item);
    }
    return this.#listItems(ids).map((item) => (isKnown(item) ? item : asked.get(item.id))).filter(Boolean);
  }

  /** Marks: on the screen, in the outbox and in the history, in this order and in one go. */
  mark(field, marks) {
    const words = this.#word(field, marks);
    this.#show(field, marks);
    const { step, moment } = this.box.add({ kind: "mark", field, marks });
    const entry = rememberMarks({ step, moment, field, marks, words });
    settleToasts(); // Ctrl+Z takes this step back now
    this.say(words);
    if (marks.length > 1) toast(words, { undo: () => undo(entry) });
  }

  #show(field, marks) {
    const at = this.#index(marks.length);
    for (const [id, value] of marks) {
      const item = at(id);
      this.mine.add(id);
      if (!item) continue;
      if (!this.bases.has(id)) this.bases.set(id, copy(item));
      write(item, field, value);
      item.by = this.name;
      item.seen = true;
    }
    this.#changed(marks.map(([id]) => id));
  }

  #listItems(ids) {
    const at = this.#index(ids.length);
    return ids.map((id) => at(id) ?? { id });
  }

  /** A way from ids to items; for many of them all items are put in a table first. */
  #index(count) {
    if (count < 20) return (id) => this.library.itemOf(id);
    const table = new Map(this.library.items.map((item) => [item.id, item]));
    return (id) => table.get(id) ?? this.library.beside?.get(id);
  }

  /* -- What the server says -- */

  /** These items have come from the server: what is unsent stands over them. */
  came(items) {
    const touched = listTouched(this.box.events);
    const own = items.filter(({ id }) => touched.has(id));
    for (const item of own) this.bases.set(item.id, copy(item));
    if (own.length) this.#fold(new Map(own.map((item) => [item.id, item])));
  }

  /** Unsent events have come, from before the page was loaded or from another window. */
  unsent(events) {
    this.refold([...listTouched(events)]);
  }

  /** Shows these assets as the server's marks and the unsent ones make them. */
  refold(ids) {
    const at = this.#index(ids.length);
    const items = ids.map(at).filter(Boolean);
    for (const item of items) if (!this.bases.has(item.id)) this.bases.set(item.id, copy(item));
    this.#fold(new Map(items.map((item) => [item.id, item])));
    this.#changed(items.map(({ id }) => id));
  }

  /** Takes marks as the server tells them, with the ids of what has left the outbox; gives those that changed. */
  take(marks, left = []) {
    const ids = [...new Set([...marks.map(({ id }) => id), ...left])];
    const at = this.#index(ids.length);
    const before = new Map(ids.map((id) => [id, look(at(id))]));
    for (const mark of marks) this.#takeOne(mark, at(mark.id));
    this.#fold(new Map(ids.map((id) => [id, at(id)]).filter(([, item]) => item)));
    const changed = ids.filter((id) => look(at(id)) !== before.get(id));
    if (changed.length) this.#changed(changed);
    return changed;
  }

  #takeOne(mark, item) {
    const base = this.bases.get(mark.id) ?? (item && copy(item));
    if (!base || mark.version < base.version) return;
    this.bases.set(mark.id, { ...base, ...copy(mark) });
  }

  #fold(items) {
    const shown = overlay(this.box.events, (id) => this.bases.get(id));
    const touched = listTouched(this.box.events);
    for (const [id, item] of items) {
      const base = this.bases.get(id);
      if (!base) continue;
      for (const field of FIELDS) write(item, field, shown.get(id)?.[field] ?? read(base, field));
      Object.assign(item, { by: shown.has(id) ? this.name : base.by, version: base.version });
    }
    for (const id of this.bases.keys()) if (!touched.has(id)) this.bases.delete(id); // also of what has left the screen
  }

  /* -- What is seen and said -- */

  #changed(ids) {
    const at = this.#index(ids.length);
    const { query } = this.library.root.dataset;
    for (const id of ids) {
      const item = at(id);
      if (!item || fits(item, query)) this.unfit.delete(id);
      else this.unfit.add(id);
    }
    document.dispatchEvent(new CustomEvent("kadr:marked", { detail: { ids } }));
    this.#tellUnfit();
  }

  /** Draws the cells of these that stand in the grid. */
  draw(ids) {
    const { shown } = this.library.grid;
    const wanted = new Set(ids);
    const some = ids.length < shown.size ? ids : [...shown.keys()].filter((id) => wanted.has(id));
    for (const id of some) {
      const found = shown.get(id);
      if (!found) continue;
      drawMarks(found.element.lastElementChild, found.item);
      found.element.toggleAttribute("data-unfit", this.unfit.has(id));
    }
  }

  /** Says whom a mark falls on, where it is more or less than one would think. */
  tellTargets() {
    const place = this.library.app.querySelector("[data-part=falls]");
    if (!place) return;
    const count = this.library.targets().length;
    const { falls, falls_on_one: onOne } = markWords();
    const isNarrower = this.library.view !== "grid" && this.library.selection.size > 1;
    place.textContent = count > 1 ? fill(falls, { count }) : isNarrower ? onOne : "";
  }

  /** What stands in the loupe for a moment has been looked at. */
  watch() {
    clearTimeout(this.looking);
    if (this.library.view !== "loupe") return;
    const { active } = this.library.selection;
    this.looking = setTimeout(() => this.#look(this.library.itemOf(active)), LOOKED_AT_AFTER_MS);
  }

  #look(item) {
    if (!item) return;
    this.mine.add(item.id);
    if (item.seen) return;
    item.seen = true;
    this.box.look(item.id);
  }

  stop() {
    clearTimeout(this.looking);
  }

  say(words) {
    if (this.saying) this.saying.textContent = words;
  }

  forgetSet() {
    this.unfit.clear();
    this.#tellUnfit();
  }

  #tellUnfit() {
    const place = this.library.app.querySelector("[data-part=unfit]");
    if (!place) return;
    place.hidden = !this.unfit.size;
    if (this.unfit.size) place.querySelector("span").textContent = writeCount(markWords().unfit, this.unfit.size);
  }

  /** Where a step on one picture changes nothing to be seen, for somebody else has marked it since. */
  #addWhatStands(said, field, marks, isUndone) {
    const [[id, value, was]] = marks;
    const item = this.library.itemOf(id);
    const wanted = isUndone ? was : value;
    if (marks.length > 1 || !item || wanted === null || read(item, field) === wanted) return said;
    if (!item.by || item.by === this.name) return said;
    return fill(markWords().stands, { said, who: item.by, mark: nameMark(field, read(item, field)) });
  }

  #word(field, marks) {
    const value = sharedValue(marks);
    const mark = value === null ? markWords().mixed : nameMark(field, value);
    const [[id]] = marks;
    if (marks.length === 1) return fill(markWords().one, { name: this.library.itemOf(id)?.name ?? "", mark });
    const { many, kept } = markWords();
    const count = (wanted) => marks.filter(([, each]) => each === wanted).length;
    if (field === "flag" && value === null) return fill(kept, { picked: count("pick"), rejected: count("reject") });
    return fill(many[`${field} ${value}`] ?? many.other, { things: this.things(marks.map(([each]) => each)), mark });
  }

  /** "12 photos"; "12 files" when not all are photographs. */
  things(ids) {
    const at = this.#index(ids.length);
    const arePhotos = ids.every((id) => (at(id)?.kind ?? "photo") === "photo");
    return writeCount(arePhotos ? markWords().photos : markWords().files, ids.length);
  }

  /** A step was taken back or done again: it is shown, said, and one goes to where it was. */
  stepped({ field, marks, words, isUndone }) {
    settleToasts();
    const ids = marks.map(([id]) => id);
    this.refold(ids);
    const said = fill(isUndone ? markWords().undone : markWords().redone, { words });
    this.say(this.#addWhatStands(said, field, marks, isUndone));
    const { selection, grid, view } = this.library;
    if (ids.length > 1 || selection.active === ids[0]) return;
    const index = grid.indexOf(ids[0]);
    if (index < 0 || !this.library.mayTurnTo(ids[0])) return; // it has been said
    if (view === "grid") selection.only(ids[0]);
    else selection.activate(ids[0]);
    grid.reveal(index);
  }
}

function copy({ flag, stars, label, by, version }) {
  return { flag, stars, label, by, version };
}

function look(item) {
  return item ? `${item.flag} ${item.stars} ${item.label} ${item.by}` : "";
}

/** Shift with a mark, or Caps Lock, goes on to the next one. */
function goesOn(event) {
  return event?.type === "keydown" && (event.shiftKey || event.getModifierState("CapsLock"));
}

function registerMarks(marking) {
  const mark = (field, make) => marking.marks(field, make);
  const flag = (value) => mark("flag", (items) => setAll(items, "flag", value));
  const stars = (value) => mark("stars", (items) => setAll(items, "stars", value));
  const label = (value) => mark("label", (items) => toggleAll(items, "label", value));
  return [
    command("flag.pick", flag("pick")),
    command("flag.reject", flag("reject")),
    command("flag.none", flag("")),
    command("flag.toggle", mark("flag", (items) => toggleAll(items, "flag", "pick"))),
    ...["0", "1", "2", "3", "4", "5"].map((value) => command(`stars.${value}`, stars(value))),
    command("stars.more", mark("stars", (items) => stepStars(items, 1))),
    command("stars.fewer", mark("stars", (items) => stepStars(items, -1))),
    ...["red", "yellow", "green", "blue", "purple"].map((value) => command(`label.${value}`, label(value))),
    command("label.none", mark("label", (items) => setAll(items, "label", ""))),
    command("mark.next", () => false), // it is held with a mark; see goesOn
    command("undo", () => undo()),
    command("redo", () => redo()),
  ];
}

export default function attachMarking(root) {
  const library = libraryOf(root);
  const box = outbox();
  if (!library || !box) return undefined;
  const marking = new Marking(library, box);
  markings.set(root, marking);
  void openHistory();
  const answered = ({ detail }) => marking.take(detail.answer.marks, detail.ids);
  const came = ({ detail }) => marking.unsent(detail.events);
  const follow = () => {
    marking.tellTargets();
    marking.watch();
  };
  const listeners = {
    "kadr:came": ({ detail }) => marking.came(detail.items),
    "kadr:marked": ({ detail }) => marking.draw(detail.ids),
    "kadr:set": () => marking.forgetSet(),
    "kadr:selection": () => follow(),
    "kadr:view": () => follow(),
  };
  box.addEventListener("answered", answered);
  box.addEventListener("came", came);
  for (const [name, listener] of Object.entries(listeners)) document.addEventListener(name, listener);
  const takeBack = [onStep((entry) => marking.stepped(entry)), watchChanges(marking)];
  if ("mayMark" in root.dataset) takeBack.push(...registerMarks(marking));
  marking.unsent(box.events); // the sign may have read them before we were here to hear of it
  follow();
  return () => {
    marking.stop();
    box.removeEventListener("answered", answered);
    box.removeEventListener("came", came);
    for (const [name, listener] of Object.entries(listeners)) document.removeEventListener(name, listener);
    for (const each of takeBack) each();
  };
}
