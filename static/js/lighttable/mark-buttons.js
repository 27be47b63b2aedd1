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
    const mixed = FIELDS.filter((field) => values[field].size > 1).map((field) => markWords().fields[field]);
    widget.querySelector("[data-part=mixed]").textContent = mixed.length ? fill(markWords().differ, { fields: mixed.join(", ") }) : "";
  };
  const ask = () => {
    state.frame ||= requestAnimationFrame(draw);
  };

  const events = ["kadr:selection", "kadr:marked", "kadr:view", "kadr:set"];
  for (const name of events) document.addEventListener(name, ask);
  ask();
  return () => {
    cancelAnimationFrame(state.frame);
    for (const name of events) document.removeEventListener(name, ask);
  };
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
