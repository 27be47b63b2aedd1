/* Four views over one set, on one page: grid, loupe, compare, survey. What is active in the selection is what is looked
   at; each view is also an address. */
import { libraryOf } from "app/library/page";
import { About } from "app/lighttable/about";
import { Compare } from "app/lighttable/compare";
import { Filmstrip } from "app/lighttable/filmstrip";
import { Inspector } from "app/lighttable/inspector";
import { Loupe } from "app/lighttable/loupe";
import { Order } from "app/lighttable/order";
import { Allowance, readPlace, writePlace } from "app/lighttable/place";
import { attachSteps } from "app/lighttable/steps";
import { Survey } from "app/lighttable/survey";
import { isSameSet } from "app/lighttable/terms";
import { neighbours } from "app/lighttable/walk";
import { viewWords, writeSurvey } from "app/lighttable/view-words";
import { fill } from "app/lighttable/words";
import { writeCount } from "app/lighttable/plurals";
import { toast } from "app/toast";

const MOST_SURVEYED = 40;
const ALONE_SURVEYED = 4; // when only one is selected: that one and those after it
const NEAR_END = 30; // items before an end at which more is asked for
const TELL_AFTER_MS = 500;
const MOST_BESIDE = 100; // more than any view shows

class Views {
  constructor(library) {
    this.library = library;
    this.root = library.app.querySelector("[data-part=views]");
    this.words = this.root.dataset;
    this.told = this.root.querySelector("[data-part=told]");
    this.saying = library.app.querySelector("[data-part=saying]"); // what others did stands in every view
    this.direction = 1;
    this.select = null; // of the comparison, an id
    this.set = []; // of the survey, ids
    this.goings = 0; // counts where one has turned to: what comes after the next turn comes too late
    this.awaited = null; // an address that Back has led to, and whose set is on its way
    this.allowance = new Allowance();
    const part = (name) => this.root.querySelector(`[data-part=${name}]`);
    const step = (by) => this.step(by);
    this.loupe = new Loupe(part("loupe"), { go: step, words: this.words });
    this.compare = new Compare(part("compare"), { activate: (id) => this.#activate(id), go: step, tell: () => this.#tellCompared() });
    this.survey = new Survey(part("survey"), {
      activate: (id) => this.#activate(id),
      drop: (id) => this.#drop(id),
      open: (id) => this.#openFromSurvey(id),
      words: this.words,
    });
    this.views = { loupe: this.loupe, compare: this.compare, survey: this.survey };
    this.strip = new Filmstrip(part("strip"), library, (id, event) => this.#pressFrame(id, event));
    this.about = new About((id) => `${this.words.about.replace("/0/", `/${id}/`)}?${library.root.dataset.query}`);
    this.inspector = new Inspector(library.app.querySelector("[data-part=inspector]"), library, this.about, {
      words: this.words,
      told: (id, summary) => this.loupe.item?.id === id && this.loupe.tell(summary),
    });
    this.lights = library.lights;
    this.order = new Order(library, () => this.follow());
  }

  stop() {
    for (const view of Object.values(this.views)) view.stop();
    this.strip.stop();
    this.inspector.stop();
    clearTimeout(this.telling);
    clearTimeout(this.writing);
  }

  get view() {
    return this.library.view;
  }

  get active() {
    return this.library.selection.active;
  }

  /* -- From one view to another -- */

  /** Turns to a view, at the active one. `history`: "push" for a step that Back takes back, "" when the address says it already. */
  turn(view, { history: how = "push" } = {}) {
    if (view === this.view) return this.focus();
    this.goings += 1;
    this.isTurning = true; // what is chosen now is for the view to come
    const isReady = this.#prepare(view);
    this.isTurning = false;
    if (!isReady) return undefined;
    this.views[this.view]?.close();
    if (view === "grid") this.#selectActive();
    this.library.turnTo(view);
    this.library.app.dataset.view = view;
    this.library.app.querySelector(`[data-said=${view}]`).append(this.saying);
    this.root.hidden = view === "grid";
    document.body.toggleAttribute("data-looks-closer", view !== "grid"); // a `:has()` would cost each step a look at the whole page
    this.lights.show(view);
    this.strip.open(view !== "grid" && this.lights.hasStrip);
    this.views[view]?.open();
    for (const button of this.library.app.querySelectorAll("[data-view]")) {
      if (button !== this.library.app) button.setAttribute("aria-pressed", String(button.dataset.view === view));
    }
    if (how) this.#write(how);
    document.dispatchEvent(new CustomEvent("kadr:view", { detail: { view } }));
    this.library.tellSelection();
    return this.focus();
  }

  /** Chooses what the view is to show, if that is not said yet; false when there is nothing to show. */
  #prepare(view) {
    if (view === "grid") return true;
    const { selection, items, grid } = this.library;
    if (!this.library.itemOf(selection.active)) {
      const first = this.library.itemOf(grid.firstSeen()?.id) ?? items[0];
      if (!first) return false;
      selection.only(first.id);
    }
    if (view === "compare") return this.#prepareCompare();
    if (view === "survey") this.#prepareSurvey();
    return true;
  }

  /** In the grid a mark falls on what is selected: what was looked at last is. */
  #selectActive() {
    const { selection } = this.library;
    if (selection.active !== null && !selection.has(selection.active)) selection.only(selection.active);
  }

  /** Two selected ones, or the active one and the next. */
  #prepareCompare() {
    const ids = this.#chosenInOrder();
    const active = this.active;
    this.walkedInCompare = ids.length > 2 ? ids : null;
    const others = ids.length > 1 ? ids : this.library.items.map(({ id }) => id);
    const at = others.indexOf(active);
    const next = others[at + 1] ?? others[at - 1];
    if (next === undefined) {
      toast(this.words.wordTwo);
      return false;
    }
    [this.select, this.candidate] = this.walkedInCompare ?? [active, next];
    this.library.selection.activate(this.candidate);
    return true;
  }

