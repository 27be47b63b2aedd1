/* What a key makes of marks, whether a picture still fits the filter, and how it is said. */
import "./app.js";
import assert from "node:assert/strict";
import { test } from "node:test";

const { setAll, sharedValue, stepStars, summarize, toggleAll } = await import("../../static/js/lighttable/mark-steps.js");
const { fits } = await import("../../static/js/lighttable/fitting.js");
const { writeAgo, writeStars } = await import("../../static/js/lighttable/ago.js");
const { writeCount } = await import("../../static/js/lighttable/plurals.js");

const item = (id, fields = {}) => ({ id, flag: "", stars: 0, label: "", ...fields });

test("a mark says what stood there", () => {
  assert.deepEqual(setAll([item(1, { flag: "reject" }), item(2)], "flag", "pick"), [[1, "pick", "reject"], [2, "pick", ""]]);
  assert.deepEqual(setAll([item(1, { stars: 4 })], "stars", "2"), [[1, "2", "4"]]);
});

test("the same label again takes it away, once all have it", () => {
  const [red, plain] = [item(1, { label: "red" }), item(2)];
  assert.deepEqual(toggleAll([red, plain], "label", "red"), [[1, "red", "red"], [2, "red", ""]]);
  assert.deepEqual(toggleAll([red], "label", "red"), [[1, "", "red"]]);
  assert.deepEqual(toggleAll([red], "label", "blue"), [[1, "blue", "red"]]);
});

test("a star more or fewer is counted for each, between none and five", () => {
  const items = [item(1), item(2, { stars: 3 }), item(3, { stars: 5 })];
  assert.deepEqual(stepStars(items, 1), [[1, "1", "0"], [2, "4", "3"], [3, "5", "5"]]);
  assert.deepEqual(stepStars(items, -1), [[1, "0", "0"], [2, "2", "3"], [3, "4", "5"]]);
  assert.equal(sharedValue(stepStars(items, 1)), null);
  assert.equal(sharedValue(setAll(items, "stars", "2")), "2");
});

test("of what is not at hand nobody has seen what stood there", () => {
  assert.deepEqual(setAll([{ id: 1 }, item(2)], "flag", "pick"), [[1, "pick", null], [2, "pick", ""]]);
});

test("a step that follows from what stands there waits until that is known", () => {
  const red = item(2, { label: "red", stars: 5 });
  assert.equal(stepStars([{ id: 1 }, red], 1), null);
  assert.equal(toggleAll([{ id: 1 }, red], "label", "red"), null);
  assert.deepEqual(toggleAll([{ id: 1 }, red], "label", "blue"), [[1, "blue", null], [2, "blue", "red"]]);
});

test("each field has the values that there are among several", () => {
  const fields = ["flag", "stars", "label"];
  const items = [item(1, { flag: "pick", stars: 3 }), item(2, { flag: "pick", stars: 4 })];
  const found = summarize(items, fields);
  assert.deepEqual(fields.map((field) => [...found[field]]), [["pick"], ["3", "4"], [""]]);
  assert.deepEqual(fields.map((field) => summarize([], fields)[field].size), [0, 0, 0]);
});

test("a picture fits a filter of flags when it has one of them", () => {
  assert.equal(fits(item(1, { flag: "pick" }), "flag=pick,none"), true);
  assert.equal(fits(item(1), "flag=pick,none"), true);
  assert.equal(fits(item(1, { flag: "reject" }), "flag=pick,none"), false);
});

test("stars are at least, exactly or at the most so many", () => {
  const three = item(1, { stars: 3 });
  assert.deepEqual(["ge3", "ge4", "eq3", "eq2", "le3", "le2"].map((stars) => fits(three, `stars=${stars}`)), [
    true, false, true, false, true, false,
  ]);
});

test("labels are colours, none, or other words", () => {
  assert.equal(fits(item(1, { label: "red" }), "label=red,blue"), true);
  assert.equal(fits(item(1, { label: "Second" }), "label=other"), true);
  assert.equal(fits(item(1), "label=red,none"), true);
  assert.equal(fits(item(1, { label: "green" }), "label=red,none"), false);
});

test("filters of different kinds hold together, and what is no filter of marks changes nothing", () => {
  assert.equal(fits(item(1, { flag: "pick", stars: 2 }), "flag=pick&stars=ge3"), false);
  assert.equal(fits(item(1), "camera=X-T5&sort=name&stars=nonsense"), true);
});

test("how long ago is written in the largest unit that says something", () => {
  const now = Date.UTC(2026, 10, 21, 12, 0, 0);
  const ago = (seconds) => writeAgo(new Date(now - seconds * 1000).toISOString(), now, "en");
  assert.deepEqual([12, 90, 7200, 200_000].map(ago), ["12 sec. ago", "2 min. ago", "2 hr. ago", "2 days ago"]);
  assert.equal(writeAgo(new Date(now + 5000).toISOString(), now, "en"), ago(0));
});

test("stars stand in a line of text as stars", () => {
  assert.equal(writeStars(3), "★★★");
});

test("a number takes the form that the language of the page has for it", () => {
  const forms = { one: "{count} кадр", few: "{count} кадра", many: "{count} кадров", other: "{count} кадров" };
  assert.deepEqual([1, 3, 5, 21].map((count) => writeCount(forms, count, "ru")), ["1 кадр", "3 кадра", "5 кадров", "21 кадр"]);
  assert.equal(writeCount({ one: "{count} photo", other: "{count} photos" }, 2, "en"), "2 photos");
});
