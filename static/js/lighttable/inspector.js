/* Beside the pictures: how many marks go to, and what is known of the active one, once somebody stays at it. */
import { fill } from "app/lighttable/words";
import { get } from "app/net";
import { read } from "app/lighttable/about";
import { drawMarks } from "app/lighttable/mark-view";
import { writeChosen } from "app/lighttable/view-words";

const AFTER_MS = 150;
const HISTORY = "kadr-lighttable-history";

export class Inspector {
  /** `told(id, summary)`: what was taken how is known now. */
  constructor(root, library, about, { words, told }) {
    this.root = root;
    this.library = library;
    this.about = about;
    this.words = words;
    this.told = told;
    this.part = (name) => root.querySelector(`[data-part=${name}]`);
    this.holder = this.part("about");
    this.id = null;
    this.summary = "";
    this.listeners = {
      focusin: () => this.about.forget(this.id), // what is written here changes what is known
      toggle: (event) => this.#toggled(event.target),
    };
    root.addEventListener("focusin", this.listeners.focusin);
    root.addEventListener("toggle", this.listeners.toggle, { capture: true });
  }

  stop() {
    clearTimeout(this.waiting);
    this.root.removeEventListener("focusin", this.listeners.focusin);
    this.root.removeEventListener("toggle", this.listeners.toggle, { capture: true });
  }

  /** Says whom a mark goes to, and asks for what is known of the active one. */
  follow(isWanted) {
    const ids = this.library.targets();
    const { wordNone, wordActive } = this.words;
    const active = this.library.itemOf(this.library.selection.active);
    const isMany = ids.length > 1;
    const items = isMany ? this.#chosen(new Set(ids)) : [active];
    this.part("chosen").textContent = active || isMany ? writeChosen(items, Math.max(1, ids.length)) : wordNone;
    this.#tellMarked(isMany ? null : active);
    this.part("active").textContent = isMany && active ? fill(wordActive, { name: active.name }) : "";
    clearTimeout(this.waiting);
    this.#close(active?.id !== this.id);
    if (!active) return this.#show(null, null);
    if (active.id !== this.id && isWanted) this.waiting = setTimeout(() => void this.#ask(active.id), AFTER_MS);
    return undefined;
  }

  /** What is written of another one is neither read nor changed. */
  #close(isOfAnother) {
    if (isOfAnother && this.holder.contains(document.activeElement)) document.activeElement.blur(); // what is typed is of the one before
    this.holder.inert = isOfAnother;
  }

  #chosen(ids) {
    return this.library.items.filter(({ id }) => ids.has(id));
  }

  /** Who marked it last, beside the marks. */
  #tellMarked(item) {
    const place = this.part("marked");
    place.hidden = !item?.by;
    if (!item?.by) return;
    drawMarks(place.firstElementChild, item);
    this.part("by").textContent = item.by;
  }

  /** The line about how it was taken, if it is known already. */
  summaryOf(id) {
    return id === this.id ? this.summary : "";
  }

  /** What is known of the active one may have changed: of others it is asked for when one comes to them. */
  refresh(ids) {
    for (const id of ids) this.about.forget(id);
    const { active } = this.library.selection;
    if (ids.includes(active) && this.library.targets().length === 1) this.#tellMarked(this.library.itemOf(active));
    if (!ids.includes(this.id)) return;
    const details = this.holder.querySelector("[data-history]");
    if (details?.open) this.#toggled(details);
  }

  async #ask(id) {
    const piece = await this.about.of(id);
    if (this.library.selection.active !== id) return;
    if (!piece) return void this.#show(null, null); // it did not come
    this.summary = piece.querySelector("[data-summary]")?.dataset.summary ?? "";
    this.#show(id, piece);
    this.told(id, this.summary);
  }

  #show(id, piece) {
    this.id = id;
    this.#close(false);
    const { scrollTop } = this.root;
    this.holder.replaceChildren(...(piece ? piece.childNodes : []));
    this.root.scrollTop = scrollTop;
    const details = this.holder.querySelector("[data-history]");
    if (details) details.open = localStorage.getItem(HISTORY) === "open";
  }

  async #toggled(details) {
    if (!details.matches?.("[data-history]")) return;
    localStorage.setItem(HISTORY, details.open ? "open" : "");
    if (!details.open) return;
    const answer = await get(details.dataset.history, { quiet: true }).catch(() => null);
    if (!answer || !details.isConnected) return;
    details.querySelector("[data-part=history]").replaceChildren(...read(await answer.text()).childNodes);
  }
}
