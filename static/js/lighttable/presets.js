/* Which key does what, one table for each program a person may come from. Pure.
   A combination names the place of a key (`event.code`); where several commands stand, the first that has anything to
   do takes the key. */

const DIGITS = [0, 1, 2, 3, 4, 5];

/** Marks also with Shift, which goes on to the next one. */
const withShift = (pairs) => pairs.flatMap(([place, command]) => [[place, command], [`Shift+${place}`, command]]);

const WAYS = [
  ["ArrowRight", "go.next"],
  ["ArrowLeft", "go.previous"],
  ["ArrowUp", "compare.promote go.up"],
  ["ArrowDown", "compare.swap go.down"],
  ["Alt+ArrowDown", "stack.next"],
  ["Alt+ArrowUp", "stack.previous"],
  ["Ctrl+KeyZ", "undo"],
  ["Ctrl+KeyY", "redo"],
  ["Ctrl+Shift+KeyZ", "redo"],
  ["Ctrl+KeyA", "select.all"],
  ["Ctrl+KeyD", "select.none"], // the browser's for a bookmark, and given up for a page; Escape does the same
  ["Ctrl+Shift+KeyI", "select.invert"], // some browsers keep it for their tools
  ["Alt+KeyI", "select.invert"],
  ["Tab", "panels"],
  ["Shift+Tab", "panels.all"],
  ["F6", "filmstrip"],
  ["Backslash", "filter.toggle"],
  ["Shift+Backslash", "filter.clear"],
  ["Alt+Backslash", "filter.lock"],
  ["Ctrl+KeyF", "filter.text"],
  ["Shift+KeyR", "filter.refresh"],
  ["KeyF", "fullscreen"],
  ["KeyI", "info"],
  ["KeyZ", "zoom.toggle"],
  ["Equal", "zoom.in"],
  ["NumpadAdd", "zoom.in"],
  ["Minus", "zoom.out"],
  ["NumpadSubtract", "zoom.out"],
  ["Slash", "survey.drop"],
  ["Backspace", "survey.drop"],
];

const STACKS = [
  ["KeyS", "stack.toggle"],
  ["Alt+KeyS", "stack.open-all"],
  ["Shift+KeyS", "stack.top"],
  ["Ctrl+KeyG", "stack.make"], // the browser's for finding the next word
  ["Alt+KeyG", "stack.make"],
  ["Ctrl+Shift+KeyG", "stack.part"],
  ["Alt+Shift+KeyG", "stack.part"],
];

const VIEWS = [
  ["KeyG", "view.grid"],
  ["KeyE", "view.loupe"],
  ["KeyC", "view.compare"],
  ["KeyN", "view.survey"],
  ["KeyL", "lights"],
];

const STARS = withShift([
  ...DIGITS.map((stars) => [`Digit${stars}`, `stars.${stars}`]),
  ["BracketRight", "stars.more"],
  ["BracketLeft", "stars.fewer"],
]);
const STARS_ON_THE_PAD = DIGITS.map((stars) => [`Numpad${stars}`, `stars.${stars}`]);

const FLAGS = [
  ["KeyP", "flag.pick"],
  ["Shift+KeyP", "stack.keep flag.pick"],
  ...withShift([["KeyU", "flag.none"], ["Backquote", "flag.toggle"]]),
];
const REJECT_BY_X = withShift([["KeyX", "flag.reject"]]);

const LABELS_6_TO_9 = withShift([
  ["Digit6", "label.red"],
  ["Digit7", "label.yellow"],
  ["Digit8", "label.green"],
  ["Digit9", "label.blue"],
]);

const lightroom = [
  ...WAYS, ...VIEWS, ...STACKS, ...STARS, ...STARS_ON_THE_PAD, ...FLAGS, ...REJECT_BY_X, ...LABELS_6_TO_9,
  ["Space", "zoom.toggle"],
  ["Alt+Digit9", "label.purple"], // Lightroom has none for purple
  ["Alt+Digit0", "label.none"],
];

/* Photo Mechanic: a bare digit is a colour class, of which there are five here; a digit with Ctrl gives stars. Some
   browsers keep Ctrl with a digit for their tabs, so Alt does it too. F3 and Ctrl+R stay the browser's: the filter bar
   and the space bar stand for them. */
const photoMechanic = [
  ...withShift([
    ["KeyT", "flag.toggle"],
    ["Digit1", "label.red"],
    ["Digit2", "label.yellow"],
    ["Digit3", "label.green"],
    ["Digit4", "label.blue"],
    ["Digit5", "label.purple"],
    ["Digit0", "label.none"],
    ["BracketRight", "stars.more"],
    ["BracketLeft", "stars.fewer"],
  ]),
  ...DIGITS.flatMap((stars) => [[`Ctrl+Digit${stars}`, `stars.${stars}`], [`Alt+Digit${stars}`, `stars.${stars}`]]),
  ["Ctrl+Equal", "flag.pick"], // the browser's for larger text; T does nearly the same
  ["Ctrl+Minus", "flag.none"],
  ["Space", "view.loupe zoom.toggle"],
  ...WAYS, ...VIEWS, ...STACKS, ...FLAGS, ...REJECT_BY_X, // behind its own, which stand in the tooltips
];

/* darktable: F3 and F5 stay the browser's, so the colours are with Alt as well. Ctrl+W closes the page and is nobody's. */
const darktable = [
  ...WAYS, ...VIEWS, ...STACKS, ...STARS, ...FLAGS,
  ...withShift([["KeyR", "flag.reject"]]).filter(([place]) => place !== "Shift+KeyR"), // that asks for the set anew
  ["F1", "label.red"],
  ["F2", "label.yellow"],
  ["F4", "label.blue"],
  ["Alt+Digit1", "label.red"],
  ["Alt+Digit2", "label.yellow"],
  ["Alt+Digit3", "label.green"],
  ["Alt+Digit4", "label.blue"],
  ["Alt+Digit5", "label.purple"],
  ["Alt+Digit0", "label.none"],
  ["KeyX", "view.survey"],
  ["Ctrl+KeyX", "view.compare"],
  ["KeyW", "view.loupe"],
  ["Space", "zoom.toggle"],
];

/** Every preset as pairs of a combination and its commands, by the name it has in the account. */
export const PRESETS = { lightroom, photo_mechanic: photoMechanic, darktable };

/** Keys that are held with others, whatever the preset, by what that does. */
export const HELD = { "mark.next": ["Shift", "CapsLock"] };

/** The commands of a preset by combination: Map(combination → [command, …]). */
export function bindingsOf(preset) {
  const pairs = PRESETS[preset] ?? PRESETS.lightroom;
  return new Map(pairs.map(([combination, commands]) => [combination, commands.split(" ")]));
}

/** The combinations that do this, those first that it does not share with another command. */
export function combinationsOf(preset, command) {
  const found = [...bindingsOf(preset)].filter(([, commands]) => commands.includes(command));
  return found.map(([combination]) => combination);
}
