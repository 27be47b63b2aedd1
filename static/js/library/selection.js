/* What is selected, which one is active, and from where a range is drawn. Ids only: knows no page. */

export class Selection {
  constructor(changed = () => {}) {
    this.ids = new Set();
    this.active = null;
    this.anchor = null;
    this.changed = changed;
  }

  has(id) {
    return this.ids.has(id);
  }

  get size() {
    return this.ids.size;
  }

  /** This one and no other. */
  only(id) {
    this.#set([id], id, id);
  }

  /** Makes one active and leaves the rest as it is. */
  activate(id) {
    this.active = id;
    this.changed();
  }

  toggle(id) {
    const ids = new Set(this.ids);
    if (!ids.delete(id)) ids.add(id);
    this.#set(ids, id, id);
  }

  /** What stands from the anchor to `id` in `order`, instead of all else; or, with `added`, besides it. */
  extend(id, order, { added = false } = {}) {
    const from = order.indexOf(this.anchor);
    const to = order.indexOf(id);
    if (from < 0 || to < 0) return this.only(id);
    const range = order.slice(Math.min(from, to), Math.max(from, to) + 1);
    return this.#set(added ? [...this.ids, ...range] : range, id, this.anchor);
  }

  /** Exactly these; the active one stays if it is among them. */
  replace(ids, active = this.active) {
    const chosen = new Set(ids);
    this.#set(chosen, active, chosen.has(this.anchor) ? this.anchor : active);
  }

  /** None. The active one stays, so that the keyboard goes on from there. */
  clear() {
    this.#set([], this.active, this.active);
  }

  /** Forgets what is no longer there. */
  forget(ids) {
    const gone = new Set(ids);
    const kept = [...this.ids].filter((id) => !gone.has(id));
    const keep = (id) => (gone.has(id) ? null : id);
    this.#set(kept, keep(this.active), keep(this.anchor));
  }

  #set(ids, active, anchor) {
    this.ids = new Set(ids);
    this.active = active;
    this.anchor = anchor;
    this.changed();
  }
}
