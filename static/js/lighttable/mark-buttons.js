/* The buttons of the marks: which of them stand on what a mark falls on now. */
import { libraryOf } from "app/library/page";
import { summarize } from "app/lighttable/mark-steps";
import { markWords } from "app/lighttable/mark-view";
import { FIELDS } from "app/lighttable/pending";

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
    const shared = summarize(items, FIELDS);
    for (const button of buttons) drawButton(button, shared[button.dataset.field], items.length > 0);
    const mixed = FIELDS.some((field) => shared[field] === null);
    widget.querySelector("[data-part=mixed]").textContent = mixed ? markWords().mixed : "";
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

function drawButton(button, shared, isAny) {
  const { field, value } = button.dataset;
  const pressed = shared === null ? "mixed" : String(isAny && shared === value);
  if (button.getAttribute("aria-pressed") !== pressed) button.setAttribute("aria-pressed", pressed);
  button.disabled = !isAny;
  if (field === "stars") button.toggleAttribute("data-full", isAny && Number(shared) >= Number(value));
}