  #prepareSurvey() {
    const chosen = this.#chosenInOrder();
    const { items } = this.library;
    const at = items.findIndex(({ id }) => id === this.active);
    const ids = chosen.length > 1 ? chosen : items.slice(at, at + ALONE_SURVEYED).map(({ id }) => id);
    this.surveyed = ids.length;
    this.set = ids.slice(0, MOST_SURVEYED);
    this.#holdBeside(this.set);
    this.library.selection.replace(this.set, this.set.includes(this.active) ? this.active : this.set[0]);
  }

  /** What is selected and at hand, in the order of the set. */
  #chosenInOrder() {
    const { selection, items } = this.library;
    if (selection.size < 2) return [];
    return items.filter(({ id }) => selection.has(id)).map(({ id }) => id);
  }

  /** Keeps these items, also when the far end of the set is let go of; those that were held first give way. */
  #holdBeside(ids) {
    const { beside } = this.library;
    for (const item of ids.map((id) => this.library.itemOf(id)).filter(Boolean)) {
      beside.delete(item.id);
      beside.set(item.id, item);
    }
    for (const id of [...beside.keys()].slice(0, Math.max(0, beside.size - MOST_BESIDE))) beside.delete(id);
  }

  focus() {
    (this.views[this.view] ?? this.library).focus();
  }

  /** Goes where an address says, as far as that is there. */
  async goTo(place) {
    const { library } = this;
    const going = (this.goings += 1);
    const wanted = [place.at, place.beside, ...place.set].filter((id) => id !== null);
    if (place.at !== null && !library.itemOf(place.at)) await library.beginAnew({ at: place.at }).catch(() => {});
    if (going !== this.goings) return;
    const missing = wanted.filter((id) => !library.itemOf(id));
    const found = missing.length ? await library.pages.only(missing).catch(() => []) : [];
    if (going !== this.goings) return;
    for (const item of found) library.beside.set(item.id, item);
    const at = library.itemOf(place.at)?.id ?? library.items[0]?.id;
    if (at === undefined) return;
    if (place.view === "compare") this.#goToCompare(place, at);
    else if (place.view === "survey") this.#goToSurvey(place, at);
    else if (this.view !== place.view) this.turn(place.view, { history: "" });
    if (place.view === "loupe") this.choose(at);
    if (this.view !== place.view) this.#write("replace"); // there was nothing to show there
  }

  #goToCompare({ beside }, at) {
    const { selection } = this.library;
    const select = this.library.itemOf(beside)?.id;
    if (select === undefined || select === at) {
      selection.only(at);
      return void this.turn("compare", { history: "" });
    }
    selection.replace([select, at], select);
    this.turn("compare", { history: "" });
    this.walkedInCompare = null;
    [this.select, this.candidate] = [select, at];
    selection.activate(at);
  }

  #goToSurvey({ set }, at) {
    const { selection } = this.library;
    const ids = set.filter((id) => this.library.itemOf(id));
    selection.replace(ids.length ? ids : [at], at);
    this.turn("survey", { history: "" });
    if (ids.length) {
      this.set = ids;
      this.surveyed = ids.length;
      this.#holdBeside(ids);
      this.follow();
    }
  }

  /* -- Going on -- */

  /** Makes one the active one: alone, unless several are selected and it is one of them. */
  choose(id) {
    const { selection } = this.library;
    if (selection.size > 1 && selection.has(id)) selection.activate(id);
    else selection.only(id);
  }

  #activate(id) {
    if (id !== this.active) this.library.selection.activate(id);
  }

  /** The ids one goes through: those that are selected, when several are; else all of the set that is at hand. */
  get walked() {
    if (this.view === "compare" && this.walkedInCompare) return this.walkedInCompare;
    const { items, selection } = this.library;
    const isWithin = this.view === "loupe" && selection.size > 1 && selection.has(this.active);
    const known = this.known;
    if (known && known.items === items && known.chosen === (isWithin ? selection.ids : null)) return known.ids;
    const ids = isWithin ? this.#chosenInOrder() : items.map(({ id }) => id);
    this.known = { items, chosen: isWithin ? selection.ids : null, ids, isWithin };
    return ids;
  }

  /** Goes on by so many (1 or −1) in the view that is seen. */
  step(by) {
    this.direction = by;
    if (this.view === "survey") return this.#activate(this.survey.beside(by > 0 ? "next" : "previous"));
    const from = this.view === "compare" ? this.candidate : this.active;
    const next = this.#nextOf(from, by);
    if (next !== undefined) return this.#arrive(next);
    return void this.#stepFurther(from, by);
  }

  #nextOf(from, by) {
    const ids = this.walked;
    let at = ids.indexOf(from) + by;
    if (this.view === "compare" && ids[at] === this.select) at += by;
    return ids[at];
  }

  /** Over the edge of what is at hand: more is asked for, and at the end of everything that is said. */
  async #stepFurther(from, by) {
    if (!this.known?.isWithin && (await this.library.grow(by > 0 ? "after" : "before"))) {
      const next = this.#nextOf(from, by);
      if (next !== undefined) return this.#arrive(next);
    }
    this.told.textContent = by > 0 ? this.words.wordLast : this.words.wordFirst;
    return undefined;
  }

  #arrive(id) {
    if (this.view !== "compare") return this.choose(id);
    const wasActive = this.active === this.candidate;
    this.candidate = id;
    if (wasActive) return this.library.selection.activate(id);
    return this.follow();
  }

  /** To the first or the last one there is. */
  async goFar(fields, side, edge) {
    if (this.library.pages[side]) await this.library.beginAnew(fields);
    const ids = this.library.items.map(({ id }) => id).filter((id) => this.view !== "compare" || id !== this.select);
    if (ids.length) this.#arrive(ids.at(edge));
  }

  /* -- Comparing -- */

  promote() {
    if (this.view !== "compare") return false;
    const next = this.#nextOf(this.candidate, 1) ?? this.#nextOf(this.candidate, -1);
    [this.select, this.candidate] = [this.candidate, next ?? this.select];
    this.#activate(this.candidate);
    return this.follow();
  }

  swap() {
    if (this.view !== "compare") return false;
    [this.select, this.candidate] = [this.candidate, this.select];
    return this.follow();
  }

  /** Marks go to the other side. */
  otherSide() {
    this.#activate(this.active === this.select ? this.candidate : this.select);
    this.focus();
  }

  /* -- Surveying -- */

  drop() {
    if (this.view !== "survey") return false;
    return this.#drop(this.active);
  }

  #drop(id) {
    const at = this.set.indexOf(id);
    if (at < 0) return;
    this.set = this.set.filter((other) => other !== id);
    const { selection } = this.library;
    const next = this.active === id ? (this.set[at] ?? this.set.at(-1)) : this.active;
    if (!this.set.length) return this.turn("grid");
    this.surveyed = this.set.length;
    selection.replace(this.set, next);
    this.#writeSoon();
  }

  #openFromSurvey(id) {
    this.library.selection.activate(id);
    this.turn("loupe");
  }

  #pressFrame(id, event) {
    if (this.view === "compare") {
      if (id === this.select) return this.#activate(id);
      this.candidate = id;
      return this.active === id ? this.follow() : this.library.selection.activate(id);
    }
    if (this.view === "survey") {
      if (!this.set.includes(id)) this.set = [...this.set, id].slice(-MOST_SURVEYED);
      this.surveyed = this.set.length;
      this.#holdBeside([id]);
      return this.library.selection.replace(this.set, id);
    }
    if (event.ctrlKey || event.metaKey) this.library.selection.toggle(id);
    else this.choose(id);
    return this.focus();
  }

  /* -- Showing -- */

  /** Shows what is active now. */
  follow() {
    if (this.isTurning) return;
    const { library } = this;
    const item = library.itemOf(this.active);
    this.inspector.follow(this.view === "grid" ? this.lights.hasInspector : true);
    if (this.view === "grid" || !item) return;
    if (this.view === "loupe") this.#showLoupe(item);
    else if (this.view === "compare") this.#showCompare();
    else this.#showSurvey();
    this.#growNear();
    this.strip.follow(item.id, this.#framed());
    this.#tellSoon();
    this.#writeSoon();
  }

  /** Several are compared because somebody chose them: nothing else comes among them by itself. */
  mayTurnTo(id) {
    return ["grid", "loupe"].includes(this.view) || this.#framed().has(id);
  }

  #framed() {
    if (this.view === "compare") return new Set([this.select, this.candidate]);
    return this.view === "survey" ? new Set(this.set) : this.library.selection.ids;
  }

  #showLoupe(item) {
    const ids = this.walked;
    const at = ids.indexOf(item.id);
    const of = (id) => (id === undefined ? null : this.library.itemOf(id));
    const ahead = neighbours(ids, at, this.direction).map(of).filter(Boolean);
    const around = { before: of(ids[at - 1]), after: of(ids[at + 1]) };
    this.loupe.show(item, { ahead, around, position: this.#positionOf(item.id, at), summary: this.inspector.summaryOf(item.id) });
    this.loupe.part("facts").href = this.library.href(item.id);
  }

  #positionOf(id, at) {
    const { wordOf, wordOfKnown } = this.words;
    if (this.known?.isWithin) return fill(writeCount(viewWords().place_of_chosen, this.known.ids.length), { place: at + 1 });
    const { place, count } = this.order.of(id, at);
    if (place !== null && count !== null) return fill(wordOf, { place, count });
    return count === null ? "" : fill(wordOfKnown, { count });
  }

  #showCompare() {
    const of = (id) => this.library.itemOf(id);
    if (!of(this.select) || !of(this.candidate)) return void this.turn("grid", { history: "replace" });
    if (this.active !== this.select && this.active !== this.candidate) this.candidate = this.active;
    this.#holdBeside([this.select, this.candidate]);
    const ids = this.walked;
    const ahead = neighbours(ids, ids.indexOf(this.candidate), this.direction).filter((id) => id !== this.select);
    this.compare.show({
      select: of(this.select),
      candidate: of(this.candidate),
      active: this.active,
      ahead: ahead.map(of).filter(Boolean),
    });
    return undefined;
  }

  #tellCompared() {
    const at = this.walked.indexOf(this.candidate);
    const isWithin = this.walkedInCompare !== null;
    const { place, count } = isWithin ? { place: at + 1, count: this.walked.length } : this.order.of(this.candidate, at);
    const isKnown = place !== null && count !== null;
    const words = isKnown ? this.words.wordCandidate : this.words.wordCandidateOne;
    this.compare.part("words").textContent = fill(words, { place, count, percent: this.compare.percent });
  }

  #showSurvey() {
    const items = this.set.map((id) => this.library.itemOf(id)).filter(Boolean);
    if (!items.length) return void this.turn("grid", { history: "replace" });
    if (items.length < this.set.length) this.set = items.map(({ id }) => id);
    if (!this.set.includes(this.active)) return void this.#activate(this.set[0]); // a mark falls on what is seen
    this.survey.show(items, this.active);
    this.survey.root.querySelector("[data-part=words]").textContent = writeSurvey(items, this.surveyed);
    return undefined;
  }

  #growNear() {
    const { items, grid, pages } = this.library;
    const at = grid.indexOf(this.view === "compare" ? this.candidate : this.active);
    if (at < 0) return;
    if (pages.next && at > items.length - NEAR_END) this.library.grow("after");
    if (pages.previous && at < NEAR_END) this.library.grow("before");
  }

  /** Draws the marks of these anew, wherever they are shown. */
  draw(ids) {
    if (ids.includes(this.loupe.item?.id)) this.loupe.draw();
    if (this.view === "compare") this.compare.draw();
    if (this.view === "survey") this.survey.draw(ids);
    if (this.view !== "grid") this.strip.draw(ids);
    this.inspector.refresh(ids);
    if (this.view !== "grid" && ids.includes(this.active)) this.#tellSoon();
  }

  /** The items are others, or some have gone. */
  renew() {
    this.forget();
    if (this.view === "grid") return;
    if (this.library.itemOf(this.active)) return this.follow();
    if (!this.library.items.length) return this.turn("grid");
    this.library.selection.only(this.library.items[0].id);
  }

  forget() {
    this.known = null;
    this.order.forget();
    if (this.view !== "grid") this.strip.reset();
  }

  /** Back has led to another address: to another set as well, perhaps, and then who looks after that brings it first. */
  goBack() {
    const { search } = location;
    this.awaited = isSameSet(search, this.library.root.dataset.query) ? null : search;
    if (this.awaited === null) void this.goTo(readPlace(search));
  }

  /** Another set has come: what was held of the one before is not of it. */
  setCame() {
    const isAwaited = this.awaited === location.search;
    this.awaited = null;
    this.library.beside.clear();
    if (!isAwaited) return this.renew();
    this.forget();
    return void this.goTo(readPlace(location.search));
  }

  /** What is looked at, for who hears it: the name and the marks, once somebody stays. */
  #tellSoon() {
    clearTimeout(this.telling);
    this.telling = setTimeout(() => {
      const item = this.library.itemOf(this.active);
      if (!item || this.view === "grid") return;
      const marks = this.loupe.item ? this.loupe.part("marks").textContent.trim() : "";
      const position = this.loupe.item ? this.loupe.part("position").textContent : "";
      this.told.textContent = [item.name, position, marks].filter(Boolean).join(", ");
    }, TELL_AFTER_MS);
  }

  /* -- The address -- */

  get place() {
    const { view } = this;
    if (view === "compare") return { view, at: this.candidate, beside: this.select };
    return { view, at: this.active, set: this.set };
  }

  #write(how) {
    clearTimeout(this.writing);
    this.writing = 0;
    const address = writePlace(this.library.root.dataset.query, this.place) || location.pathname;
    if (how === "push") history.pushState(null, "", address);
    else history.replaceState(history.state, "", address);
  }

  /** For each step, as long as the browser allows it. */
  #writeSoon() {
    if (this.allowance.take(performance.now())) this.#write("replace");
    else this.writing ||= setTimeout(() => this.#write("replace"), this.allowance.waitMs);
  }

  writeNow() {
    if (this.writing) this.#write("replace");
  }
}

export default function views(root) {
  const library = libraryOf(root);
  const all = new Views(library);
  const takeBack = attachSteps(all);
  library.opener = (id) => {
    all.choose(id);
    all.turn("loupe");
  };
  library.mayTurnTo = (id) => all.mayTurnTo(id);
  const gone = new AbortController();
  const on = (target, name, handler) => target.addEventListener(name, handler, { signal: gone.signal });
  on(document, "kadr:selection", () => all.follow());
  on(document, "kadr:marked", (event) => all.draw(event.detail.ids));
  on(document, "kadr:removed", (event) => {
    for (const id of event.detail.ids) library.beside.delete(id);
    all.renew();
  });
  on(document, "kadr:items", () => all.renew());
  on(document, "kadr:set", () => all.setCame());
  on(document, "kadr:undone", () => all.about.forgetAll());
  on(window, "popstate", () => all.goBack());
  on(window, "pagehide", () => all.writeNow());
  if (library.opening.view !== "grid") all.goTo(library.opening).finally(() => (library.opening = { view: "grid" }));
  return () => {
    gone.abort();
    takeBack();
    library.opener = null;
    library.mayTurnTo = () => true;
    all.stop();
  };
}
