/* Several pictures at once, as large as they fit. What one likes least is dropped from here, and stays in the project. */
import { arrange, tileBeside } from "app/lighttable/arrange";
import { writeTitles } from "app/lighttable/commands";
import { showKind } from "app/lighttable/kind-icon";
import { drawMarks } from "app/lighttable/mark-view";
import { sizeFor, sizesOf } from "app/lighttable/walk";
import { fill } from "app/lighttable/words";

const TILE = { gap: 8, side: 8, foot: 30 };
const PHONE_TILE = { gap: 4, side: 4, foot: 24 };

export class Survey {
  constructor(root, { activate, drop, open, words }) {
    this.root = root;
    this.words = words;
    this.tiles = root.querySelector("[data-part=tiles]");
    this.template = root.querySelector("[data-part=tile]").content.firstElementChild;
    this.dropTemplate = root.querySelector("[data-part=drop]").content.firstElementChild;
    this.items = [];
    this.places = [];
    this.shown = new Map(); // id → element
    this.observer = new ResizeObserver(() => this.#lay());
    this.observer.observe(this.tiles);
    const idOf = (event) => Number(event.target.closest(".tile")?.dataset.id);
    this.listeners = {
      click: (event) => {
        if (!idOf(event)) return;
        if (event.target.closest(".tile__drop")) drop(idOf(event));
        else activate(idOf(event));
        this.focus();
      },
      dblclick: (event) => idOf(event) && !event.target.closest(".tile__drop") && open(idOf(event)),
    };
    for (const [name, listener] of Object.entries(this.listeners)) this.tiles.addEventListener(name, listener);
  }

  stop() {
    this.close();
    this.observer.disconnect();
    for (const [name, listener] of Object.entries(this.listeners)) this.tiles.removeEventListener(name, listener);
  }

  open() {
    this.root.hidden = false;
  }

  close() {
    this.root.hidden = true;
    this.#free(new Set());
    this.items = [];
  }

  focus() {
    this.tiles.focus({ preventScroll: true });
  }

  /** Shows these, with one of them active. */
  show(items, active) {
    const isSame = items.length === this.items.length && items.every((item, index) => item === this.items[index]);
    this.items = items;
    this.active = active;
    if (!isSame) {
      this.#free(new Set(items.map(({ id }) => id)));
      this.#lay();
    }
    for (const [id, element] of this.shown) {
      element.toggleAttribute("data-active", id === active);
      if (id === active) element.setAttribute("aria-current", "true");
      else element.removeAttribute("aria-current");
    }
  }

  /** The id of the one beside the active one: in the row ("next", "previous") or in the other row ("up", "down"). */
  beside(way) {
    const at = this.items.findIndex(({ id }) => id === this.active);
    if (at < 0) return this.items[0]?.id ?? null;
    const steps = { next: at + 1, previous: at - 1 };
    const to = way in steps ? steps[way] : tileBeside(this.places, at, way === "down" ? 1 : -1);
    return this.items[Math.max(0, Math.min(this.items.length - 1, to))].id;
  }

  draw(ids) {
    for (const id of ids) {
      const item = this.items.find((each) => each.id === id);
      if (item && this.shown.has(id)) this.#mark(this.shown.get(id), item);
    }
  }

  #lay() {
    const box = { width: this.tiles.clientWidth, height: this.tiles.clientHeight };
    if (!box.width || !this.items.length) return;
    const measures = matchMedia("(width < 720px)").matches ? PHONE_TILE : TILE;
    this.places = arrange(this.items.map(({ ratio }) => ratio), box, measures);
    for (const [index, item] of this.items.entries()) {
      const element = this.shown.get(item.id) ?? this.#add(item);
      const { x, y, width, height } = this.places[index];
      element.style.setProperty("translate", `${x}px ${y}px`);
      element.style.setProperty("width", `${width}px`);
      element.style.setProperty("height", `${height}px`);
      this.#showPicture(element, item, Math.max(width - measures.side, height - measures.foot));
    }
  }

  #add(item) {
    const element = this.template.cloneNode(true);
    element.dataset.id = item.id;
    element.querySelector(".tile__name").textContent = item.name;
    const drop = this.dropTemplate.cloneNode(true);
    if (!sizesOf(item).length) showKind(element.firstElementChild, item);
    drop.lastElementChild.textContent = fill(this.words.wordDrop, { name: item.name });
    writeTitles(drop);
    element.firstElementChild.append(drop);
    this.#mark(element, item);
    this.shown.set(item.id, element);
    this.tiles.append(element);
    return element;
  }

  #showPicture(element, item, edge) {
    const sizes = sizesOf(item);
    const size = sizes[sizeFor(sizes, edge * devicePixelRatio, (address) => address !== item.pixels)];
    if (!size) return;
    const before = element.querySelector("img");
    if (before?.getAttribute("src") === size.address) return;
    const image = new Image();
    image.alt = item.alt || item.name;
    image.draggable = false;
    image.src = size.address;
    if (!before) return void element.firstElementChild.prepend(image);
    image.decode().then(() => before.isConnected && before.replaceWith(image), () => {}); // the smaller one stays until then
  }

  #mark(element, item) {
    element.dataset.flag = item.flag ?? "";
    drawMarks(element.querySelector(".marks"), item);
  }

  #free(kept) {
    for (const [id, element] of this.shown) {
      if (kept.has(id)) continue;
      element.querySelector("img")?.removeAttribute("src");
      element.remove();
      this.shown.delete(id);
    }
  }
}
