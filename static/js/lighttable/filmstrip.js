/* The filmstrip: everything at hand in one row, of which only what is to be seen stands in the document. */
import { showKind } from "app/lighttable/kind-icon";
import { drawMarks } from "app/lighttable/mark-view";
import { layStrip, stripBetween } from "app/lighttable/strip-layout";

const SHAPE = { height: 58, side: 8, gap: 2, least: 34 };
const BEYOND_PX = 400;
const NEAR_END = 30; // items before an end at which more is asked for

export class Filmstrip {
  /** `choose(id, event)` is called when one is pressed. */
  constructor(root, library, choose) {
    this.root = root;
    this.library = library;
    this.choose = choose;
    this.runway = root.querySelector("[data-part=frames]");
    this.template = root.querySelector("template").content.firstElementChild;
    this.shown = new Map(); // id → element
    this.items = [];
    this.begins = new Float64Array(1);
    this.active = null;
    this.chosen = new Set();
    this.width = 0;
    this.left = 0;
    this.frame = 0;
    this.isOpen = false;
    this.scrolled = () => {
      this.left = root.scrollLeft;
      this.#request();
    };
    this.pressed = (event) => {
      const frame = event.target.closest("[role=option]");
      if (frame) this.choose(Number(frame.dataset.id), event);
    };
    this.observer = new ResizeObserver(() => {
      this.width = root.clientWidth;
      this.follow(this.active, this.chosen);
    });
    root.addEventListener("scroll", this.scrolled, { passive: true });
    root.addEventListener("click", this.pressed);
    this.observer.observe(root);
  }

  stop() {
    cancelAnimationFrame(this.frame);
    this.observer.disconnect();
    this.root.removeEventListener("scroll", this.scrolled);
    this.root.removeEventListener("click", this.pressed);
  }

  open(isOpen) {
    this.isOpen = isOpen;
    if (isOpen) this.width = this.root.clientWidth;
    else this.#clear();
  }

  /** Scrolls to the active one, and frames it and those that are chosen besides. */
  follow(active, chosen = this.chosen) {
    this.active = active;
    this.chosen = chosen;
    if (!this.isOpen || !this.width) return;
    this.#lay();
    const index = this.items.findIndex((item) => item.id === active);
    if (index >= 0) {
      const middle = (this.begins[index] + this.begins[index + 1] - SHAPE.gap) / 2;
      const most = Math.max(0, this.begins[this.items.length] - this.width);
      this.left = Math.round(Math.min(Math.max(0, middle - this.width / 2), most));
      this.isBehind = true; // the scroll position is set with the frames, once in a frame
    }
    for (const [id, element] of this.shown) this.#state(element, id);
    this.#request();
  }

  /** Draws the marks of these anew. */
  draw(ids) {
    for (const id of ids) {
      const element = this.shown.get(id);
      const item = this.library.itemOf(id);
      if (element && item) this.#mark(element, item);
    }
  }

  /** The items have changed. */
  reset() {
    this.#clear();
    this.follow(this.active);
  }

  #clear() {
    for (const [id, element] of this.shown) this.#remove(id, element);
    this.items = [];
  }

  #lay() {
    const { items } = this.library;
    if (this.items === items) return;
    this.items = items;
    this.begins = layStrip(items, SHAPE);
    this.runway.style.setProperty("width", `${this.begins[items.length]}px`);
    for (const [id, element] of this.shown) {
      const index = items.findIndex((item) => item.id === id);
      if (index < 0) this.#remove(id, element);
      else element.style.setProperty("translate", `${this.begins[index]}px 0`);
    }
  }

  #request() {
    this.frame ||= requestAnimationFrame(() => this.#draw());
  }

  #draw() {
    this.frame = 0;
    if (!this.isOpen) return;
    this.#lay();
    if (this.isBehind) this.root.scrollLeft = this.left;
    this.isBehind = false;
    const [from, to] = stripBetween(this.begins, this.left - BEYOND_PX, this.left + this.width + BEYOND_PX);
    const near = new Set();
    for (let index = from; index < to; index += 1) near.add(this.items[index].id);
    for (const [id, element] of this.shown) if (!near.has(id)) this.#remove(id, element);
    for (let index = from; index < to; index += 1) {
      if (!this.shown.has(this.items[index].id)) this.#add(this.items[index], index);
    }
    this.#point();
    if (to > this.items.length - NEAR_END) this.#grow("after");
    if (from < NEAR_END) this.#grow("before");
  }

  async #grow(side) {
    if (await this.library.grow(side)) this.follow(this.active);
  }

  #add(item, index) {
    const element = this.template.cloneNode(true);
    element.id = `frame-${item.id}`;
    element.dataset.id = item.id;
    element.title = item.name;
    element.setAttribute("aria-label", item.name);
    element.style.setProperty("translate", `${this.begins[index]}px 0`);
    element.style.setProperty("width", `${this.begins[index + 1] - this.begins[index] - SHAPE.gap}px`);
    if (item.picture) {
      const image = new Image();
      image.alt = "";
      image.decoding = "async";
      image.draggable = false;
      image.src = item.picture;
      element.firstElementChild.append(image);
    } else {
      showKind(element.firstElementChild, item);
    }
    this.#mark(element, item);
    this.#state(element, item.id);
    this.shown.set(item.id, element);
    this.runway.append(element);
  }

  #mark(element, item) {
    element.dataset.flag = item.flag ?? "";
    drawMarks(element.lastElementChild, item);
  }

  #state(element, id) {
    const isSelected = String(id === this.active || this.chosen.has(id));
    if (element.getAttribute("aria-selected") !== isSelected) element.setAttribute("aria-selected", isSelected);
    element.toggleAttribute("data-active", id === this.active);
  }

  #point() {
    const element = this.shown.get(this.active);
    if (element) this.root.setAttribute("aria-activedescendant", element.id);
    else this.root.removeAttribute("aria-activedescendant");
  }

  #remove(id, element) {
    const image = element.querySelector("img");
    if (image && !image.complete) image.removeAttribute("src");
    element.remove();
    this.shown.delete(id);
  }
}
