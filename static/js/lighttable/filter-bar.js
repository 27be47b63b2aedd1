/* The filter bar: what the set is narrowed by. A change asks for the first page of the other set and says so in the
   address; the numbers beside the values come after that. Attached to the grid, behind `library/page`. */
import { libraryOf } from "app/library/page";
import { command } from "app/lighttable/commands";
import { FacetView } from "app/lighttable/facet-view";
import { walkGroups } from "app/lighttable/groups";
import * as terms from "app/lighttable/terms";
import { get } from "app/net";
import { toast } from "app/toast";

const ASK_AFTER_MS = 120; // the page is shown first, and who clicks twice is asked for once
const ASK_AFTER_MARKS_MS = 1500; // marks go in batches
const TYPED_AFTER_MS = 300;
const KEPT = "kadr-filter";
const PLACES = "[data-part=places] a, [data-part=runs] a, .bins [data-part=tree] a";

class FilterBar {
  constructor(root) {
    this.library = libraryOf(root);
    this.root = root;
    this.app = this.library.app;
    this.form = this.app.querySelector("[data-part=filter]");
    this.view = new FacetView(this.form, this.app);
    this.fields = [...document.querySelectorAll(".topbar input[name=q]"), this.part("words-here")];
    this.asking = null; // the latest question for numbers
    this.timers = {};
    this.wanted = this.query;
    this.compare = this.part("compare").dataset.value;
    this.draw();
    this.ask(ASK_AFTER_MS);
  }

  get query() {
    return this.root.dataset.query;
  }

  part(name) {
    return this.form.querySelector(`[data-part=${name}]`);
  }

  /* -- The set -- */

  /** Shows another set. The chips are drawn at once; when the set does not come, everything is as it was. */
  async show(query, { at = this.library.selection.active, isStep = true } = {}) {
    this.wanted = query;
    this.draw();
    try {
      if (!(await this.library.showSet(query, at))) return; // another one was wanted meanwhile
    } catch {
      if (this.wanted === query) this.wanted = this.query; // it has been said
      return this.draw();
    }
    if (isStep) history.pushState(history.state, "", this.address(query));
    this.follow();
    document.dispatchEvent(new CustomEvent("kadr:set", { detail: { query } }));
  }

  /** The address of a set, looked at in the present way. */
  address(query) {
    const all = new URLSearchParams(query);
    const now = new URLSearchParams(location.search);
    for (const name of ["view", "at"]) if (now.has(name)) all.set(name, now.get(name));
    if (this.library.view === "grid") all.delete("at");
    const written = all.toString().replaceAll("%2C", ",");
    return written ? `?${written}` : location.pathname;
  }

  /** What goes with the set: the order, the days, the places; and its numbers. */
  follow() {
    this.draw();
    this.ask(ASK_AFTER_MS);
    this.lead();
    this.library.furnish();
  }

  /** The links of the panel lead on with the filter, or without: at once, and those of the bins too. */
  lead() {
    for (const link of this.app.querySelectorAll(PLACES)) {
      if (link.pathname !== location.pathname) continue;
      const query = terms.carry(link.search, this.query);
      link.href = query ? `?${query}` : link.pathname;
    }
  }

  /** Back and forward in the browser's history: the set that the address names. */
  back() {
    const query = terms.nameSet(location.search);
    if (terms.isSameSet(query, this.wanted)) return;
    const at = Number(new URLSearchParams(location.search).get("at")) || null;
    this.show(query, { at: at ?? this.library.selection.active, isStep: false });
  }

  /* -- Steps -- */

  clear() {
    if (terms.isFiltered(this.wanted)) this.keep(this.wanted);
    return this.show(terms.clear(this.wanted));
  }

  toggle() {
    if (terms.isFiltered(this.wanted)) {
      this.keep(this.wanted);
      return this.show(terms.withFilter(this.wanted, ""));
    }
    const kept = sessionStorage.getItem(this.keptName);
    if (kept) return this.show(terms.withFilter(this.wanted, kept));
    return toast(this.form.dataset.wordNone);
  }

  lock() {
    const all = new URLSearchParams(this.wanted);
    if (all.has("lock")) all.delete("lock");
    else all.set("lock", "1");
    const query = terms.nameSet(all.toString());
    if (!terms.isSameSet(query, this.query)) return void this.show(query); // another set is on its way: it comes so
    this.wanted = query;
    this.root.dataset.query = this.wanted;
    this.library.pages.query = this.wanted;
    history.replaceState(history.state, "", this.address(this.wanted));
    this.library.readdress();
    this.follow();
  }

  keep(query) {
    sessionStorage.setItem(this.keptName, terms.takeFilter(query));
  }

  get keptName() {
    return `${KEPT} ${location.pathname}`;
  }

  /** To the field of words: that of the top bar, or on a phone that of the sheet. */
  write() {
    const field = this.fields.find((each) => each.checkVisibility());
    if (!field) return false;
    field.focus();
    field.select();
    return true;
  }

  pick({ target }) {
    const { name, value } = target;
    if (!name || target.type !== "checkbox") return;
    this.show(terms.toggle(this.wanted, name, value));
  }

  press({ target }) {
    const star = target.closest("[data-stars]");
    if (star) this.show(terms.toggleStars(this.wanted, this.compare, Number(star.dataset.stars)));
    if (target.closest("[data-part=compare]")) this.turnComparison();
  }

