/* The loupe: one picture as large as it fits. A clip or a sound plays here, once somebody stays at it. */
import { followHands, followSwipes } from "app/lighttable/hands";
import { drawMarks } from "app/lighttable/mark-view";
import { Stage } from "app/lighttable/stage";
import { read } from "app/lighttable/about";
import { get } from "app/net";

const PLAYER_AFTER_MS = 500;
const SLIDE_MS = 120;
const CLOCK = new Intl.DateTimeFormat(document.documentElement.lang || [], {
  day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23", timeZone: "UTC",
});

export class Loupe {
  /** `go(step)` goes on; `words` are those of the page. */
  constructor(root, { go, words }) {
    this.root = root;
    this.words = words;
    this.go = go;
    this.part = (name) => root.querySelector(`[data-part=${name}]`);
    this.peek = this.part("peek");
    this.room = this.part("player-room");
    this.item = null;
    this.around = {};
    this.stage = new Stage(this.part("stage"), { viewed: () => this.#tellScale(), failed: () => this.#tellFault(words.wordFault) });
    const zoom = { fit: () => this.stage.look(null), actual: () => this.#toActual() };
    this.clicked = (event) => {
      const name = event.target.closest("[data-part]")?.dataset.part;
      zoom[name]?.();
      if (zoom[name]) this.focus();
    };
    root.addEventListener("click", this.clicked);
    this.hands = followHands(this.stage, {
      toggle: (point) => this.stage.toggle(point),
      push: (by) => this.stage.push(by),
      swipe: (by) => this.#slide(by),
      leave: (step) => void this.#leave(step),
      go,
    });
    this.swipes = followSwipes(this.room, go);
  }

  stop() {
    this.close();
    this.hands();
    this.swipes();
    this.stage.stop();
    this.root.removeEventListener("click", this.clicked);
  }

  open() {
    this.root.hidden = false;
    this.stage.measure();
  }

  close() {
    this.root.hidden = true;
    this.#endPlayer();
    this.stage.look(null, { isTold: false });
    this.stage.clear();
    this.item = null;
  }

  focus() {
    this.stage.root.focus({ preventScroll: true });
  }

  /** Shows an item. `ahead`: items to have ready; `around`: {before, after}, which a finger may draw in. */
  show(item, { ahead, around, position, summary }) {
    const isOther = this.item?.id !== item.id || this.state !== item.state;
    this.state = item.state;
    this.item = item;
    this.around = around;
    this.root.dataset.id = item.id;
    this.root.dataset.kind = item.kind;
    if (isOther) this.#endPlayer();
    this.stage.shift(0);
    this.peek.hidden = true;
    this.stage.show(item, ahead);
    this.part("name").textContent = item.name;
    this.part("position").textContent = position;
    if (isOther) {
      this.part("summary").textContent = summary || writeMoment(item.captured);
      this.#tellFault(this.#whyEmpty(item));
      if (item.play || item.kind === "audio" || item.kind === "video") this.#playSoon(item);
    }
    const fault = this.part("missing-words"); // the picture is there, the original is not well
    fault.hidden = !(item.fault && item.picture);
    fault.textContent = item.fault;
    this.draw();
    this.#tellScale();
  }

  /** Draws the marks anew. */
  draw() {
    if (!this.item) return;
    this.root.dataset.flag = this.item.flag ?? "";
    drawMarks(this.part("marks"), this.item);
  }

  /** What was taken how, when that is known. */
  tell(summary) {
    if (summary) this.part("summary").textContent = summary;
  }

  /** Whole or 100 % at the pointer; a clip or a sound plays or stops. */
  toggle() {
    const button = this.room.querySelector("[data-part=play]");
    if (button) button.click();
    else this.stage.toggle(this.stage.pointed ?? undefined);
  }

  #whyEmpty(item) {
    if (item.picture || item.large || item.play) return "";
    if (item.state === "pending") return this.words.wordPending;
    return item.fault || this.words.wordEmpty;
  }

  #toActual() {
    this.stage.zoomTo(this.stage.actual);
  }

  #tellScale() {
    const { stage } = this;
    const now = stage.percent;
    this.part("scale").textContent = `${now} %`;
    this.part("fit").setAttribute("aria-pressed", String(!stage.isZoomed));
    this.part("actual").setAttribute("aria-pressed", String(stage.isZoomed && now === 100));
  }

