/* Undo and redo: one line of steps. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { Line } from "../../static/js/lighttable/line.js";

function lineOf(...ids) {
  const line = new Line();
  for (const id of ids) line.add({ id });
  return line;
}

test("nothing can be taken back of nothing", () => {
  const line = new Line();
  assert.equal(line.back, null);
  assert.equal(line.forth, null);
});

test("the latest step is taken back first, and done again last", () => {
  const line = lineOf("1", "2", "3");
  for (const id of ["3", "2", "1"]) {
    assert.equal(line.back.id, id);
    line.set(id, true);
  }
  assert.equal(line.back, null);
  for (const id of ["1", "2", "3"]) {
    assert.equal(line.forth.id, id);
    line.set(id, false);
  }
  assert.equal(line.forth, null);
});

test("a new step takes the place of what was taken back", () => {
  const line = lineOf("1", "2", "3");
  line.set("3", true);
  line.set("2", true);
  const cut = line.add({ id: "4" });
  assert.deepEqual(cut.map(({ id }) => id), ["2", "3"]);
  assert.equal(line.forth, null);
  assert.equal(line.back.id, "4");
  line.set("4", true);
  assert.equal(line.back.id, "1");
});

test("what was kept comes before what was done since the page came, whenever it is read", () => {
  const line = lineOf("5");
  line.load([{ id: "2", isUndone: false }, { id: "1", isUndone: false }]);
  line.load([{ id: "2", isUndone: true }]);
  assert.deepEqual(line.entries.map(({ id, isUndone }) => [id, isUndone]), [["1", false], ["2", false], ["5", false]]);
});

test("what was taken back before the page was loaded again can be done again", () => {
  const line = new Line([{ id: "1", isUndone: false }, { id: "2", isUndone: true }, { id: "3", isUndone: true }]);
  assert.equal(line.back.id, "1");
  assert.equal(line.forth.id, "2");
});

test("a step that is gone for good is not in the way", () => {
  const line = lineOf("1", "2");
  line.remove("2");
  assert.equal(line.back.id, "1");
  assert.equal(line.set("2", true), null);
});

test("walking back and forth at random is the same as a list with a place in it", () => {
  let seed = 7;
  const dice = () => {
    seed = (seed * 48271) % 2147483647; // Park and Miller, 1993
    return seed / 2147483647;
  };
  const line = new Line();
  let list = [];
  let place = 0;
  for (let turn = 0; turn < 2000; turn += 1) {
    const way = dice();
    if (way < 0.4) {
      list = [...list.slice(0, place), String(turn).padStart(5, "0")];
      place += 1;
      line.add({ id: list.at(-1) });
    } else if (way < 0.75) {
      assert.equal(line.back?.id, list[place - 1]);
      if (place > 0) line.set(list[--place], true);
    } else {
      assert.equal(line.forth?.id, list[place]);
      if (place < list.length) line.set(list[place++], false);
    }
  }
  assert.ok(list.length > 0);
});
