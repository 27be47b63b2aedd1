/* Stacks at the lighttable: opened and closed in their place, made, parted, put in order, and judged as one. */
import { libraryOf } from "app/library/page";
import { command } from "app/lighttable/commands";
import { remember } from "app/lighttable/history";
import { markingOf } from "app/lighttable/marking";
import { IN_PARTS, close, isOpen, keepOne, listCollapsed, nextStack, open, tellSteps } from "app/lighttable/stacking";
import { fill } from "app/lighttable/words";
import { get, post } from "app/net";
import { toast } from "app/toast";

const MOST_PAGES = 20; // that are asked for in search of the next stack
const READY_AFTER_MS = 250; // whoever stays at a stack has its members at hand
const FRESH_MS = 30000;

class Stacks {
  constructor(root, library) {
    this.root = root;
    this.library = library;
    this.words = library.app.querySelector("[data-part=stack-words]").dataset;
    this.opened = new Map(); // id of the stack → ids that stood there before it was opened
    this.members = new Map(); // id of the stack → {at, items}
    this.isAtWork = false;
    this.isKeeping = false;
  }

  get items() {
    return this.library.items;
  }

  get active() {
    return this.library.itemOf(this.library.selection.active);
  }

  /* -- Opening -- */

  /** Opens the stack of the active one, or closes it; false where there is none. */
  toggle() {
    const item = this.active;
    if (!(item?.stack > 1) || item.stack_kind === "chapters") return false;
    if (isOpen(this.items, item)) this.close(item);
    else void this.open(item.stack_id).catch(() => {}); // what went wrong has been said
    return true;
  }

  async open(stackId) {
    const members = await this.fetch(stackId);
    const before = new Set(this.items.filter((item) => item.stack_id === stackId).map(({ id }) => id));
    if (!before.size) return;
    if (!this.opened.has(stackId)) this.opened.set(stackId, before);
    this.#put(open(this.items, stackId, members));
  }

  close(item) {
    const isTop = (one) => one.stack_id === item.stack_id && one.is_top;
    const kept = this.opened.get(item.stack_id) ?? new Set(this.items.filter(isTop).map(({ id }) => id));
    this.opened.delete(item.stack_id);
    this.members.delete(item.stack_id);
    if (kept.size > 1) return void this.renew().catch(() => {}); // several stood there, each in a place of its own
    const left = close(this.items, item.stack_id, kept);
    const { selection } = this.library;
    const here = new Set(left.map(({ id }) => id));
    const gone = this.items.filter(({ id }) => !here.has(id)).map(({ id }) => id);
    const first = left.find(({ stack_id: its }) => its === item.stack_id)?.id ?? null;
    this.#put(left, first);
    if (!gone.includes(selection.active)) return selection.forget(gone);
    return selection.only(first);
  }

  /** The pictures of a stack, the top first. */
  async fetch(stackId, { quiet = false } = {}) {
    const known = this.members.get(stackId);
    if (known && performance.now() - known.at < FRESH_MS) return known.items;
    const answer = await get(`${this.root.dataset.items}?stack=${stackId}&members=1`, { quiet });
    const { items } = await answer.json();
    document.dispatchEvent(new CustomEvent("kadr:came", { detail: { items } }));
    this.members.set(stackId, { at: performance.now(), items });
    return items;
  }

