/* One picture in its room: whole, or pixel for pixel, pushed and zoomed by hand. What comes next lies ready below it. */
import { actualScale, clamp, fitScale, holdScale, pan, percent, place, stepScale, zoomAt } from "app/asset/zooming";
import { Shelf } from "app/lighttable/shelf";
import { fullSize, sizeFor, sizesOf } from "app/lighttable/walk";

const SHARPEN_AFTER_MS = 220; // once somebody stays at a picture
const WAIT_MS = 150; // the picture before stays that long, if there is nothing yet to show of this one
const SCREEN = 1; // of `sizesOf`: what is fetched ahead is the size between

export class Stage {
  /** `viewed(stage)` is called when it is zoomed or pushed, `failed(stage)` when no picture came. */
  constructor(root, { viewed = () => {}, failed = () => {} } = {}) {
    this.root = root;
    this.frame = root.querySelector("[data-part=frame]");
    this.shelf = new Shelf(this.frame, (held) => this.#came(held));
    this.viewed = viewed;
    this.failed = failed;
    this.item = null;
    this.view = null; // whole; or {scale, x, y}
    this.wished = null; // the same as somebody looked: a picture of another shape may not reach so far
    this.pointed = null; // where the mouse is, if it is over the stage
    this.box = { width: 0, height: 0 };
    this.margin = 0;
    this.ahead = [];
    this.sharpening = 0;
    this.waiting = 0;
    this.observer = new ResizeObserver(() => this.measure());
    this.observer.observe(root);
  }

  stop() {
    this.observer.disconnect();
    this.clear();
  }

  /** Nothing is shown, and nothing held. */
  clear() {
    clearTimeout(this.sharpening);
    clearTimeout(this.waiting);
    this.item = null;
    this.ahead = [];
    this.shelf.clear();
  }

  /** Shows an item; `ahead`: those to have ready, the soonest first. Zoomed, the place is held. */
  show(item, ahead = []) {
    clearTimeout(this.waiting);
    clearTimeout(this.sharpening);
    const isOther = this.item?.id !== item.id;
    this.item = item;
    this.full = fullSize(item);
    this.ahead = ahead;
    if (this.view) this.view = clamp(this.wished, this.box, this.full);
    if (isOther) this.#reveal(item);
    this.#lay();
    this.#prepare();
  }

  measure() {
    const { clientWidth: width, clientHeight: height } = this.root;
    if (!width || !height) return;
    this.margin = parseFloat(getComputedStyle(this.root).getPropertyValue("--margin")) || 0;
    this.box = { width, height };
    if (!this.item) return;
    if (this.view) this.view = clamp(this.wished, this.box, this.full);
    this.#lay();
    this.#sharpenSoon();
  }

  /* -- Looking closer -- */

  get fit() {
    const { width, height } = this.box;
    const room = { width: width - 2 * this.margin, height: height - 2 * this.margin };
    return fitScale(room, this.full);
  }

  get actual() {
    return actualScale(devicePixelRatio);
  }

  get whole() {
    return { scale: this.fit, x: 0.5, y: 0.5 };
  }

  get isZoomed() {
    return this.view !== null;
  }

  get percent() {
    return this.item ? percent(this.view?.scale ?? this.fit, devicePixelRatio) : 0;
  }

  /** Looks at it like this; null for the whole picture. */
  look(view, { isTold = true } = {}) {
    if (!this.item) return;
    this.view = view && Math.abs(view.scale - this.fit) > 1e-6 ? clamp(view, this.box, this.full) : null;
    this.wished = this.view;
    this.#lay();
    this.#sharpenSoon(0);
    if (isTold) this.viewed(this);
  }

  toggle(point = this.middle) {
    if (this.view) return this.look(null);
    const scale = Math.abs(this.fit - this.actual) < 1e-6 ? 2 * this.actual : this.actual;
    return this.look(zoomAt(point, scale, this.whole, this.box, this.full));
  }

  zoomTo(scale, point = this.middle) {
    this.look(zoomAt(point, holdScale(scale, this.fit, this.actual), this.view ?? this.whole, this.box, this.full));
  }

  zoomBy(factor, point) {
    this.zoomTo((this.view?.scale ?? this.fit) * factor, point);
  }

  step(direction) {
    const scale = stepScale(this.view?.scale ?? this.fit, direction, this.fit, this.actual);
    this.look(zoomAt(this.middle, scale, this.view ?? this.whole, this.box, this.full));
  }

  pinchTo(from, factor, point, by) {
    const scale = holdScale(from.scale * factor, this.fit, this.actual);
    this.look(pan(by, zoomAt(point, scale, from, this.box, this.full), this.box, this.full));
  }

  push(by) {
    if (this.view) this.look(pan(by, this.view, this.box, this.full));
  }

  get middle() {
    return { x: this.box.width / 2, y: this.box.height / 2 };
  }

  pointOf({ clientX, clientY }) {
    const edge = this.root.getBoundingClientRect();
    return { x: clientX - edge.left, y: clientY - edge.top };
  }

  /** Sets the picture aside while a finger takes it along. */
  shift(by) {
    this.frame.style.setProperty("--aside", `${by}px`);
  }

  /* -- Which file -- */

  /** How many screen pixels the longer side takes at present. */
  get #edgeNow() {
    const scale = this.view?.scale ?? this.fit;
    return Math.max(this.full.width, this.full.height) * scale * devicePixelRatio;
  }

