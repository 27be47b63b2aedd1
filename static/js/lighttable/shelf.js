/* Pictures that are fetched and decoded before they are shown, and freed again: a few <img> on top of each other. */

const MOST = 8; // decoded at the same time; a picture of 2,560 pixels takes 17 MB

export class Shelf {
  /** `frame` is where they stand; `came` is called with a picture {id, address, edge} when it can be painted. */
  constructor(frame, came) {
    this.frame = frame;
    this.came = came;
    this.held = new Map(); // address → {id, address, edge, image, isReady, hasFailed}
    this.shown = null;
  }

  /** The sharpest picture of this item that can be painted at once. */
  best(id) {
    let best = null;
    for (const held of this.held.values()) {
      if (held.id === id && held.isReady && held.edge > (best?.edge ?? 0)) best = held;
    }
    return best;
  }

  /** Fetches and decodes, if it is not here yet. `isUrgent`: before what is fetched for later. */
  hold(id, { address, edge }, { isUrgent = false } = {}) {
    const before = this.held.get(address);
    if (before && !before.hasFailed) {
      this.held.delete(address);
      this.held.set(address, before); // the latest that was asked for is kept the longest
      return before;
    }
    const image = new Image();
    image.alt = "";
    image.className = "stage__picture";
    image.decoding = "sync"; // it is decoded when it is shown, and comes with everything else in one frame
    image.draggable = false;
    image.fetchPriority = isUrgent ? "high" : "low";
    image.dataset.id = id;
    image.src = address;
    const held = { id, address, edge, image, isReady: false, hasFailed: false };
    this.held.set(address, held);
    this.frame.append(image);
    image.decode().then(() => this.#settle(held, true), () => this.#settle(held, false));
    return held;
  }

  /** Whether it is in the browser already, so that it can be painted without waiting. */
  holdIfAtHand(id, size) {
    const held = this.hold(id, size, { isUrgent: true });
    if (held.image.complete && held.image.naturalWidth) held.isReady = true;
    return held;
  }

  /** Shows this one and no other; `alt` is what it says to those who do not see it. */
  show(held, alt = "") {
    if (this.shown === held) return;
    const before = this.shown;
    this.shown = held;
    if (held) {
      held.image.alt = alt;
      held.image.dataset.shown = "";
    }
    if (before) {
      before.image.alt = "";
      delete before.image.dataset.shown;
    }
  }

  /** Lets go of all but these items' pictures and the one that is shown, and of more than it may hold. */
  keep(ids) {
    const kept = new Set(ids);
    for (const held of [...this.held.values()]) {
      const isOver = this.held.size > MOST && held.edge > (this.best(held.id)?.edge ?? Infinity);
      if (held !== this.shown && (!kept.has(held.id) || isOver)) this.#free(held);
    }
    for (const held of [...this.held.values()]) {
      if (this.held.size <= MOST) return;
      if (held !== this.shown && held.id !== ids[0]) this.#free(held);
    }
  }

  /** Lets go of one item's pictures that are larger than so many pixels: those at 100 % are heavy. */
  freeLarger(edge, except) {
    for (const held of [...this.held.values()]) {
      if (held.edge > edge && held.id !== except && held !== this.shown) this.#free(held);
    }
  }

  clear() {
    this.show(null);
    for (const held of [...this.held.values()]) this.#free(held);
  }

  #settle(held, isReady) {
    if (this.held.get(held.address) !== held) return; // it has been let go of meanwhile
    held.isReady = isReady;
    held.hasFailed = !isReady;
    this.came(held);
  }

  #free(held) {
    this.held.delete(held.address);
    held.image.removeAttribute("src"); // also stops it if it is on its way
    held.image.remove();
  }
}