  #put(items, keep = this.library.selection.active) {
    const { grid } = this.library;
    grid.change((layout) => layout.reset(items), keep);
    for (const [id, { element }] of grid.shown) {
      const part = this.library.itemOf(id)?.opened;
      if (part) element.dataset.stack = part;
      else delete element.dataset.stack;
    }
    this.#tellItems();
  }

  #tellItems() {
    this.isAtWork = true;
    document.dispatchEvent(new CustomEvent("kadr:items"));
    this.isAtWork = false;
  }

  /** The items have been asked for anew: what stood open stands open again. */
  async reopen() {
    if (this.isAtWork) return;
    const open_ = [...this.opened.keys()];
    this.opened.clear();
    this.members.clear();
    for (const stackId of open_) {
      const item = this.items.find(({ stack_id: its }) => its === stackId);
      if (item?.stack > 1 && !isOpen(this.items, item)) await this.open(stackId).catch(() => {});
    }
  }

  /* -- Changing -- */

  make() {
    const ids = this.library.targets();
    if (ids.length < 2) return this.#say("few");
    const fields = { ids: ids.join(","), whole: listCollapsed(this.items, ids).join(",") };
    const { active } = this.library.selection;
    if (ids.includes(active)) fields.top = active;
    return this.#change("make", fields);
  }

  part() {
    const ids = this.library.targets();
    if (!tellSteps(this.items, ids, null).part) return this.#say("none");
    return this.#change("part", { ids: ids.join(",") });
  }

  setTop() {
    const item = this.active;
    if (!tellSteps(this.items, [], item).top) return item?.stack > 1 ? this.#say("isTop") : this.#say("none");
    return this.#change("top", { ids: item.id });
  }

  /** Says why nothing was done, until one goes on. */
  #say(name) {
    this.said = toast(this.words[nameOf("word", name)]);
    return true;
  }

  wentOn() {
    this.said?.remove();
    this.follow();
  }

  #change(name, fields) {
    void this.#send(name, fields).catch(() => {}); // what went wrong has been said
    return true;
  }

  async #send(name, fields) {
    const answer = await post(`${this.words.stacks}${name}/`, fields);
    const told = JSON.parse(answer.headers.get("HX-Trigger") ?? "{}").toast;
    const { url, fields: change } = told.undo;
    remember({ words: told.text, undo: told.undo, redo: { url, fields: { ...change, again: "1" } } });
    const { shown } = await answer.json();
    await this.renew(shown);
    if (this.library.itemOf(shown[0])) this.library.selection.only(shown[0]);
  }

  /** Shows the stacks as they are now, around the first of these that is still in the set; else around what is seen. */
  async renew(ids = []) {
    this.members.clear();
    const { library } = this;
    const seen = [library.selection.active, library.grid.firstSeen()?.id, ...library.grid.shown.keys()];
    const asked = [...new Set([...ids, ...seen])].filter((id) => id !== null && id !== undefined).slice(0, 400);
    const here = new Set((await library.pages.only(asked)).map(({ id }) => id));
    const at = asked.find((id) => here.has(id));
    await library.beginAnew(at === undefined ? {} : { at });
    if (!library.itemOf(library.selection.active) && at !== undefined) library.selection.only(at);
    document.dispatchEvent(new CustomEvent("kadr:items"));
    library.furnish();
    if (library.view === "grid" && at !== undefined) library.grid.reveal(library.grid.indexOf(at));
  }

  /* -- Judging -- */

  /** This one is picked, the others of its stack are rejected, and the next stack comes. False where there is none. A key
      that is held, or pressed before the next stack stands there, judges nothing that nobody has looked at. */
  keep(event) {
    const item = this.active;
    const marking = markingOf(this.root);
    if (!marking || !(item?.stack > 1) || item.stack_kind === "chapters" || this.library.targets().length > 1) return false;
    if (event?.repeat || this.isKeeping) return true;
    if (IN_PARTS.includes(item.stack_kind)) return this.#say("inParts");
    this.isKeeping = true;
    void this.#keep(item, marking).catch(() => {}).finally(() => (this.isKeeping = false)); // what went wrong has been said
    return true;
  }

  async #keep(item, marking) {
    const wasOpen = isOpen(this.items, item);
    const members = wasOpen ? this.#membersHere(item) : await this.#findMembers(item.stack_id);
    const marks = keepOne(members.map((member) => this.library.itemOf(member.id) ?? member), item.id);
    marking.mark("flag", marks);
    this.#age(item.stack_id, new Map(marks));
    await this.#goOn(1, wasOpen, item.id);
  }

  /** The pictures of a stack; while they cannot be asked for, those that were at hand: to judge them is marks alone. */
  async #findMembers(stackId) {
    const known = this.members.get(stackId);
    if (!known) return this.fetch(stackId);
    return this.fetch(stackId, { quiet: true }).catch(() => known.items);
  }

  /** What is at hand of a stack is asked for anew the next time. */
  #age(stackId, flags) {
    const known = this.members.get(stackId);
    if (!known) return;
    for (const member of known.items) member.flag = flags.get(member.id) ?? member.flag;
    known.at = -Infinity;
  }

  #membersHere({ stack_id: stackId }) {
    return this.items.filter((item) => item.stack_id === stackId);
  }

  /** To the next stack in this direction; what is not at hand yet is asked for. */
  go(by) {
    if (!this.active) return false;
    void this.#goOn(by, isOpen(this.items, this.active));
    return true;
  }

  async #goOn(by, opens, from = this.library.selection.active) {
    const { library } = this;
    const find = () => nextStack(this.items, library.grid.indexOf(from), by);
    let index = find();
    for (let page = 0; index < 0 && page < MOST_PAGES; page += 1) {
      if (!(await library.grow(by > 0 ? "after" : "before"))) break;
      index = find();
    }
    if (library.selection.active !== from) return; // somebody has gone on by themselves
    if (index < 0) return void this.#say(by > 0 ? "last" : "first");
    const { id, stack_id: stackId } = this.items[index];
    library.selection.only(id);
    if (library.view === "grid") library.grid.reveal(index);
    if (opens) await this.open(stackId).catch(() => {});
  }

  /* -- Saying -- */

  /** What is active: the top of how many; and what can be done with it. */
  follow() {
    const { library } = this;
    const item = this.active;
    const ids = library.view === "grid" ? [...library.selection.ids] : library.targets();
    const can = tellSteps(this.items, ids, item);
    for (const button of library.app.querySelectorAll("[data-stack-step]")) button.hidden = !can[button.dataset.stackStep];
    for (const place of library.app.querySelectorAll("[data-part=stack-of]")) this.#tell(place, item);
    clearTimeout(this.waiting);
    if (item?.stack > 1) this.waiting = setTimeout(() => void this.fetch(item.stack_id, { quiet: true }).catch(() => {}), READY_AFTER_MS);
  }

  #tell(place, item) {
    const isStack = item?.stack > 1;
    const toggle = place.querySelector("[data-command='stack.toggle']");
    place.hidden = !isStack;
    if (!isStack) return;
    const words = item.is_top && item.stack_kind !== "chapters" ? this.words.wordTop : this.words.wordMember;
    place.querySelector("[data-part=stack-kind]").textContent = this.words[nameOf("kind", item.stack_kind)] ?? "";
    place.querySelector("[data-part=stack-place]").textContent = fill(words, { count: item.stack });
    toggle.hidden = item.stack_kind === "chapters";
    toggle.setAttribute("aria-pressed", String(isOpen(this.items, item)));
  }

  /** Pictures are about to go: where one was on top, the next one is then. */
  removing(ids) {
    const gone = new Set(ids);
    const isOfStack = this.items.some((item) => gone.has(item.id) && item.stack > 1);
    if (isOfStack) setTimeout(() => void this.renew().catch(() => {})); // what went wrong has been said
  }

  /** All stacks open, or closed. */
  toggleAll() {
    const terms = new URLSearchParams(this.root.dataset.query);
    if (terms.has("stacks")) terms.delete("stacks");
    else terms.set("stacks", "open");
    document.dispatchEvent(new CustomEvent("kadr:show", { detail: { query: terms.toString() } }));
  }

  forget() {
    this.opened.clear();
    this.members.clear();
  }
}

