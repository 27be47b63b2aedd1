/* What can be done at the lighttable, each by a name: by a key of the person's preset, by a button, by another script.
   A button is any element with `data-command`; its tooltip gets the key. While it is pressed, `data-pressed-command` is
   what it does. What does it in a way of its own, and is to tell the key only, has `data-key-of`; a button where the key
   does something else has `data-keyless`. */
import { key, listAlso, setSingleKeys, writeKey } from "app/keys";
import { HELD, bindingsOf, combinationsOf } from "app/lighttable/presets";

const handlers = new Map(); // command → handlers, the latest first
const chosen = { preset: "lightroom", takeBack: [] };

/** Registers what a command does; gives a function that takes it back. The handler gets the event, if there is one, and
    may return false when there is nothing to do: then whoever had the command before is asked, and at last the key goes on. */
export function command(id, handler) {
  handlers.set(id, [handler, ...(handlers.get(id) ?? [])]);
  return () => handlers.set(id, handlers.get(id).filter((other) => other !== handler));
}

/** Does it; says whether there was anything to do. */
export function run(id, event = null) {
  return (handlers.get(id) ?? []).some((handler) => handler(event) !== false);
}

/** The key of a command as it is written on a key cap; "" where it has none. */
export function capOf(id) {
  const [first] = combinationsOf(chosen.preset, id);
  return first ? writeKey(first) : "";
}

/** Whether the person's preset gives this key to this command. */
export function isBound(combination, id) {
  return bindingsOf(chosen.preset).get(combination)?.includes(id) ?? false;
}

/** Takes the keys of a preset, as they are kept in the account, and writes them into the tooltips. */
export function usePreset(preset, { single = true } = {}) {
  chosen.preset = preset;
  setSingleKeys(single);
  for (const each of chosen.takeBack) each();
  const press = (ids) => (event) => isForUs(event) && ids.some((id) => run(id, event));
  chosen.takeBack = [...bindingsOf(preset)].map(([combination, ids]) => key(combination, { isLast: true }, press(ids)));
  writeTitles(document.body);
  writeCaps(document.body);
}

/** What can be done now, with the words of the page: [{combination, combinations, name, group}] */
export function listCommands() {
  const words = JSON.parse(document.getElementById("command-words")?.textContent ?? "{}");
  return Object.entries(words).filter(([id]) => handlers.get(id)?.length).map(([id, [name, group]]) => {
    const combinations = HELD[id] ?? combinationsOf(chosen.preset, id);
    const isAnother = (each) => !each.startsWith("Shift+") || !combinations.includes(each.slice("Shift+".length));
    return { combination: combinations[0] ?? "", combinations: combinations.filter(isAnother), name, group };
  });
}

const WAYS_OF_THE_PAGE = /^(Shift\+)?(Space|Enter|Tab|Arrow\w+)$/;
const OWN_ARROWS = "input, [role=menu], [role=radiogroup], [role=tree], [role=tablist], [role=dialog], video, audio";

/* A focused button keeps its space bar, a slider its arrows; Tab is ours on the pictures alone. */
function isForUs({ code, target }) {
  if (!WAYS_OF_THE_PAGE.test(code) || !target.closest) return true;
  const control = target.closest("button, a[href], summary, input, [role=button]");
  if (code === "Tab") return !control && Boolean(target.closest(".grid, [data-surface]"));
  if (code.startsWith("Arrow")) return !target.closest(OWN_ARROWS);
  return !control || control.matches("[role=option]");
}

const TELLS_KEY = "[data-command], [data-key-of]";

/** Writes the key into the tooltip of each button of a command, in and under an element. */
export function writeTitles(root) {
  const inside = root.querySelectorAll?.(TELLS_KEY) ?? [];
  for (const button of [...(root.matches?.(TELLS_KEY) ? [root] : []), ...inside]) writeTitle(button);
}

/* The key of a command on a cap that stands beside its word. */
function writeCaps(root) {
  for (const cap of root.querySelectorAll?.("[data-cap]") ?? []) {
    cap.textContent = capOf(cap.dataset.cap);
    cap.hidden = !cap.textContent;
  }
}

function writeTitle(button) {
  button.dataset.words ??= button.title;
  const cap = capOf(button.dataset.command ?? button.dataset.keyOf);
  const words = button.dataset.words;
  button.title = cap && words && !("keyless" in button.dataset) ? `${words} (${cap})` : words;
}

function click(event) {
  const button = event.target.closest?.("[data-command]");
  if (!button || button.disabled) return;
  event.preventDefault();
  const { command: id, pressedCommand } = button.dataset;
  run(pressedCommand && button.getAttribute("aria-pressed") === "true" ? pressedCommand : id, event);
}

/* A button pressed by a pointer does not take the focus from the pictures: the keys go on from there. */
function keepFocus(event) {
  if (event.target.closest?.("button[data-command]")) event.preventDefault();
}

function follow(changes) {
  for (const { target, addedNodes } of changes) {
    if (target.closest?.("[data-unwatched]")) continue;
    for (const node of addedNodes) if (node.nodeType === Node.ELEMENT_NODE) writeTitles(node);
  }
}

document.addEventListener("click", click);
document.addEventListener("mousedown", keepFocus);
new MutationObserver(follow).observe(document.body, { childList: true, subtree: true });
listAlso(listCommands);
document.addEventListener("kadr:keys", ({ detail }) => usePreset(detail.preset, detail));
const { keys: preset = "lightroom", singleKeys = "on" } = document.querySelector("[data-keys]")?.dataset ?? {};
usePreset(preset, { single: singleKeys === "on" });
