/* A list of bins under a button, found by typing: to add to one, or to move one into another. */
import { beside } from "app/bins/beside";

/** Opens the list below `anchor`. `bins` are {id, path}; `top` and `canMake` offer those as well. Answers with
    {id}, {name} of a bin to be made, or null when it was left. */
export function pickBin(anchor, bins, { top = false, canMake = false } = {}) {
  const panel = document.querySelector(".bins");
  const words = panel.querySelector("[data-part=words]").dataset;
  const picker = panel.querySelector("template[data-part=picker]").content.firstElementChild.cloneNode(true);
  const [input, list, nothing] = ["input", "ul", ".bins__nothing"].map((each) => picker.querySelector(each));
  list.id = `bins-${Date.now()}`;
  input.setAttribute("aria-controls", list.id);
  anchor.after(picker);

  const offer = () => {
    const typed = input.value.trim();
    const found = bins.filter(({ path }) => fold(path).includes(fold(typed)));
    const offers = found.map(({ id, path }) => ({ id, text: path, kind: "bin" }));
    if (top && !typed) offers.unshift({ id: "", text: words.top, kind: "top" });
    if (canMake && !bins.some(({ name }) => name === typed)) {
      offers.push({ name: typed, text: typed ? words.newCalled.replace("{name}", typed) : `${words.new}…`, kind: "new" });
    }
    list.replaceChildren(...offers.map((each, index) => makeOption(each, `${list.id}-${index}`)));
    nothing.hidden = offers.length > 0;
    choose(list.firstElementChild);
  };
  const choose = (option) => {
    for (const each of list.children) each.setAttribute("aria-selected", String(each === option));
    if (option) input.setAttribute("aria-activedescendant", option.id);
    else input.removeAttribute("aria-activedescendant");
    option?.scrollIntoView({ block: "nearest" });
  };
  const chosen = () => list.querySelector("[aria-selected=true]");

  return new Promise((answer) => {
    let picked = null;
    const take = (option) => {
      if (!option) return;
      if (option.dataset.kind === "new" && !option.dataset.name) {
        input.placeholder = words.new;
        input.focus();
        return;
      }
      picked = option.dataset.kind === "new" ? { name: option.dataset.name } : { id: option.dataset.id };
      picker.hidePopover();
    };
    input.addEventListener("input", () => {
      offer();
      beside(picker, anchor);
    });
    input.addEventListener("keydown", (event) => {
      const all = [...list.children];
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step) choose(all[(all.indexOf(chosen()) + step + all.length) % all.length]);
      else if (event.key === "Enter") take(chosen());
      else if (event.key === "Escape") picker.hidePopover();
      else return;
      event.preventDefault();
      event.stopPropagation();
    });
    list.addEventListener("pointermove", (event) => choose(event.target.closest("[role=option]") ?? chosen()));
    list.addEventListener("click", (event) => take(event.target.closest("[role=option]")));
    picker.addEventListener("toggle", (event) => {
      if (event.newState !== "closed") return;
      anchor.setAttribute("aria-expanded", "false");
      if (picker.contains(document.activeElement) || document.activeElement === document.body) anchor.focus();
      picker.remove();
      answer(picked);
    });
    offer();
    anchor.setAttribute("aria-expanded", "true");
    picker.showPopover();
    beside(picker, anchor);
    input.focus();
  });
}

function makeOption({ id, name, text, kind }, elementId) {
  const option = document.createElement("li");
  Object.assign(option.dataset, { kind, ...(id === undefined ? {} : { id }), ...(name ? { name } : {}) });
  option.id = elementId;
  option.setAttribute("role", "option");
  const words = document.createElement("bdi");
  words.textContent = text;
  option.append(words);
  return option;
}

function fold(text) {
  return text.normalize("NFC").toLocaleLowerCase().replaceAll("ё", "е");
}
