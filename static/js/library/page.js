/* The library page: puts the window, the pages, the selection, the pointer and the keys together. */
import htmx from "htmx";
import { attachKeys } from "app/library/keyboard";
import { Pages } from "app/library/pages";
import { attachPointer } from "app/library/pointer";
import { Selection } from "app/library/selection";
import { attachSkim } from "app/library/skim";
import { GridWindow } from "app/library/window";
import { Lights } from "app/lighttable/lights";
import { readPlace } from "app/lighttable/place";
import { get } from "app/net";
import { toast } from "app/toast";

const SIZE = "kadr-library-size";
const MOST_ITEMS = 4000; // kept at hand; beyond that the far end is let go of
const DROP = 1000;
const AHEAD_PX = 4000;
const GAP = 4;
const PENDING_AFTER_MS = 4000; // a picture that is being made is asked for again
const FURNISH_AFTER_MS = 700;
const FURNITURE = ["count", "foot-count", "sort", "sorts", "places", "runs", "days"];
const DESK = { side: 12, foot: 29, heading: 40 };
const PHONE_HEIGHT = 132;
const PHONE = { side: 6, foot: 23, heading: 40 };

const libraries = new WeakMap();

/** The library that a grid shows: for what else is attached to the same element, behind `library/page`. */
export function libraryOf(root) {
  return libraries.get(root);
}