/** The name of a word among the data of an element: "word" and "inParts" give "wordInParts". */
function nameOf(group, name) {
  return `${group}${name[0].toUpperCase()}${name.slice(1)}`;
}

export default function attachStacks(root) {
  const library = libraryOf(root);
  if (!library) return undefined;
  const stacks = new Stacks(root, library);
  const steps = {
    "stack.toggle": () => stacks.toggle(),
    "stack.open-all": () => stacks.toggleAll(),
    "stack.next": () => stacks.go(1),
    "stack.previous": () => stacks.go(-1),
  };
  const mine = {
    "stack.make": () => stacks.make(),
    "stack.part": () => stacks.part(),
    "stack.top": () => stacks.setTop(),
  };
  if ("mayChange" in stacks.words) Object.assign(steps, mine);
  if ("mayMark" in root.dataset) steps["stack.keep"] = (event) => stacks.keep(event);
  const takeBack = Object.entries(steps).map(([id, handler]) => command(id, handler));
  const gone = new AbortController();
  const on = (target, name, handler) => target.addEventListener(name, handler, { signal: gone.signal });
  on(document, "kadr:selection", () => stacks.wentOn());
  on(document, "kadr:items", () => void stacks.reopen().then(() => stacks.follow()));
  on(document, "kadr:set", () => stacks.forget());
  // Before the page lets go of them.
  document.addEventListener("kadr:removed", ({ detail }) => stacks.removing(detail.ids), { capture: true, signal: gone.signal });
  on(document, "kadr:undone", (event) => {
    if (!event.detail.url?.startsWith(stacks.words.stacks)) return;
    event.preventDefault();
    void stacks.renew().catch(() => {}); // what went wrong has been said
  });
  on(root, "click", (event) => {
    const cell = event.target.closest("[data-part=stack-count]")?.closest("[data-id]");
    if (!cell) return;
    event.preventDefault();
    library.selection.only(Number(cell.dataset.id));
    stacks.toggle();
  });
  stacks.follow();
  return () => {
    gone.abort();
    clearTimeout(stacks.waiting);
    for (const each of takeBack) each();
  };
}
