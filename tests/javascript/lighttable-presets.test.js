/* The key map of the domain document, line by line, and that no preset gives one key to two things. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { PRESETS, bindingsOf, combinationsOf } from "../../static/js/lighttable/presets.js";

const CODE = /^(Ctrl\+)?(Alt\+)?(Shift\+)?(Key[A-Z]|Digit\d|Numpad(\d|Add|Subtract)|Arrow(Up|Down|Left|Right)|F\d|Space|Tab|Slash|Backslash|Backquote|Backspace|Bracket(Left|Right)|Equal|Minus)$/;
const MARKS = [
  ..."012345".split("").map((stars) => `stars.${stars}`), "stars.more", "stars.fewer",
  "flag.pick", "flag.reject", "flag.none", "flag.toggle",
  "label.red", "label.yellow", "label.green", "label.blue", "label.purple", "label.none",
];
/* What the key map names and a page in a browser cannot have, or that is a button here alone. */
const NOT_BINDABLE = {
  F5: "the browser loads the page anew",
  F7: "the browser moves a caret through the text",
  F8: "both panels go by Tab",
  KeyT: "there is one bar, and the filmstrip has F6",
  KeyJ: "cells show what is known of them by their size",
  KeyB: "the bar of the selection has it",
  Escape: "each view goes one level back by itself",
};
const OTHERS = [
  "undo", "redo", "view.grid", "view.loupe", "view.compare", "view.survey", "zoom.toggle", "zoom.in", "zoom.out",
  "go.next", "go.previous", "go.up", "go.down", "info", "lights", "fullscreen", "panels", "panels.all", "compare.promote",
  "compare.swap", "survey.drop", "filmstrip", "stack.toggle", "stack.make", "stack.part", "stack.top", "stack.keep",
  "stack.open-all", "stack.next", "stack.previous", "filter.toggle", "filter.clear", "filter.lock", "filter.text",
  "filter.refresh", "select.all", "select.none", "select.invert",
];

for (const [name, pairs] of Object.entries(PRESETS)) {
  test(`${name} gives no key to two things`, () => {
    const combinations = pairs.map(([combination]) => combination);
    assert.deepEqual(combinations.filter((each, index) => combinations.indexOf(each) !== index), []);
  });

  test(`${name} names keys by their place, with what is held in the order of a keydown`, () => {
    assert.deepEqual(pairs.map(([combination]) => combination).filter((each) => !CODE.test(each)), []);
  });

  test(`${name} has a key for every mark and every other command`, () => {
    const missing = [...MARKS, ...OTHERS].filter((command) => !combinationsOf(name, command).length);
    assert.deepEqual(missing, []);
  });

  test(`${name} names no command that there is not`, () => {
    const named = new Set(pairs.flatMap(([, commands]) => commands.split(" ")));
    assert.deepEqual([...named].filter((command) => ![...MARKS, ...OTHERS].includes(command)), []);
  });
}

/* docs of the trade, Lightroom Classic's key map: what is pressed, and what it does. */
const LIGHTROOM = {
  Digit0: "stars.0", Digit1: "stars.1", Digit2: "stars.2", Digit3: "stars.3", Digit4: "stars.4", Digit5: "stars.5",
  Digit6: "label.red", Digit7: "label.yellow", Digit8: "label.green", Digit9: "label.blue",
  KeyP: "flag.pick", KeyX: "flag.reject", KeyU: "flag.none", Backquote: "flag.toggle",
  ArrowLeft: "go.previous", ArrowRight: "go.next",
  KeyG: "view.grid", KeyE: "view.loupe", KeyC: "view.compare", KeyN: "view.survey",
  Space: "zoom.toggle", KeyZ: "zoom.toggle", BracketLeft: "stars.fewer", BracketRight: "stars.more",
  Tab: "panels", "Shift+Tab": "panels.all", KeyF: "fullscreen", KeyL: "lights", Backslash: "filter.toggle",
  F6: "filmstrip", KeyI: "info", KeyS: "stack.toggle",
  "Ctrl+KeyG": "stack.make", "Ctrl+Shift+KeyG": "stack.part", "Shift+KeyS": "stack.top",
  "Ctrl+KeyA": "select.all", "Ctrl+KeyD": "select.none", "Ctrl+Shift+KeyI": "select.invert",
  "Ctrl+KeyZ": "undo", "Ctrl+KeyY": "redo", "Ctrl+Shift+KeyZ": "redo",
};

test("a person from Lightroom finds every key where it was", () => {
  const bound = bindingsOf("lightroom");
  for (const [combination, command] of Object.entries(LIGHTROOM)) assert.ok(bound.get(combination)?.includes(command), combination);
});

test("what Lightroom has and a page in a browser has not is named, and bound to nothing", () => {
  const bound = bindingsOf("lightroom");
  for (const code of ["F5", "F7", "F8", "KeyT", "KeyJ", "KeyB", "Escape"]) {
    assert.ok(NOT_BINDABLE[code], code);
    assert.equal(bound.has(code), false, code);
  }
});

test("Shift with a mark is the same mark", () => {
  const bound = bindingsOf("lightroom");
  for (const code of ["Digit3", "KeyX", "KeyU", "Digit7", "BracketRight"]) {
    assert.deepEqual(bound.get(`Shift+${code}`), bound.get(code), code);
  }
});

test("Shift+P in a stack keeps the one before it would pick", () => {
  assert.deepEqual(bindingsOf("lightroom").get("Shift+KeyP"), ["stack.keep", "flag.pick"]);
});

test("Photo Mechanic: a bare digit is a colour, a digit with Ctrl or Alt gives stars, T tags", () => {
  const bound = bindingsOf("photo_mechanic");
  assert.deepEqual(bound.get("Digit2"), ["label.yellow"]);
  assert.deepEqual(bound.get("Ctrl+Digit4"), ["stars.4"]);
  assert.deepEqual(bound.get("Alt+Digit4"), ["stars.4"]);
  assert.deepEqual(bound.get("KeyT"), ["flag.toggle"]);
});

test("darktable: R rejects, X surveys, the colours are on the function keys and free of the browser's", () => {
  const bound = bindingsOf("darktable");
  assert.deepEqual(bound.get("KeyR"), ["flag.reject"]);
  assert.deepEqual(bound.get("KeyX"), ["view.survey"]);
  assert.deepEqual(bound.get("F2"), ["label.yellow"]);
  assert.equal(bound.has("F5"), false);
  assert.deepEqual(bound.get("Alt+Digit5"), ["label.purple"]);
});

test("no preset takes what closes, opens or reloads a page", () => {
  for (const [name, pairs] of Object.entries(PRESETS)) {
    const bound = pairs.map(([combination]) => combination);
    for (const kept of ["Ctrl+KeyW", "Ctrl+KeyT", "Ctrl+KeyN", "Ctrl+KeyR", "F5"]) assert.ok(!bound.includes(kept), `${name} ${kept}`);
  }
});

test("a preset that there is not is Lightroom's", () => {
  assert.deepEqual([...bindingsOf("aperture")], [...bindingsOf("lightroom")]);
});
