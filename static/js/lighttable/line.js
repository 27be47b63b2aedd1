/* The line of steps that can be taken back and done again. Pure.

   Those that are undone stand at its end; a new step takes their place. */

export class Line {
  /** `entries`: [{id, isUndone, …}]; ids sort as the steps were taken. */
  constructor(entries = []) {
    this.entries = [];
    this.load(entries);
  }

  /** Takes in what was kept; what is here already stays. */
  load(entries) {
    const here = new Set(this.entries.map(({ id }) => id));
    const all = [...this.entries, ...entries.filter(({ id }) => !here.has(id))];
    this.entries = all.sort((one, other) => (one.id < other.id ? -1 : 1));
  }

  /** What Ctrl+Z takes back, or null. */
  get back() {
    return this.entries.findLast(({ isUndone }) => !isUndone) ?? null;
  }

  /** What Ctrl+Y does again, or null: the first of those behind the latest step that stands. */
  get forth() {
    return this.entries[this.entries.findLastIndex(({ isUndone }) => !isUndone) + 1] ?? null;
  }

  /** Adds a step; gives those that cannot be done again any more. */
  add(entry) {
    const cut = this.entries.filter(({ isUndone }) => isUndone);
    this.entries = [...this.entries.filter(({ isUndone }) => !isUndone), { isUndone: false, ...entry }];
    return cut;
  }

  /** Says that a step is undone, or stands again; gives the entry, or null if it is not here. */
  set(id, isUndone) {
    const entry = this.entries.find((each) => each.id === id);
    if (!entry) return null;
    entry.isUndone = isUndone;
    return entry;
  }

  /** Takes a step out for good. */
  remove(id) {
    this.entries = this.entries.filter((entry) => entry.id !== id);
  }

  find(test) {
    return this.entries.findLast(test) ?? null;
  }
}
