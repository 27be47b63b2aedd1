/* Events on their way: cut, put in order, sorted by what the answer says. */
import "./app.js";
import assert from "node:assert/strict";
import { test } from "node:test";

const { cut, inOrder, listPartRefusals, makeEvents, settle, takeBatch, waitAfter, writeEvent } = await import("../../static/js/lighttable/batches.js");

const mark = (step, moment, marks = [[1, "3", "0"]]) => makeEvents({ kind: "mark", step, moment, field: "stars", marks });

test("a step is one event, unless it falls on more than a thousand assets", () => {
  const marks = Array.from({ length: 2300 }, (_, id) => [id + 1, "pick", ""]);
  assert.equal(mark("a", 1).length, 1);
  const events = makeEvents({ kind: "mark", step: "b", moment: 5, field: "flag", marks });
  assert.deepEqual(events.map((event) => event.marks.length), [1000, 1000, 300]);
  assert.deepEqual(events.map(({ step }) => step), ["b", "b", "b"]);
  assert.equal(new Set(events.map(({ key }) => key)).size, 3);
});

test("a piece of nothing is nothing", () => {
  assert.deepEqual(cut([], 10), []);
});

test("events go in the order in which they were pressed, however they are kept", () => {
  const events = [...mark("c", 30), ...mark("a", 10), ...mark("b", 20)];
  assert.deepEqual(inOrder(events).map(({ step }) => step), ["a", "b", "c"]);
});

test("a batch ends before it is too large, and the first event goes whatever its size", () => {
  const marks = Array.from({ length: 900 }, (_, id) => [id + 1, "pick", ""]);
  const events = ["a", "b", "c"].flatMap((step, at) => mark(step, at, marks));
  assert.deepEqual(takeBatch(events, { weight: 2000 }).map(({ step }) => step), ["a", "b"]);
  assert.deepEqual(takeBatch(events, { weight: 10 }).map(({ step }) => step), ["a"]);
  assert.deepEqual(takeBatch(events, { most: 1 }).map(({ step }) => step), ["a"]);
  assert.deepEqual(takeBatch([]), []);
});

test("a batch holds two hundred events at the most", () => {
  const events = Array.from({ length: 300 }, (_, at) => mark(`s${at}`, at)[0]);
  assert.equal(takeBatch(events).length, 200);
});

test("the wire gets what it asks for and nothing of our own", () => {
  const moment = Date.UTC(2026, 10, 21, 19, 3, 11, 5);
  const at = "2026-11-21T19:03:11.005Z";
  const [event] = mark("a", moment);
  assert.deepEqual(writeEvent(event), { kind: "mark", step: "a", moment: at, field: "stars", marks: [[1, "3", "0"]] });
  const [undo] = makeEvents({ kind: "undo", step: "u", moment, undoes: "a", field: "stars", marks: [[1, "3", "0"]] });
  assert.deepEqual(writeEvent(undo), { kind: "undo", step: "u", moment: at, undoes: "a" });
  const [look] = makeEvents({ kind: "look", step: "l", moment, assets: [4, 5] });
  assert.deepEqual(writeEvent(look), { kind: "look", step: "l", moment: at, assets: [4, 5] });
});

test("an answer sorts a batch into what arrived, what was refused and what is left", () => {
  const batch = [...mark("a", 1), ...mark("b", 2), ...mark("c", 3)];
  const sorted = settle(batch, { arrived: ["a"], refused: [{ step: "b", code: "gone", reason: "It is gone." }] });
  assert.deepEqual(sorted.arrived.map(({ step }) => step), ["a"]);
  assert.deepEqual(sorted.refused.map(({ step, code, reason }) => [step, code, reason]), [["b", "gone", "It is gone."]]);
  assert.deepEqual(sorted.left.map(({ step }) => step), ["c"]);
});

test("a step that arrived but for some of its assets has arrived", () => {
  const sorted = settle(mark("a", 1), { arrived: ["a"], refused: [{ step: "a", code: "gone", reason: "One is gone." }] });
  assert.equal(sorted.arrived.length, 1);
  assert.equal(sorted.refused.length, 0);
});

test("what was refused of a step that arrived is told, and what was refused as a whole is told by its event", () => {
  const [part, whole] = ["a", "b"].map((step) => ({ step, code: "gone", reason: `${step} is gone.` }));
  assert.deepEqual(listPartRefusals({ arrived: ["a", "c"], refused: [part, whole] }), [part]);
  assert.deepEqual(listPartRefusals({ marks: [] }), []);
});

test("one waits longer after each failure, and never longer than a quarter of a minute", () => {
  const waits = [1, 2, 3, 4, 5, 20].map((failures) => waitAfter(failures, 1));
  assert.deepEqual(waits, [1000, 2000, 4000, 8000, 15_000, 15_000]);
  assert.equal(waitAfter(1, 0), 750);
});