  #tellFault(sentence) {
    const fault = this.part("fault");
    fault.hidden = !sentence;
    if (fault.textContent !== sentence) fault.textContent = sentence;
  }

  /* -- Taken along by a finger -- */

  #slide(by) {
    const next = by < 0 ? this.around.after : this.around.before;
    const shift = next ? by : by / 3; // at the end it gives way a little, and comes back
    this.stage.shift(shift);
    if (!next) return;
    const width = this.stage.box.width;
    this.peek.hidden = false;
    this.#putInPeek(next);
    this.peek.style.setProperty("--aside", `${shift + (by < 0 ? width : -width)}px`);
  }

  #putInPeek(item) {
    if (this.peek.dataset.id === String(item.id)) return;
    this.peek.dataset.id = item.id;
    const image = new Image();
    image.alt = "";
    image.draggable = false;
    const at = this.stage.shelf.best(item.id)?.address ?? item.picture;
    if (at) image.src = at;
    this.peek.replaceChildren(...(at ? [image] : []));
  }

  async #leave(step) {
    const width = this.stage.box.width;
    const next = step > 0 ? this.around.after : this.around.before;
    const to = step && next ? -step * width : 0;
    await this.#glide(to);
    if (step && next) this.go(step);
    else this.stage.shift(0);
    this.peek.hidden = true;
    this.peek.removeAttribute("data-id");
  }

  async #glide(to) {
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
    this.root.dataset.gliding = "";
    const width = this.stage.box.width;
    const side = Math.sign(parseFloat(this.peek.style.getPropertyValue("--aside")) || 0);
    this.stage.shift(to);
    this.peek.style.setProperty("--aside", `${to ? 0 : side * width}px`);
    await new Promise((done) => setTimeout(done, SLIDE_MS));
    delete this.root.dataset.gliding;
  }

  /* -- Clips and sounds -- */

  /** Nothing of a clip is fetched while one goes past it. */
  #playSoon(item) {
    this.playing = setTimeout(() => void this.#bringPlayer(item), PLAYER_AFTER_MS);
  }

  async #bringPlayer(item) {
    const asking = new AbortController();
    this.asking = asking;
    try {
      const answer = await get(this.words.player.replace("/0/", `/${item.id}/`), { quiet: true, signal: asking.signal });
      const piece = read(await answer.text());
      if (this.item?.id !== item.id || asking.signal.aborted) return;
      this.room.replaceChildren(piece);
      this.room.hidden = false;
      this.root.toggleAttribute("data-plays", true);
    } catch {
      // The picture stays; who comes back to it asks again.
    }
  }

  #endPlayer() {
    clearTimeout(this.playing);
    this.asking?.abort();
    if (!this.root.hasAttribute("data-plays")) return;
    const isFocusOurs = document.activeElement === document.body || this.room.contains(document.activeElement);
    for (const media of this.room.querySelectorAll("video, audio")) {
      media.pause();
      media.removeAttribute("src"); // nothing more of it is fetched
      media.load();
    }
    this.room.replaceChildren();
    this.room.hidden = true;
    this.root.toggleAttribute("data-plays", false);
    if (isFocusOurs && !this.root.hidden) this.focus(); // it was taken from the stage when the player came
  }
}

/** The camera's clock as it stood, without a zone, and as the page writes it: "6 Oct 2024, 19:50:11". */
function writeMoment(written) {
  if (!written) return "";
  const moment = new Date(/Z$|[+-]\d\d:\d\d$/.test(written) ? written : `${written}Z`);
  if (Number.isNaN(moment.getTime())) return "";
  const part = Object.fromEntries(CLOCK.formatToParts(moment).map(({ type, value }) => [type, value]));
  return `${part.day} ${part.month} ${part.year}, ${part.hour}:${part.minute}:${part.second}`;
}
