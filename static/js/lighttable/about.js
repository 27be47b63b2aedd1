/* What is known of an asset, as the server writes it: asked for once, and kept for a while. */
import { get } from "app/net";

const MOST = 60;

export class About {
  /** `address(id)` is where it is asked for. */
  constructor(address) {
    this.address = address;
    this.kept = new Map(); // id → text
    this.asking = null;
  }

  /** The piece of page about this asset as elements, or null when it did not come or is not wanted any more. */
  async of(id) {
    this.asking?.abort();
    if (!this.kept.has(id)) {
      const asking = new AbortController();
      this.asking = asking;
      try {
        const answer = await get(this.address(id), { quiet: true, signal: asking.signal });
        this.#keep(id, await answer.text());
      } catch {
        return null; // it is asked for again when one comes back to it
      }
      if (this.asking !== asking) return null;
    }
    return read(this.kept.get(id));
  }

  /** What was known of it is not so any more. */
  forget(id) {
    this.kept.delete(id);
  }

  forgetAll() {
    this.kept.clear();
  }

  #keep(id, text) {
    this.kept.set(id, text);
    if (this.kept.size > MOST) this.kept.delete(this.kept.keys().next().value);
  }
}

/** Our own page's piece as elements. */
export function read(text) {
  const piece = document.createDocumentFragment();
  piece.append(...new DOMParser().parseFromString(text, "text/html").body.childNodes);
  return piece;
}
