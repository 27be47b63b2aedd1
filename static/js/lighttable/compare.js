/* Two pictures side by side: the select and the candidate, zoomed and pushed together. */
import { followHands } from "app/lighttable/hands";
import { drawMarks } from "app/lighttable/mark-view";
import { Stage } from "app/lighttable/stage";
import { sizesOf } from "app/lighttable/walk";

export class Compare {
  /** `activate(id)`: a side has been chosen; `go(step)`: a finger asks for another candidate; `tell()`: the zoom is another. */
  constructor(root, { activate, go, tell }) {
    this.root = root;
    this.activate = activate;
    this.go = go;
    this.tell = tell;
    this.part = (name) => root.querySelector(`[data-part=${name}]`);
    this.isLocked = true;
    this.sides = { select: this.#makeSide("select"), candidate: this.#makeSide("candidate") };
    this.pressed = (event) => event.target.closest("[data-part=lock]") && this.lock(!this.isLocked);
    root.addEventListener("click", this.pressed);
  }

  #makeSide(name) {
    const root = this.part(name);
    const part = (inner) => root.querySelector(`[data-part=${inner}]`);
    const side = { name, root, part, item: null };
    side.stage = new Stage(part("stage"), { viewed: () => this.#viewed(side) });
    side.hands = followHands(side.stage, {
      toggle: (point) => side.stage.toggle(point),
      push: (by, event) => this.#push(side, by, event),
      mayToggle: () => side.wasActive,
      leave: (step) => step && name === "candidate" && go(step),
    });
    side.down = () => this.#chooseBy(side);
    root.addEventListener("pointerdown", side.down, { capture: true });
    return side;
  }

  stop() {
    this.root.removeEventListener("click", this.pressed);
    for (const side of Object.values(this.sides)) {
      side.hands();
      side.stage.stop();
      side.root.removeEventListener("pointerdown", side.down, { capture: true });
    }
  }

  open() {
    this.root.hidden = false;
    for (const { stage } of Object.values(this.sides)) stage.measure();
  }

  close() {
    this.root.hidden = true;
    for (const side of Object.values(this.sides)) {
      side.stage.look(null, { isTold: false });
      side.stage.clear();
      side.item = null;
    }
  }

  focus() {
    this.active?.stage.root.focus({ preventScroll: true });
  }

  /** The side that marks go to. */
  get active() {
    return Object.values(this.sides).find(({ root }) => root.hasAttribute("data-active")) ?? this.sides.candidate;
  }

  /** Shows both; `active` is the id that marks go to, `ahead` what may become the candidate. */
  show({ select, candidate, active, ahead }) {
    this.#put(this.sides.select, select, []);
    this.#put(this.sides.candidate, candidate, ahead);
    for (const side of Object.values(this.sides)) {
      const isActive = side.item?.id === active;
      side.root.toggleAttribute("data-active", isActive);
      side.root.dataset.flag = side.item?.flag ?? "";
    }
    this.draw();
    this.#tellScale();
  }

  draw() {
    for (const { item, root, part } of Object.values(this.sides)) {
      if (!item) continue;
      root.dataset.flag = item.flag ?? "";
      drawMarks(part("marks"), item);
    }
  }

  lock(isLocked) {
    this.isLocked = isLocked;
    this.part("lock").setAttribute("aria-pressed", String(isLocked));
    if (isLocked) this.#follow(this.active);
  }

  toggle() {
    const { stage } = Object.values(this.sides).find((side) => side.stage.pointed) ?? this.active;
    stage.toggle(stage.pointed ?? undefined);
  }

  step(direction) {
    this.active.stage.step(direction);
  }

  pushBy(by) {
    this.#push(this.active, by, {});
  }

  get percent() {
    return this.active.stage.percent;
  }

  #put(side, item, ahead) {
    side.item = item;
    side.root.dataset.id = item.id;
    side.part("name").textContent = item.name;
    side.stage.show(item, ahead);
    const fault = side.part("fault");
    fault.hidden = sizesOf(item).length > 0;
    fault.textContent = item.fault || item.kind_word;
  }

  /** The first press on the other side only makes it the active one. */
  #chooseBy(side) {
    side.wasActive = side.root.hasAttribute("data-active");
    if (!side.wasActive) this.activate(side.item.id);
  }

  /** With Shift the one moves alone, and keeps that distance. */
  #push(side, by, event) {
    if (event.shiftKey) side.isAlone = true;
    side.stage.push(by);
    side.isAlone = false;
  }

  #viewed(side) {
    if (this.isLocked && !side.isAlone) this.#follow(side);
    else this.#keepDistance();
    this.#tellScale();
  }

  /** The other one is looked at as this one is: as close, and at the same spot but for what was moved alone. */
  #follow(side) {
    const other = side === this.sides.select ? this.sides.candidate : this.sides.select;
    const { view } = side.stage;
    if (!other.item) return;
    if (!view) {
      this.distance = null;
      return void other.stage.look(null, { isTold: false });
    }
    const sign = side === this.sides.select ? 1 : -1;
    const { x = 0, y = 0 } = this.distance ?? {};
    const shared = { scale: view.scale, x: view.x + sign * x, y: view.y + sign * y };
    other.stage.look(shared, { isTold: false });
  }

  #keepDistance() {
    const [one, other] = [this.sides.select.stage.view, this.sides.candidate.stage.view];
    this.distance = one && other ? { x: other.x - one.x, y: other.y - one.y } : null;
  }

  #tellScale() {
    for (const { part, stage } of Object.values(this.sides)) part("scale").textContent = `${stage.percent} %`;
    this.tell();
  }
}