  /** ≥, =, ≤ and again; a question that stands is asked in the new way. */
  turnComparison() {
    const signs = ["ge", "eq", "le"];
    this.compare = signs[(signs.indexOf(this.compare) + 1) % signs.length];
    const asked = terms.readStars(this.wanted);
    if (asked) this.show(terms.put(this.wanted, "stars", [`${this.compare}${asked.stars}`]));
    else this.draw();
  }

  typed(field) {
    clearTimeout(this.timers.typing);
    const go = () => this.say(field.value);
    this.timers.typing = setTimeout(go, TYPED_AFTER_MS);
  }

  say(words) {
    clearTimeout(this.timers.typing);
    const query = terms.put(this.wanted, "q", [words.trim()]);
    if (!terms.isSameSet(query, this.wanted)) this.show(query);
  }

  /* -- Drawing -- */

  draw() {
    const asked = terms.readStars(this.wanted);
    if (asked) this.compare = asked.compare;
    this.view.choose(this.wanted, this.#ways());
    this.view.offer(Boolean(sessionStorage.getItem(this.keptName)));
    const words = new URLSearchParams(this.wanted).get("q") ?? "";
    for (const field of this.fields) if (field !== document.activeElement) field.value = words;
  }

  #ways() {
    return { compare: this.compare, isLocked: new URLSearchParams(this.wanted).has("lock") };
  }

  /** Asks for the numbers, after a while; a later question settles an earlier one. */
  ask(afterMs) {
    clearTimeout(this.timers.ask);
    this.timers.ask = setTimeout(() => void this.#ask(), afterMs);
  }

  async #ask() {
    if (document.hidden) return this.ask(ASK_AFTER_MARKS_MS);
    this.asking?.abort();
    const asking = new AbortController();
    this.asking = asking;
    try {
      const answer = await get(`${this.form.dataset.facets}?${this.query}`, { quiet: true, signal: asking.signal });
      const facets = await answer.json();
      if (this.asking !== asking) return;
      this.view.count(facets, this.wanted);
      this.view.choose(this.wanted, this.#ways()); // values that are new may be chosen
    } catch {
      // The numbers are old, and come with the next step.
    }
  }

  stop() {
    for (const timer of Object.values(this.timers)) clearTimeout(timer);
    this.asking?.abort();
  }
}

export default function filterBar(root) {
  const bar = new FilterBar(root);
  const { form, app } = bar;
  const listening = new AbortController();
  const on = (target, name, work, options = {}) => target.addEventListener(name, work, { signal: listening.signal, ...options });
  const later = () => bar.ask(ASK_AFTER_MARKS_MS);
  on(form, "change", (event) => bar.pick(event));
  on(form, "click", (event) => bar.press(event));
  on(form, "submit", (event) => event.preventDefault());
  on(form, "mousedown", keepFocus);
  on(window, "popstate", () => bar.back());
  on(document, "kadr:show", (event) => void bar.show(terms.nameSet(event.detail.query)));
  for (const name of ["kadr:marked", "kadr:removed", "kadr:restored", "kadr:undone"]) on(document, name, later);
  for (const field of bar.fields) attachField(bar, field, on);
  on(app, "click", (event) => clearByLink(bar, event));
  on(root.querySelector("[data-part=nothing]"), "pointerdown", (event) => event.stopPropagation()); // no band is drawn here
  const cleanups = [walkGroups(form), openMore(form, on), ...register(bar)];
  return () => {
    listening.abort();
    for (const cleanup of cleanups) cleanup();
    bar.stop();
  };
}

function register(bar) {
  return [
    command("filter.toggle", () => void bar.toggle()),
    command("filter.clear", () => void bar.clear()),
    command("filter.lock", () => bar.lock()),
    command("filter.text", () => bar.write()),
    command("filter.refresh", () => void bar.show(bar.query, { isStep: false })),
  ];
}

/* Words are looked for while they are typed; Enter and Escape go back to the pictures. */
function attachField(bar, field, on) {
  on(field, "input", () => bar.typed(field));
  on(field, "search", () => bar.say(field.value)); // the cross in the field
  on(field.form, "submit", (event) => {
    event.preventDefault();
    bar.say(field.value);
    bar.library.focus();
  });
  on(field, "keydown", (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    bar.library.focus();
  });
}

function clearByLink(bar, event) {
  const link = event.target.closest("[data-part=clear-filter]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  bar.clear();
}

/* A chip pressed by a pointer does not take the focus from the pictures: the keys go on from there. */
function keepFocus(event) {
  if (event.target.closest("label, button, summary")) event.preventDefault();
}

/* The columns: open on a phone, where they are part of the sheet; else a click beside them or Escape closes them. */
function openMore(form, on) {
  const more = form.querySelector("[data-part=more]");
  const close = () => {
    if (!form.matches(":popover-open")) more.open = false;
  };
  on(form, "toggle", (event) => {
    if (event.target === form) more.open = event.newState === "open";
  });
  on(document, "pointerdown", (event) => more.open && !more.contains(event.target) && close());
  const escape = (event) => {
    if (event.key !== "Escape" || !more.open || form.matches(":popover-open")) return;
    event.preventDefault();
    event.stopPropagation();
    const isInside = more.contains(document.activeElement);
    close();
    if (isInside) more.querySelector("summary").focus();
  };
  on(document, "keydown", escape, { capture: true }); // before it lets go of the selection
  return close;
}
