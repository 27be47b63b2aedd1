/* Keys by their place on the keyboard (`event.code`), so that they are the same in every alphabet.
   They act only while no field has the focus and no dialog is open. */
import { undoLatest } from "app/toast";

const keys = new Map(); // combination → entries, the latest first
const listers = new Set();
const held = { areSingleKeysOff: false };

/** Registers a key such as "KeyG", "Shift+KeyG" or "Ctrl+KeyZ"; gives a function that takes it back.
    The handler may return false: then whoever had the key before gets it, and at last the browser. `name` and `group`
    stand on the sheet; what is registered with `isLast` comes after all others. */
export function key(combination, { name = "", group = "", whenTyping = false, isLast = false } = {}, handler) {
  const entry = { combination, name, group, whenTyping, isLast, handler };
  const others = keys.get(combination) ?? [];
  const at = isLast ? others.filter((other) => !other.isLast).length : 0;
  keys.set(combination, others.toSpliced(at, 0, entry));
  return () => {
    const left = keys.get(combination).filter((other) => other !== entry);
    if (left.length) keys.set(combination, left);
    else keys.delete(combination);
  };
}

/** Puts more on the sheet: `list` gives [{combination, name, group}]. */
export function listAlso(list) {
  listers.add(list);
  return () => listers.delete(list);
}

/** Whether keys act that have neither Ctrl nor Alt; arrows, Escape, Enter and the like always do. */
export function setSingleKeys(areOn) {
  held.areSingleKeysOff = !areOn;
}

/** Whether this is a character by itself, as one speaks or types it by accident (WCAG 2.2, 2.1.4). */
export function isSingle(combination) {
  if (/(^|\+)(Ctrl|Alt)\+/.test(combination)) return false;
  return !/^(Shift\+)?(Arrow\w+|Escape|Enter|Home|End|PageUp|PageDown|F\d+)$/.test(combination);
}

/** All that can be pressed now: registered keys, elements with `data-key`, and what is listed besides.
    [{combination, name, group}] */
export function listKeys() {
  const marked = [...document.querySelectorAll("[data-key]")].filter((element) => element.checkVisibility());
  const fromElements = marked.map((element) => ({
    combination: element.dataset.key,
    name: element.dataset.keyName ?? (element.title.replace(/\s*\([^)]*\)$/, "") || element.textContent.trim()),
    group: element.dataset.keyGroup ?? "",
  }));
  const latest = [...keys.values()].map(([entry]) => entry);
  const listed = [...listers].flatMap((list) => list());
  return [...fromElements, ...latest, ...listed].filter(({ name }) => name);
}

/** "Ctrl+Shift+KeyG" for a keydown. */
export function nameOf(event) {
  const parts = [];
  if (event.ctrlKey || event.metaKey) parts.push("Ctrl");
  if (event.altKey) parts.push("Alt");
  if (event.shiftKey) parts.push("Shift");
  return [...parts, event.code].join("+");
}

const CAPS = {
  Slash: "/", "Shift+Slash": "?", ArrowLeft: "←", ArrowRight: "→", ArrowUp: "↑", ArrowDown: "↓", Escape: "Esc",
  Delete: "Del", Minus: "−", Equal: "+", Comma: ",", Period: ".", Backquote: "`", BracketLeft: "[", BracketRight: "]",
  Backslash: "\\", NumpadAdd: "Num +", NumpadSubtract: "Num −", PageUp: "Page ↑", PageDown: "Page ↓",
  CapsLock: "Caps Lock",
};

/** How a combination is written on a key cap: "Ctrl Z", "←", "?". */
export function writeKey(combination) {
  if (CAPS[combination]) return CAPS[combination];
  const write = (part) => CAPS[part] ?? part.replace(/^(Key|Digit)(?=.$)/, "").replace(/^Numpad/, "Num ");
  return combination.split("+").map(write).join(" ");
}

function isTyping(target) {
  return target.closest?.("input:not([type=checkbox], [type=radio], [type=range], [type=button]), textarea, select, [contenteditable]");
}

function press(event) {
  if (event.defaultPrevented || event.isComposing || document.querySelector("dialog[open]")) return;
  const combination = nameOf(event);
  if (held.areSingleKeysOff && isSingle(combination)) return;
  const typing = isTyping(event.target);
  for (const entry of keys.get(combination) ?? []) {
    if (typing && !entry.whenTyping) continue;
    if (entry.handler(event) === false) continue;
    event.preventDefault();
    return;
  }
  if (!typing) pressElement(event, combination);
}

function pressElement(event, combination) {
  const marked = [...document.querySelectorAll("[data-key]")].find(
    (element) => element.dataset.key === combination && element.checkVisibility() && !element.disabled,
  );
  if (!marked) return;
  event.preventDefault();
  if (marked.matches("input, textarea, select")) marked.focus();
  else marked.click();
}

document.addEventListener("keydown", press);
key("Ctrl+KeyZ", { isLast: true }, () => undoLatest());
