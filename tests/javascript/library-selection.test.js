import assert from "node:assert/strict";
import { test } from "node:test";

import { Selection } from "../../static/js/library/selection.js";

const ORDER = [10, 20, 30, 40, 50, 60];
const ids = (selection) => [...selection.ids].sort((one, other) => one - other);

test("one, and no other", () => {
  const selection = new Selection();
  selection.only(20);
  selection.only(30);
  assert.deepEqual([ids(selection), selection.active, selection.anchor], [[30], 30, 30]);
});

test("a range goes from the anchor, either way, and can be drawn anew", () => {
  const selection = new Selection();
  selection.only(30);
  selection.extend(50, ORDER);
  assert.deepEqual(ids(selection), [30, 40, 50]);
  selection.extend(10, ORDER);
  assert.deepEqual([ids(selection), selection.active, selection.anchor], [[10, 20, 30], 10, 30]);
});

test("a range may be added to what is selected", () => {
  const selection = new Selection();
  selection.only(10);
  selection.toggle(40);
  selection.extend(60, ORDER, { added: true });
  assert.deepEqual(ids(selection), [10, 40, 50, 60]);
});

test("a range whose anchor is no longer there is only its end", () => {
  const selection = new Selection();
  selection.only(99);
  selection.extend(20, ORDER);
  assert.deepEqual([ids(selection), selection.anchor], [[20], 20]);
});

test("toggling takes out what was in, and stays there", () => {
  const selection = new Selection();
  selection.toggle(10);
  selection.toggle(20);
  selection.toggle(10);
  assert.deepEqual([ids(selection), selection.active], [[20], 10]);
});

test("clearing and moving on leave the place of the keyboard", () => {
  const selection = new Selection();
  selection.only(10);
  selection.activate(20);
  assert.deepEqual([ids(selection), selection.active, selection.anchor], [[10], 20, 10]);
  selection.clear();
  assert.deepEqual([ids(selection), selection.active, selection.size], [[], 20, 0]);
});

test("what is gone is forgotten", () => {
  const selection = new Selection();
  selection.replace([10, 20, 30], 20);
  selection.forget([20, 30]);
  assert.deepEqual([ids(selection), selection.active, selection.anchor], [[10], null, null]);
});

test("every change is told once", () => {
  let told = 0;
  const selection = new Selection(() => {
    told += 1;
  });
  selection.only(10);
  selection.extend(30, ORDER);
  selection.extend(99, ORDER);
  selection.clear();
  assert.equal(told, 4);
});