class Library {
  constructor(root) {
    this.root = root;
    this.view = "grid"; // or loupe, compare, survey; `lighttable/views` changes it
    this.opening = readPlace(location.search); // the address is left as it is until that has been gone to
    this.wanted = null; // pages of another set, on their way; the address may name it already
    this.opener = null; // what opens an item on this page; without one, its own page is opened
    this.mayTurnTo = () => true; // whether the view that is seen may make this one active by itself
    this.beside = new Map(); // items that are shown and not among those at hand
    this.growing = { after: null, before: null };
    this.band = root.querySelector("[data-part=band]");
    this.app = root.closest(".app");
    this.lights = new Lights(this.app); // the panels stand before anything is measured
    this.status = this.app.querySelector("[data-part=status]");
    this.slider = this.app.querySelector("[data-part=size]");
    this.size = readSize(this.slider);
    this.width = root.clientWidth;
    this.selection = new Selection(() => this.#selected());
    this.grid = new GridWindow(root, {
      measures: this.measures(),
      href: (item) => this.href(item.id),
      mark: (element, id) => this.#mark(element, id),
      moved: () => this.#moved(),
    });
    const data = JSON.parse(root.querySelector("#library-data").textContent);
    this.pages = new Pages(root.dataset.items, root.dataset.query, data);
    this.#take(data);
    this.grid.append(data.items);
    this.#findPlace(data.items);
    this.#tellStatus();
  }

  get items() {
    return this.grid.layout.items;
  }

  /** The item with this id, if it is at hand. */
  itemOf(id) {
    return this.items[this.grid.indexOf(id)] ?? this.beside.get(id);
  }

  /** What a step is taken with: in the grid all that is selected, elsewhere the active one alone. */
  targets() {
    const { ids, active } = this.selection;
    if (this.view === "grid" && ids.size) return [...ids];
    return active === null ? [] : [active];
  }

  measures() {
    const isPhone = matchMedia("(width < 720px)").matches;
    const { heading, ...shape } = isPhone ? PHONE : DESK;
    return {
      ...shape,
      heading: this.root.dataset.byDay ? heading : 0,
      width: this.root.querySelector("[data-part=runway]").clientWidth,
      height: isPhone ? Math.min(this.size, PHONE_HEIGHT) : this.size,
      gap: GAP,
    };
  }

  href(id) {
    const address = this.root.dataset.asset.replace("/0/", `/${id}/`);
    return this.root.dataset.query ? `${address}?${this.root.dataset.query}` : address;
  }

  open(id) {
    this.#keepPlace();
    if (this.opener) this.opener(id);
    else location.assign(this.href(id));
  }

  /** The grid is seen, or another view covers it: then it stands still until it is seen again. */
  turnTo(view) {
    if (this.view === "grid") this.#keepPlace();
    clearTimeout(this.keeping);
    this.view = view;
    this.grid.isCovered = view !== "grid";
    if (this.grid.isCovered) return;
    for (const [id, { element }] of this.grid.shown) this.#mark(element, id);
    this.fit();
    const active = this.grid.indexOf(this.selection.active);
    if (active >= 0) this.grid.reveal(active);
  }

  /** Asks for the page on this side ("after" or "before"), once at a time; whether items came. */
  grow(side) {
    this.growing[side] ??= this.#grow(side).finally(() => (this.growing[side] = null));
    return this.growing[side];
  }

  focus() {
    this.grid.cells.focus({ preventScroll: true });
  }

  /* -- Selecting -- */

  extendTo(id, added = false) {
    this.selection.extend(id, this.items.map((item) => item.id), { added });
  }

  selectTouched(rectangle, before) {
    const touched = this.grid.layout.touching(rectangle).map((index) => this.items[index].id);
    this.selection.replace([...before, ...touched], touched.at(-1) ?? this.selection.active);
  }

  selectDay(day) {
    const ids = new Set(this.items.filter((item) => item.day === day).map((item) => item.id));
    const [first] = ids;
    const others = [...this.selection.ids].filter((id) => !ids.has(id));
    const all = this.selection.size - others.length === ids.size;
    this.selection.replace(all ? others : [...others, ...ids], first);
    this.focus();
  }

  async selectEverything() {
    let ids = this.items.map((item) => item.id);
    if (this.pages.next || this.pages.previous) {
      const answer = await get(`${this.root.dataset.ids}?${this.root.dataset.query}`).catch(() => null);
      if (!answer) return; // it has been said
      const found = await answer.json();
      ids = found.ids;
      if (found.more) toast(this.root.dataset.wordMost);
    }
    this.selection.replace(ids);
  }

  stop() {
    clearTimeout(this.keeping);
    clearTimeout(this.pending);
    clearTimeout(this.later);
    clearTimeout(this.furnishing);
    this.lights.stop();
    this.grid.stop();
  }

  /* -- What is around -- */

  resize(size) {
    const { min, max } = this.slider;
    this.size = Math.round(Math.max(Number(min), Math.min(Number(max), size)));
    this.slider.value = this.size;
    localStorage.setItem(SIZE, this.size);
    this.#remeasure();
  }

  /** The room has changed. */
  fit() {
    if (this.grid.isCovered) return undefined;
    this.grid.viewHeight = this.root.clientHeight;
    if (this.width === this.root.clientWidth) return this.grid.request();
    this.width = this.root.clientWidth;
    return this.#remeasure();
  }

  remove(ids) {
    const gone = new Set(ids);
    const left = this.items.filter((item) => !gone.has(item.id));
    if (!left.length && !this.pages.next && !this.pages.previous) return location.reload();
    const active = this.grid.indexOf(this.selection.active);
    const next = this.items.find((item, index) => index > active && !gone.has(item.id)) ?? left.at(-1);
    this.grid.change((layout) => layout.reset(left));
    this.selection.forget(ids);
    this.#recount({ areOthers: true });
    if (this.selection.active === null && next) this.selection.activate(next.id);
    return undefined;
  }

  /** Asks for everything around the present place once more. */
  async reload() {
    const here = this.view === "grid" ? this.grid.firstSeen()?.id : this.selection.active;
    await this.beginAnew(here ? { at: here } : {}).catch(() => {}); // it has been said
    document.dispatchEvent(new CustomEvent("kadr:items"));
    this.#recount({ areOthers: true });
  }

  /** Lets go of everything and begins with another page; see `Pages.anew`. */
  async beginAnew(fields) {
    const { pages } = this;
    const page = await pages.anew(fields);
    if (pages !== this.pages) return; // another set is shown by now
    this.#take(page);
    this.grid.change((layout) => layout.reset(page.items));
  }

  /** Shows the set that a query string names, around this item if it is in it; whether it is still wanted when it comes. */
  async showSet(query, at = null) {
    const pages = new Pages(this.pages.address, query, {});
    this.wanted = pages;
    const page = await pages.anew(at === null ? {} : { at }).catch((fault) => {
      if (this.wanted === pages) this.wanted = null;
      throw fault;
    });
    if (this.wanted !== pages) return false;
    this.wanted = null;
    this.pages = pages;
    this.root.dataset.query = query;
    this.growing = { after: null, before: null };
    this.#take(page);
    this.grid.renew(page.items, at);
    this.root.querySelector("[data-part=nothing]").hidden = page.items.length > 0;
    this.#hold(page.items);
    return true;
  }

  /** What is selected stays so where it is seen: a mark must not fall on what the set has left out. */
  #hold(items) {
    const here = new Set(items.map((item) => item.id));
    const first = this.view === "grid" ? null : items[0]?.id ?? null; // the other views always show one
    const active = here.has(this.selection.active) ? this.selection.active : first;
    this.selection.replace([...this.selection.ids].filter((id) => here.has(id)), active);
  }

