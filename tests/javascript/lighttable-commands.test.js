/* Commands by name, by key and by button. */
import "./app.js";
import assert from "node:assert/strict";
import { test } from "node:test";

const page = { listeners: [], words: "{}" };
globalThis.Node = { ELEMENT_NODE: 1 };
globalThis.MutationObserver = class {
  observe() {}
};
globalThis.document = {
  body: { querySelectorAll: () => [] },
  addEventListener: (name, listener) => page.listeners.push([name, listener]),
  getElementById: (id) => (id === "command-words" ? { textContent: page.words } : null),
  querySelector: () => null,
  querySelectorAll: () => [],
};
const { capOf, command, isBound, listCommands, run, usePreset, writeTitles } = await import("../../static/js/lighttable/commands.js");

/** Presses a key on the pictures, or where `target` says; tells whether it was kept from the browser. */
function press(code, { target = { closest: () => null }, ...held } = {}) {
  const event = { code, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, target, isKept: false, ...held };
  event.preventDefault = () => (event.isKept = true);
  for (const [name, listener] of page.listeners) if (name === "keydown") listener(event);
  return event.isKept;
}

test("a command that nobody does is not done", () => {
  assert.equal(run("flag.pick"), false);
  assert.equal(press("KeyP"), false);
});

test("a key of the preset does its command, and gives the event", () => {
  const events = [];
  const takeBack = command("flag.pick", (event) => void events.push(event.code));
  assert.equal(press("KeyP"), true);
  assert.deepEqual(events, ["KeyP"]);
  takeBack();
  assert.equal(press("KeyP"), false);
});

test("whoever came last is asked first, and may leave it to the one before", () => {
  const done = [];
  const takeBack = [
    command("go.next", () => void done.push("grid")),
    command("go.next", () => (done.length ? void done.push("loupe") : false)),
  ];
  run("go.next");
  run("go.next");
  assert.deepEqual(done, ["grid", "loupe"]);
  takeBack.forEach((each) => each());
});

test("of two commands on one key the first that has anything to do takes it", () => {
  const done = [];
  const takeBack = [
    command("flag.pick", () => void done.push("pick")),
    command("stack.keep", () => (done.length ? void done.push("keep") : false)),
  ];
  press("KeyP", { shiftKey: true });
  press("KeyP", { shiftKey: true });
  assert.deepEqual(done, ["pick", "keep"]);
  takeBack.forEach((each) => each());
});

test("another preset takes the keys of the one before away", () => {
  const done = [];
  const takeBack = [command("flag.toggle", () => void done.push("toggle")), command("stars.2", () => void done.push("stars"))];
  usePreset("photo_mechanic");
  press("Digit2");
  press("KeyT");
  press("Digit2", { altKey: true });
  assert.deepEqual(done, ["toggle", "stars"]);
  assert.equal(capOf("flag.toggle"), "T");
  assert.equal(isBound("Space", "view.loupe"), true);
  usePreset("lightroom");
  assert.equal(isBound("Space", "view.loupe"), false);
  takeBack.forEach((each) => each());
});

test("with single keys off only what is held with Ctrl or Alt marks", () => {
  const done = [];
  const takeBack = [command("label.purple", () => void done.push("purple")), command("flag.pick", () => void done.push("pick"))];
  usePreset("lightroom", { single: false });
  press("KeyP");
  press("Digit9", { altKey: true });
  assert.deepEqual(done, ["purple"]);
  usePreset("lightroom");
  takeBack.forEach((each) => each());
});

test("a focused button keeps its space bar, and Tab is ours on the pictures alone", () => {
  const done = [];
  const takeBack = [command("zoom.toggle", () => void done.push("zoom")), command("panels", () => void done.push("panels"))];
  const button = { matches: () => false };
  press("Space", { target: { closest: (wanted) => (wanted.startsWith("button") ? button : null) } });
  press("Tab");
  assert.deepEqual(done, []);
  press("Space");
  press("Tab", { target: { closest: (wanted) => (wanted.startsWith(".grid") ? {} : null) } });
  assert.deepEqual(done, ["zoom", "panels"]);
  takeBack.forEach((each) => each());
});

test("a button's tooltip has the key of its command, and another one under another preset", () => {
  const button = { dataset: { command: "label.red" }, title: "Red label", matches: () => true };
  writeTitles(button);
  assert.equal(button.title, "Red label (6)");
  usePreset("darktable");
  writeTitles(button);
  assert.equal(button.title, "Red label (F1)");
  usePreset("lightroom");
});

test("the sheet has what can be done here, once, with its keys", () => {
  page.words = JSON.stringify({ "flag.pick": ["Pick", "Marks"], "mark.next": ["And on", "Marks"], lights: ["Lights out", "Views"] });
  const takeBack = [command("flag.pick", () => {}), command("mark.next", () => false)];
  const listed = listCommands().map(({ name, group, combinations }) => [name, group, combinations]);
  assert.deepEqual(listed, [["Pick", "Marks", ["KeyP"]], ["And on", "Marks", ["Shift", "CapsLock"]]]);
  takeBack.forEach((each) => each());
});