  /** At once what there is of it; else the picture before stays for a moment, and then its room is empty. */
  #reveal(item) {
    const sizes = sizesOf(item);
    let ready = this.shelf.best(item.id);
    if (!ready && sizes.length) {
      const small = this.shelf.holdIfAtHand(item.id, sizes[0]);
      if (small.isReady) ready = small;
    }
    if (ready) this.shelf.show(ready, item.alt || item.name);
    else if (!sizes.length) this.shelf.show(null);
    else this.waiting = setTimeout(() => this.shelf.show(null), WAIT_MS);
    this.root.dataset.state = sizes.length ? "" : "empty";
  }

  /** The size for the screen of this one and of those that come next; what is far is let go of. */
  #prepare() {
    const { item } = this;
    const sizes = sizesOf(item);
    const screen = sizes[Math.min(SCREEN, sizes.length - 1)];
    this.shelf.freeLarger(2560, item.id);
    if (screen) this.shelf.hold(item.id, screen, { isUrgent: true });
    for (const each of this.ahead) {
      const next = sizesOf(each);
      if (next.length) this.shelf.hold(each.id, next[Math.min(SCREEN, next.length - 1)]);
    }
    this.shelf.keep([item.id, ...this.ahead.map(({ id }) => id)]);
    this.#sharpenSoon();
  }

  #sharpenSoon(after = SHARPEN_AFTER_MS) {
    clearTimeout(this.sharpening);
    this.sharpening = setTimeout(() => this.#sharpen(), after);
  }

  /** The size that is sharp as it is looked at, once somebody stays. */
  #sharpen() {
    if (!this.item || !this.box.width) return;
    const sizes = sizesOf(this.item);
    const wanted = sizes[sizeFor(sizes, this.#edgeNow)];
    if (wanted && wanted.edge > (this.shelf.best(this.item.id)?.edge ?? 0)) {
      this.shelf.hold(this.item.id, wanted, { isUrgent: true });
    }
    if (!this.view || !this.ahead.length) return;
    const [next] = this.ahead;
    const closer = sizesOf(next);
    const { width, height } = fullSize(next);
    const size = closer[sizeFor(closer, Math.max(width, height) * this.view.scale * devicePixelRatio)];
    if (size) this.shelf.hold(next.id, size);
  }

  #came(held) {
    if (held.id !== this.item?.id) return;
    if (held.hasFailed) {
      if (!this.shelf.best(held.id)) this.failed(this);
      return;
    }
    const best = this.shelf.best(held.id);
    if (best !== held) return;
    clearTimeout(this.waiting);
    this.shelf.show(held, this.item.alt || this.item.name);
  }

  #lay() {
    if (!this.box.width) this.measure();
    const lies = place(this.view ?? this.whole, this.box, this.full);
    const { style } = this.frame;
    style.setProperty("width", `${lies.width}px`);
    style.setProperty("height", `${lies.height}px`);
    style.setProperty("--left", `${lies.left}px`);
    style.setProperty("--top", `${lies.top}px`);
    this.root.toggleAttribute("data-zoomed", this.view !== null);
    this.root.toggleAttribute("data-large", (this.view?.scale ?? 0) >= 2 * this.actual);
  }
}