  /** The cells lead to their pages by the set that is shown. */
  readdress() {
    for (const [id, { element }] of this.grid.shown) element.href = this.href(id);
  }

  /** What stands around the set as the server would have it now; asked for when nothing has changed for a moment. */
  furnish() {
    clearTimeout(this.furnishing);
    this.furnishing = setTimeout(() => void this.#recount(), FURNISH_AFTER_MS);
  }

  /** The numbers beside the places, and of what is shown, as the page would have them now. */
  async #recount({ areOthers = false } = {}) {
    const { query } = this.root.dataset;
    const answer = await get(`${this.root.dataset.furniture}?${query}`, { quiet: true }).catch(() => null);
    if (!answer) return; // they are old, and right again on the next page
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (query !== this.root.dataset.query) return;
    for (const part of FURNITURE) {
      const [now, then] = [fresh, this.app].map((page) => page.querySelector(`[data-part=${part}]`));
      if (!now || !then || isSame(now, then, areOthers)) continue;
      Object.assign(then.dataset, now.dataset);
      then.replaceChildren(...now.childNodes);
      htmx.process(then); // the days ask for themselves
    }
  }

  #take(page) {
    Object.assign(this.grid.dayWords, page.days);
  }

  #remeasure() {
    const { active } = this.selection;
    const keep = active !== null && this.#isSeen(active) ? active : null;
    this.grid.change((layout) => layout.reset(layout.items, this.measures()), keep);
  }

  #isSeen(id) {
    const index = this.grid.indexOf(id);
    if (index < 0) return false;
    const { y, height } = this.grid.rectangle(index);
    return y + height > this.grid.top && y < this.grid.top + this.grid.viewHeight;
  }

  #selected() {
    this.#keepPlaceSoon();
    if (!this.grid.isCovered) {
      for (const [id, { element }] of this.grid.shown) this.#mark(element, id);
      this.#pointToActive();
    }
    this.#tellStatus();
    this.tellSelection();
  }

  /** Tells what a step is taken with, and which one is active; see `targets`. */
  tellSelection() {
    const ids = this.view === "grid" ? [...this.selection.ids] : this.targets();
    document.dispatchEvent(new CustomEvent("kadr:selection", { detail: { ids, count: ids.length } }));
  }

  #mark(element, id) {
    const selected = String(this.selection.has(id));
    if (element.getAttribute("aria-selected") !== selected) element.setAttribute("aria-selected", selected);
    element.toggleAttribute("data-active", id === this.selection.active);
  }

  #pointToActive() {
    const element = this.grid.element(this.selection.active);
    if (element) this.grid.cells.setAttribute("aria-activedescendant", element.id);
    else this.grid.cells.removeAttribute("aria-activedescendant");
  }

  #tellStatus() {
    const active = this.items[this.grid.indexOf(this.selection.active)];
    this.status.textContent = active ? active.name : "";
  }

  /** After each frame: asks for more where it is needed, and remembers the place. */
  #moved() {
    this.#pointToActive();
    const below = this.grid.layout.height - this.grid.top - this.grid.viewHeight;
    if (below < AHEAD_PX) this.grow("after");
    if (this.grid.top < AHEAD_PX) this.grow("before");
    this.pending ||= setTimeout(() => this.#askPending(), PENDING_AFTER_MS);
    this.#keepPlaceSoon();
  }

  /** Without what an open stack has brought before its page came. */
  #dropKnown(items) {
    if (!this.items.some(({ opened }) => opened)) return items;
    return items.filter(({ id }) => this.grid.indexOf(id) < 0);
  }

  async #grow(side) {
    const { pages } = this;
    const page = await pages[side]();
    if (pages !== this.pages) return false; // another set is shown by now
    if (pages.waitMs > 0) this.#lookLater(pages.waitMs);
    if (!page?.items.length) return false;
    this.#take(page);
    page.items = this.#dropKnown(page.items);
    if (side === "after") {
      this.grid.append(page.items);
      if (this.items.length > MOST_ITEMS) this.#dropFront();
    } else {
      this.grid.change((layout) => layout.prepend(page.items));
      if (this.items.length > MOST_ITEMS) this.#dropBack();
    }
    return true;
  }

  /** At the very end of what is there nobody can scroll on, so what failed is asked for again by itself. */
  #lookLater(waitMs) {
    this.later ||= setTimeout(() => {
      this.later = 0;
      this.#moved();
    }, waitMs + 50);
  }

  /** Pictures that are being made come in by themselves, while somebody looks. */
  async #askPending() {
    const ids = [...this.grid.shown.values()].filter(({ item }) => item.state === "pending").map(({ item }) => item.id);
    if (ids.length && !document.hidden) {
      const found = await this.pages.only(ids);
      const made = found.filter((item) => item.state !== "pending");
      this.grid.refresh(made);
      if (made.length) document.dispatchEvent(new CustomEvent("kadr:items"));
    }
    this.pending = ids.length ? setTimeout(() => this.#askPending(), PENDING_AFTER_MS) : 0;
  }

  #dropFront() {
    this.grid.change((layout) => layout.dropFront(DROP));
    this.pages.beginAt(this.items[0].key);
  }

  #dropBack() {
    this.grid.change((layout) => layout.dropBack(DROP));
    this.pages.endAt(this.items.at(-1).key);
  }

  /* -- Coming back to the same place -- */

  #keepPlaceSoon() {
    clearTimeout(this.keeping);
    this.keeping = setTimeout(() => this.#keepPlace(), 250);
  }

  /** The address names the active one where it is seen, else what is seen first. */
  #keepPlace() {
    if (this.grid.isCovered || this.opening.view !== "grid" || this.wanted) return;
    const seen = this.grid.firstSeen();
    if (!seen) return;
    const isAtStart = this.grid.top < 1 && !this.pages.previous;
    const terms = new URLSearchParams(this.root.dataset.query);
    const active = this.selection.active !== null && this.#isSeen(this.selection.active) ? this.selection.active : null;
    if (active !== null || !isAtStart) terms.set("at", active ?? seen.id);
    history.replaceState(history.state, "", terms.size ? `?${terms}` : location.pathname);
    sessionStorage.setItem(this.#placeName(), JSON.stringify({ ...seen, active }));
  }

  #placeName() {
    return `kadr-library ${location.pathname}?${this.root.dataset.query}`;
  }

  #findPlace(items) {
    const terms = new URLSearchParams(location.search);
    const at = items.findIndex((item) => String(item.id) === terms.get("at"));
    if (at < 0) return;
    const kept = JSON.parse(sessionStorage.getItem(this.#placeName()) ?? "null");
    const before = items.findIndex((item) => item.id === kept?.id);
    if (before >= 0) this.grid.scrollTo(before, kept.offset);
    if (kept?.id === items[at].id && kept.active !== kept.id) return;
    this.selection.active = items[at].id;
    this.selection.anchor = items[at].id;
    if (before < 0 || !this.#isSeen(items[at].id)) this.grid.scrollTo(at, this.grid.viewHeight / 3);
  }
}

/* The days are what their address gives: as long as that is the same, what one has opened and typed there stays. */
function isSame(now, then, areOthers) {
  if ("address" in then.dataset) return !areOthers && now.dataset.address === then.dataset.address;
  return now.innerHTML === then.innerHTML;
}

function readSize(slider) {
  const kept = Number(localStorage.getItem(SIZE));
  if (kept) slider.value = kept;
  return Number(slider.value);
}

export default function page(root) {
  const library = new Library(root);
  libraries.set(root, library);
  const { grid } = library;
  const scroll = () => grid.request();
  const slide = () => library.resize(Number(library.slider.value));
  const removed = (event) => library.remove(event.detail.ids);
  const restored = () => library.reload();
  const clear = () => library.selection.clear();
  const observer = new ResizeObserver(() => library.fit());
  const cleanups = [attachPointer(library), attachSkim(grid), ...attachKeys(library)];
  root.addEventListener("scroll", scroll, { passive: true });
  library.slider.addEventListener("input", slide);
  document.addEventListener("kadr:removed", removed);
  document.addEventListener("kadr:restored", restored);
  document.addEventListener("kadr:clear", clear);
  observer.observe(root);
  return () => {
    root.removeEventListener("scroll", scroll);
    library.slider.removeEventListener("input", slide);
    document.removeEventListener("kadr:removed", removed);
    document.removeEventListener("kadr:restored", restored);
    document.removeEventListener("kadr:clear", clear);
    observer.disconnect();
    for (const cleanup of cleanups) cleanup();
    library.stop();
  };
}
