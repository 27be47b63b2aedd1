/* What the filter bar looks like: which values are chosen, how many each would give, and what is shown, in words. */
import { drawCount, mergeValues } from "app/lighttable/facets";
import { countChosen, isFiltered, readStars, valuesOf } from "app/lighttable/terms";

const IN_COLUMNS = ["kind", "camera", "lens", "on", "undated", "bin", "stack"];
const LISTED = ["camera", "lens", "on", "bin"]; // only the material knows their values
const SIGNS = { ge: "≥", eq: "=", le: "≤" };

export class FacetView {
  constructor(form, app) {
    this.form = form;
    this.app = app;
    this.stars = form.querySelector("[data-facet=stars]");
    this.starCounts = {};
    this.stars.addEventListener("pointerover", (event) => this.#tellStars(event.target.closest("[data-stars]")));
    this.stars.addEventListener("focusin", (event) => this.#tellStars(event.target.closest("[data-stars]")));
    this.stars.addEventListener("pointerleave", () => this.#tellStars());
    this.stars.addEventListener("focusout", () => this.#tellStars());
  }

  /** Which values are chosen. */
  choose(query, { compare, isLocked }) {
    for (const box of this.form.querySelectorAll("input[type=checkbox]")) {
      box.checked = valuesOf(query, box.name).includes(box.value);
    }
    this.compare = compare;
    this.asked = readStars(query);
    this.#drawStars();
    const others = valuesOf(query, "label").filter((label) => ["none", "other"].includes(label)).length;
    const chosen = countChosen(query, IN_COLUMNS) + others;
    this.#part("chosen").textContent = chosen || "";
    press(this.#part("lock"), isLocked);
    press(this.#part("toggle"), isFiltered(query));
    this.form.toggleAttribute("data-locked", isLocked);
    const clear = this.app.querySelector("[data-part=clear-filter]");
    if (clear) clear.hidden = !isFiltered(query) && countChosen(query, ["bin", "import"]) === 0;
    this.app.querySelector("[data-part=filter-open]")?.toggleAttribute("data-filtered", isFiltered(query));
  }

  /** What the button of the whole filter would do, with what has been kept. */
  offer(isKept) {
    const toggle = this.#part("toggle");
    const isOn = toggle.getAttribute("aria-pressed") === "true";
    const words = isOn || !isKept ? this.form.dataset.wordOff : this.form.dataset.wordOn;
    if (toggle.dataset.words === words) return;
    toggle.title = toggle.title.replace(toggle.dataset.words ?? toggle.title, words);
    toggle.dataset.words = words;
  }

  /** How many pictures each value would give; see `facets`. */
  count({ facets, shown, total, words }, query) {
    for (const name of LISTED) this.#list(name, mergeValues(facets[name] ?? [], valuesOf(query, name)));
    for (const box of this.form.querySelectorAll("input[type=checkbox]")) {
      const found = facets[box.name]?.find((each) => String(each.value) === box.value);
      if (found) setCount(box.parentElement, found.count);
    }
    this.starCounts = Object.fromEntries((facets.stars ?? []).map(({ value, count }) => [value, count]));
    this.#drawStars();
    this.#tellSet(shown, total, words);
  }

  /** The values of a column, those of before as they are, so that whoever stands there stays. */
  #list(name, values) {
    const place = this.form.querySelector(`[data-facet=${name}] [data-part=values]`);
    const rows = new Map([...place.querySelectorAll(`input[name=${name}]`)].map((box) => [box.value, box.parentElement]));
    const fixed = [...place.children].filter((row) => row.querySelector("input").name !== name);
    const wanted = values.map((each) => rows.get(each.value) ?? this.#makeRow(name, each));
    values.forEach((each, index) => setCount(wanted[index], each.count));
    for (const row of rows.values()) if (!wanted.includes(row)) row.remove();
    const now = [...place.children];
    const all = [...wanted, ...fixed];
    if (now.length !== all.length || now.some((row, index) => row !== all[index])) place.append(...all);
    place.closest(".filter__column").hidden = all.length === 0;
  }

  #makeRow(name, { value, name: words }) {
    const row = this.#part("row").content.firstElementChild.cloneNode(true);
    const box = row.querySelector("input");
    box.name = name;
    box.value = value;
    row.title = words;
    row.querySelector("bdi").textContent = words;
    return row;
  }

  #drawStars() {
    const { compare, asked } = this;
    this.#part("sign").textContent = SIGNS[compare];
    const words = this.#part("compare-words");
    words.textContent = words.dataset[`word${compare[0].toUpperCase()}${compare[1]}`];
    for (const button of this.stars.querySelectorAll("[data-stars]")) {
      const number = Number(button.dataset.stars);
      press(button, asked?.stars === number);
      const isWithin = asked && number > 0 && number <= asked.stars;
      button.toggleAttribute("data-on", Boolean(isWithin) || (asked?.stars === 0 && number === 0));
      const count = this.starCounts[`${compare}${number}`];
      button.toggleAttribute("data-zero", count === 0);
      const name = `${SIGNS[compare]} ${button.dataset.word}`;
      button.title = count === undefined ? name : `${name}: ${drawCount(count)}`;
    }
    this.#tellStars();
  }

  /** The number beside the stars: of those under the pointer, else of those that are asked for. */
  #tellStars(button = null) {
    const stars = button?.dataset.stars ?? this.asked?.stars;
    const count = this.starCounts[`${this.compare}${stars}`];
    this.stars.querySelector("[data-part=number]").textContent = count === undefined ? "" : drawCount(count);
  }

  #tellSet(shown, total, words) {
    this.app.querySelector(".library__words > [data-part=count]").textContent = words.count;
    const ofAll = this.form.dataset.wordAll.replace("{total}", drawCount(total));
    this.app.querySelector(".library__rest").textContent = [shown < total ? ofAll : "", words.rest].filter(Boolean).join(" · ");
    this.form.dataset.shown = shown;
  }

  #part(name) {
    return this.form.querySelector(`[data-part=${name}]`);
  }
}

function setCount(row, count) {
  row.querySelector("[data-part=number]").textContent = count === null ? "" : drawCount(count);
  row.toggleAttribute("data-zero", count === 0);
}

function press(button, isPressed) {
  button.setAttribute("aria-pressed", String(Boolean(isPressed)));
}
