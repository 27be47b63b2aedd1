/* Keys by their place: the code decides, never the letter that the layout puts there. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

// The module imports the toast by its bare name, which only a browser's import map knows.
const source = readFileSync(new URL("../../static/js/keys.js", import.meta.url), "utf8");
const alone = source.replace(/^import .*$/m, "const undoLatest = () => true;");
globalThis.document = { addEventListener() {}, querySelectorAll: () => [] };
const { key, listKeys, nameOf, writeKey } = await import(`data:text/javascript,${encodeURIComponent(alone)}`);

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
