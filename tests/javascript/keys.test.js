/* Keys by their place: the code decides, never the letter that the layout puts there. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

// The module imports the toast by its bare name, which only a browser's import map knows.
const source = readFileSync(new URL("../../static/js/keys.js", import.meta.url), "utf8");
const alone = source.replace(/^import .*$/m, "const undoLatest = () => true;");
const page = { press: null };
globalThis.document = {
  addEventListener: (name, listener) => name === "keydown" && (page.press = listener),
  querySelector: () => null,
  querySelectorAll: () => [],
};
const { isSingle, key, listAlso, listKeys, nameOf, setSingleKeys, writeKey } = await import(`data:text/javascript,${encodeURIComponent(alone)}`);

const pressed = (code, held = {}) => ({ code, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held });

test("a key has the name of its place, whatever letter the layout writes", () => {
  assert.equal(nameOf(pressed("KeyG", { key: "п" })), "KeyG");
});

test("held keys stand before it in one order, and the Mac's command key is Ctrl", () => {
  assert.equal(nameOf(pressed("KeyG", { shiftKey: true, ctrlKey: true })), "Ctrl+Shift+KeyG");
  assert.equal(nameOf(pressed("KeyZ", { metaKey: true })), "Ctrl+KeyZ");
});

test("a key cap shows what stands on the key", () => {
  assert.equal(writeKey("KeyG"), "G");
  assert.equal(writeKey("Digit5"), "5");
  assert.equal(writeKey("Ctrl+KeyZ"), "Ctrl Z");
  assert.equal(writeKey("Shift+Slash"), "?");
  assert.equal(writeKey("ArrowLeft"), "←");
});

test("a key that is taken back gives way to the one before", () => {
  const first = key("KeyQ", { name: "first" }, () => {});
  const second = key("KeyQ", { name: "second" }, () => {});
  assert.deepEqual(listKeys().map(({ name }) => name), ["second"]);
  second();
  assert.deepEqual(listKeys().map(({ name }) => name), ["first"]);
  first();
  assert.deepEqual(listKeys(), []);
});

/** Presses a key; says whether it was kept from the browser. */
function press(code, held = {}) {
  const event = { ...pressed(code, held), target: {}, preventDefault: () => (event.isKept = true), isKept: false };
  page.press(event);
  return event.isKept;
}

test("a key that finds nothing to do goes to whoever had it before, and at last to the browser", () => {
  const done = [];
  const takeBack = [
    key("KeyQ", { isLast: true }, () => void done.push("last")),
    key("KeyQ", {}, () => (done.length ? false : void done.push("first"))),
    key("KeyQ", {}, () => false),
  ];
  assert.equal(press("KeyQ"), true);
  assert.deepEqual(done, ["first"]);
  assert.equal(press("KeyQ"), true);
  assert.deepEqual(done, ["first", "last"]);
  takeBack[0]();
  assert.equal(press("KeyQ"), false);
  takeBack.forEach((each) => each());
});

test("single keys can be turned off: what is held with Ctrl or Alt, arrows, Escape and Enter stay", () => {
  const done = [];
  const all = ["KeyQ", "Digit1", "Slash", "Space", "Shift+KeyQ", "Ctrl+KeyQ", "Alt+Digit1", "ArrowLeft", "Escape", "Enter"];
  const takeBack = all.map((combination) => key(combination, {}, () => void done.push(combination)));
  setSingleKeys(false);
  for (const code of ["KeyQ", "Digit1", "Slash", "Space", "ArrowLeft", "Escape", "Enter"]) press(code);
  press("KeyQ", { shiftKey: true });
  press("KeyQ", { ctrlKey: true });
  press("Digit1", { altKey: true });
  setSingleKeys(true);
  assert.deepEqual(done, ["ArrowLeft", "Escape", "Enter", "Ctrl+KeyQ", "Alt+Digit1"]);
  press("KeyQ");
  assert.equal(done.at(-1), "KeyQ");
  takeBack.forEach((each) => each());
});

test("a single key is one that types a character", () => {
  assert.deepEqual(["KeyA", "Shift+KeyA", "Backquote", "Numpad3", "Tab"].map(isSingle), [true, true, true, true, true]);
  assert.deepEqual(["Ctrl+KeyA", "Shift+ArrowUp", "F6", "Home", "Ctrl+Shift+KeyZ"].map(isSingle), [false, false, false, false, false]);
});

test("what others list stands on the sheet as well, if it has a name", () => {
  const takeBack = listAlso(() => [{ combination: "KeyP", name: "Pick", group: "Marks" }, { combination: "KeyX", name: "" }]);
  assert.deepEqual(listKeys().map(({ name }) => name), ["Pick"]);
  takeBack();
  assert.deepEqual(listKeys(), []);
});
