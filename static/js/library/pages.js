/* The pages of a view, asked for by key in both directions, one request at a time in each. */
import { get } from "app/net";

const RETRY_AFTER_MS = 3000;

export class Pages {
  constructor(address, query, { next, previous }) {
    this.address = address;
    this.query = query;
    this.next = next;
    this.previous = previous;
    this.asked = { after: null, before: null };
    this.failedAt = -Infinity;
  }

  /** How long nothing is asked for after a request that failed; 0 when none has. */
  get waitMs() {
    return Math.max(0, this.failedAt + RETRY_AFTER_MS - performance.now());
  }

  /** The page behind, or null when there is none or it is on its way. */
  after() {
    return this.#ask("after", this.next, (page) => {
      this.next = page.next;
    });
  }

  /** The page before, or null when there is none or it is on its way. */
  before() {
    return this.#ask("before", this.previous, (page) => {
      this.previous = page.previous;
    });
  }

  /** The page that these fields name ({at}, {end}; {}: the first): everything begins anew from there. */
  async anew(fields) {
    const page = await this.#fetch(fields);
    this.asked = { after: null, before: null };
    this.next = page.next;
    this.previous = page.previous;
    return page;
  }

  /** What is before this key has been let go of; what was on its way from there does not fit any more. */
  beginAt(key) {
    this.previous = key;
    this.asked.before = null;
  }

  /** What is after this key has been let go of. */
  endAt(key) {
    this.next = key;
    this.asked.after = null;
  }

  /** What is known now of these assets; says nothing when it cannot be asked. */
  async only(ids) {
    try {
      return (await this.#fetch({ only: ids.join(",") }, { quiet: true })).items;
    } catch {
      return [];
    }
  }

  async #ask(side, key, take) {
    if (!key || this.asked[side] || this.waitMs > 0) return null;
    this.asked[side] = key;
    try {
      const page = await this.#fetch({ [side]: key }, { quiet: this.failedAt > 0 }); // it is said once
      this.failedAt = -Infinity;
      if (this.asked[side] !== key) return null; // everything has begun anew meanwhile
      take(page);
      return page;
    } catch {
      this.failedAt = performance.now(); // it is asked for again, but not at once
      return null;
    } finally {
      if (this.asked[side] === key) this.asked[side] = null;
    }
  }

  async #fetch(fields, options = {}) {
    const terms = new URLSearchParams(this.query);
    for (const [name, value] of Object.entries(fields)) terms.set(name, value);
    const page = await (await get(`${this.address}?${terms}`, options)).json();
    document.dispatchEvent(new CustomEvent("kadr:came", { detail: { items: page.items } })); // marks that are unsent go over them
    return page;
  }
}
