/* Single keys, by their place on the keyboard (`event.code`), so that they are the same in every alphabet.
   They act only while no field has the focus and no dialog is open. */
import { undoLatest } from "app/toast";

const keys = new Map();

/** Registers a key such as "KeyG", "Shift+KeyG" or "Ctrl+KeyZ"; gives a function that takes it back.
    The handler may return false to let the browser have the key. `name` and `group` stand on the sheet. */
export function key(combination, { name = "", group = "", whenTyping = false } = {}, handler) {
  const entry = { combination, name, group, whenTyping, handler };
  const before = keys.get(combination);
  keys.set(combination, entry);
  return () => {
    if (keys.get(combination) !== entry) return;
    if (before) keys.set(combination, before);
    else keys.delete(combination);
  };
}

/** All that can be pressed now: registered keys, and elements with `data-key`. [{combination, name, group}] */
export function listKeys() {
  const marked = [...document.querySelectorAll("[data-key]")].filter((element) => element.checkVisibility());
  const fromElements = marked.map((element) => ({
    combination: element.dataset.key,
    name: element.dataset.keyName ?? (element.title.replace(/\s*\([^)]*\)$/, "") || element.textContent.trim()),
    group: element.dataset.keyGroup ?? "",
  }));
  return [...fromElements, ...keys.values()].filter(({ name }) => name);
}

/** "Ctrl+Shift+KeyG" for a keydown. */
export function nameOf(event) {
  const parts = [];
  if (event.ctrlKey || event.metaKey) parts.push("Ctrl");
  if (event.altKey) parts.push("Alt");
  if (event.shiftKey) parts.push("Shift");
  return [...parts, event.code].join("+");
}

/** How a combination is written on a key cap: "Ctrl Z", "←", "?". */
export function writeKey(combination) {
  const caps = { Slash: "/", "Shift+Slash": "?", ArrowLeft: "←", ArrowRight: "→", ArrowUp: "↑", ArrowDown: "↓",
    Escape: "Esc", Delete: "Del", Space: "Space", Minus: "−", Equal: "+", Comma: ",", Period: "." };
  if (caps[combination]) return caps[combination];
  return combination.split("+").map((part) => caps[part] ?? part.replace(/^(Key|Digit)/, "")).join(" ");
}

function isTyping(target) {
  return target.closest?.("input:not([type=checkbox], [type=radio], [type=range], [type=button]), textarea, select, [contenteditable]");
}

function press(event) {
  if (event.defaultPrevented || event.isComposing || document.querySelector("dialog[open]")) return;
  const combination = nameOf(event);
  const entry = keys.get(combination);
  if (isTyping(event.target) && !entry?.whenTyping) return;
  if (entry) {
    if (entry.handler(event) !== false) event.preventDefault();
    return;
  }
  const marked = [...document.querySelectorAll("[data-key]")].find(
    (element) => element.dataset.key === combination && element.checkVisibility() && !element.disabled,
  );
  if (!marked) return;
  event.preventDefault();
  if (marked.matches("input, textarea, select")) marked.focus();
  else marked.click();
}

document.addEventListener("keydown", press);
key("Ctrl+KeyZ", {}, () => undoLatest());
