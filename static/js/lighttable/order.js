/* Which place in the whole set a picture has, also where the set is not all at hand. */
import { get } from "app/net";

const AFTER_MS = 400;

export class Order {
  /** `known()` is called when the places have come. */
  constructor(library, known) {
    this.library = library;
    this.known = known;
    this.forget();
  }

  /** The set is another. */
  forget() {
    clearTimeout(this.waiting);
    this.waiting = 0;
    this.places = null; // id → place
    this.total = null;
    this.hasAsked = false;
  }

  /** {place, count} of the item with this index among those at hand; null for what is not known. */
  of(id, index) {
    const { pages, items } = this.library;
    const count = !pages.previous && !pages.next ? items.length : this.total;
    const place = pages.previous ? this.places?.get(id) : index;
    if (count === null || place === undefined) this.#askSoon();
    return { place: place === undefined ? null : place + 1, count };
  }

  #askSoon() {
    if (this.hasAsked) return;
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => void this.#ask(), AFTER_MS);
  }

  async #ask() {
    this.hasAsked = true;
    const { ids: address, query } = this.library.root.dataset;
    const answer = await get(`${address}?${query}`, { quiet: true }).catch(() => null);
    if (!answer || this.library.root.dataset.query !== query) return;
    const { ids, more } = await answer.json();
    this.places = new Map(ids.map((id, place) => [id, place]));
    this.total = more ? null : ids.length;
    this.known();
  }
}
