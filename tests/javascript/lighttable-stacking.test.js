import assert from "node:assert/strict";
import { test } from "node:test";

import { close, isOpen, keepOne, listCollapsed, nextStack, open, tellSteps } from "../../static/js/lighttable/stacking.js";

const item = (id, stackId = 0, more = {}) => ({
  id, key: `key ${id}`, day: `day ${id}`, stack_id: stackId, stack: stackId ? 3 : 0, is_top: true, flag: "", stack_kind: stackId ? "burst" : "", ...more,
});
const ids = (items) => items.map(({ id }) => id);
const members = () => [item(20, 2), item(21, 2, { is_top: false }), item(22, 2, { is_top: false })];

test("a stack opens where its top stands", () => {
  const items = [item(1), item(20, 2), item(3)];
  assert.deepEqual(ids(open(items, 2, members())), [1, 20, 21, 22, 3]);
  assert.deepEqual(open(items, 2, members()).map(({ opened }) => opened), [undefined, "top", "member", "member", undefined]);
});

test("what comes in stands under the top's day, and asks for pages by its key", () => {
  const opened = open([item(1), item(20, 2)], 2, members());
  assert.deepEqual(opened.slice(1).map(({ key, day }) => [key, day]), Array(3).fill(["key 20", "day 20"]));
});

test("what is at hand already stays the same object", () => {
  const top = item(20, 2, { flag: "pick" });
  assert.equal(open([top], 2, members())[0], top);
});

test("a stack of which a filter shows a part opens in its own order, and closes to that part", () => {
  const items = [item(22, 2, { is_top: false }), item(1), item(21, 2, { is_top: false })];
  const opened = open(items, 2, members());
  assert.deepEqual(ids(opened), [20, 21, 22, 1]);
  assert.deepEqual(ids(close(opened, 2, new Set([22, 21]))), [21, 22, 1]);
});

test("a closed stack is no open one", () => {
  const items = [item(1), item(20, 2), item(3)];
  const closed = close(open(items, 2, members()), 2, new Set([20]));
  assert.deepEqual(ids(closed), [1, 20, 3]);
  assert.equal(closed[1].opened, undefined);
});

test("a stack is open when all of it is at hand", () => {
  const items = [item(1), item(20, 2)];
  assert.equal(isOpen(items, items[1]), false);
  assert.equal(isOpen(open(items, 2, members()), items[1]), true);
  assert.equal(isOpen(items, items[0]), false);
});

test("of a stack that has gone nothing opens", () => {
  const items = [item(1)];
  assert.equal(open(items, 2, members()), items);
});

test("the next stack passes over what is alone, and over the rest of this one", () => {
  const items = [item(10, 1), item(2), ...open([item(20, 2)], 2, members()), item(3), item(40, 4)];
  assert.equal(nextStack(items, 0, 1), 2);
  assert.equal(nextStack(items, 3, 1), 6);
  assert.equal(nextStack(items, 6, 1), -1);
});

test("backwards one comes to the top of an open stack", () => {
  const items = [item(10, 1), ...open([item(20, 2)], 2, members()), item(40, 4)];
  assert.equal(nextStack(items, 4, -1), 1);
  assert.equal(nextStack(items, 3, -1), 0);
  assert.equal(nextStack(items, 0, -1), -1);
});

test("one is kept and the rest rejected, and what was is told", () => {
  const some = [item(20, 2, { flag: "reject" }), item(21, 2), item(22, 2, { flag: "pick" })];
  assert.deepEqual(keepOne(some, 21), [[21, "pick", ""], [20, "reject", "reject"], [22, "reject", "pick"]]);
});

test("of collapsed stacks all comes along, of open ones what is chosen", () => {
  const items = [item(10, 1), ...open([item(20, 2)], 2, members()), item(3)];
  assert.deepEqual(listCollapsed(items, [10, 21, 3]), [1]);
});

test("only what can be done is offered", () => {
  const top = item(20, 2);
  const member = item(21, 2, { is_top: false });
  const alone = item(3);
  const items = [top, member, alone];
  assert.deepEqual(tellSteps(items, [3], alone), { make: false, part: false, top: false, toggle: false, keep: false });
  assert.deepEqual(tellSteps(items, [20], top), { make: false, part: true, top: false, toggle: true, keep: true });
  assert.deepEqual(tellSteps(items, [21], member), { make: false, part: true, top: true, toggle: true, keep: true });
  assert.equal(tellSteps(items, [20, 3], top).make, true);
});

test("of one picture in parts none is kept before the others", () => {
  for (const kind of ["bracket", "panorama", "focus"]) {
    const part = item(20, 2, { stack_kind: kind });
    assert.equal(tellSteps([part], [20], part).keep, false);
  }
});
