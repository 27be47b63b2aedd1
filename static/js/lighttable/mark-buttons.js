/* The buttons of the marks: which of them stand on what a mark falls on now. */
import { libraryOf } from "app/library/page";
import { summarize } from "app/lighttable/mark-steps";
import { markWords } from "app/lighttable/mark-view";
import { FIELDS } from "app/lighttable/pending";
import { fill } from "app/lighttable/words";

export default function markButtons(widget) {
  const root = document.querySelector(".grid");
  if (root && !("mayMark" in root.dataset)) return void widget.remove();
  const buttons = [...widget.querySelectorAll("[data-field]")];
  const labels = widget.querySelector("[data-part=labels]"); // on a phone the labels come when they are asked for
  const state = { frame: 0 };

  const draw = () => {
    state.frame = 0;
    const library = libraryOf(document.querySelector(".grid"));
    if (!library || !widget.isConnected) return;
    const ids = new Set(library.targets());
    const items = ids.size < 20 ? [...ids].map((id) => library.itemOf(id)).filter(Boolean)
      : library.items.filter(({ id }) => ids.has(id));
    const values = summarize(items, FIELDS);
    for (const button of buttons) drawButton(button, values[button.dataset.field]);
    drawLabel(labels.querySelector("[data-part=label]"), values.label);
    const mixed = FIELDS.filter((field) => values[field].size > 1).map((field) => markWords().fields[field]);
    widget.querySelector("[data-part=mixed]").textContent = mixed.length ? fill(markWords().differ, { fields: mixed.join(", ") }) : "";
  };
  const fold = (isOpen) => labels.setAttribute("aria-expanded", String(isOpen));
  const click = ({ target }) => {
    const button = target.closest("button");
    if (button === labels) fold(labels.getAttribute("aria-expanded") !== "true");
    else if (button?.dataset.field === "label") fold(false);
  };
  const ask = () => {
    state.frame ||= requestAnimationFrame(draw);
  };

  const events = ["kadr:selection", "kadr:marked", "kadr:view", "kadr:set"];
  for (const name of events) document.addEventListener(name, ask);
  widget.addEventListener("click", click);
  ask();
  return () => {
    widget.removeEventListener("click", click);
    cancelAnimationFrame(state.frame);
    for (const name of events) document.removeEventListener(name, ask);
  };
}

/** The label that all have, on the button that brings the others. */
function drawLabel(square, values) {
  const [label] = values.size === 1 ? values : [""];
  square.dataset.label = label in markWords().initials ? label : "other";
  square.textContent = markWords().initials[label] ?? label.slice(0, 1).toUpperCase();
}

/** Pressed where all have it, half so where some have. */
function drawButton(button, values) {
  const { field, value } = button.dataset;
  const pressed = !values.has(value) ? "false" : values.size > 1 ? "mixed" : "true";
  if (button.getAttribute("aria-pressed") !== pressed) button.setAttribute("aria-pressed", pressed);
  button.disabled = values.size === 0;
  const isFull = values.size > 0 && Math.min(...[...values].map(Number)) >= Number(value);
  if (field === "stars") button.toggleAttribute("data-full", isFull);
}
