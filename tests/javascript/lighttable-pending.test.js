/* What is shown over what the server says, while something is unsent. */
import "./app.js";
import assert from "node:assert/strict";
import { test } from "node:test";

const { countUnsent, listTouched, listUndone, overlay, read, write } = await import("../../static/js/lighttable/pending.js");

const mark = (step, moment, marks, field = "stars") => ({ kind: "mark", key: `${step} 0`, step, moment, field, marks });
const undo = (step, moment, undoes, marks, field = "stars") => ({ kind: "undo", key: `${step} 0`, step, moment, undoes, field, marks });
const redo = (step, moment, undoes, marks, field = "stars") => ({ kind: "redo", key: `${step} 0`, step, moment, undoes, field, marks });
const bases = (stars) => (id) => (id === 1 ? { flag: "", stars, label: "" } : undefined);

test("an unsent mark stands over what the server says", () => {
  assert.deepEqual(overlay([mark("a", 1, [[1, "3", "0"]])], bases(5)).get(1), { stars: "3" });
});

test("of two unsent marks the later one stands, however they are kept", () => {
  const events = [mark("b", 2, [[1, "4", "3"]]), mark("a", 1, [[1, "3", "0"]])];
  assert.equal(overlay(events, bases(0)).get(1).stars, "4");
});

test("fields do not mix", () => {
  const events = [mark("a", 1, [[1, "3", "0"]]), mark("b", 2, [[1, "pick", ""]], "flag")];
  assert.deepEqual(overlay(events, bases(0)).get(1), { stars: "3", flag: "pick" });
});

test("an unsent mark that is taken back leaves what the server says, whatever came there since", () => {
  const events = [mark("a", 1, [[1, "3", "0"]]), undo("u", 2, "a", [[1, "3", "0"]])];
  assert.equal(overlay(events, bases(4)).get(1), undefined);
});

test("done again, it stands again", () => {
  const events = [mark("a", 1, [[1, "3", "0"]]), undo("u", 2, "a", [[1, "3", "0"]]), redo("r", 3, "a", [[1, "3", "0"]])];
  assert.equal(overlay(events, bases(4)).get(1).stars, "3");
});

test("a mark that has arrived is taken back to what it was", () => {
  assert.equal(overlay([undo("u", 2, "a", [[1, "3", "1"]])], bases(3)).get(1).stars, "1");
});

test("but not over what somebody else has marked since", () => {
  assert.equal(overlay([undo("u", 2, "a", [[1, "3", "1"]])], bases(5)).get(1), undefined);
});

test("taken back and done again, a mark that has arrived is what it was made", () => {
  const events = [undo("u", 2, "a", [[1, "3", "1"]]), redo("r", 3, "a", [[1, "3", "1"]])];
  assert.equal(overlay(events, bases(3)).get(1).stars, "3");
});

test("what is not at hand is taken back to what it was", () => {
  assert.equal(overlay([undo("u", 2, "a", [[9, "3", "1"]])], bases(3)).get(9).stars, "1");
});

test("a mark that was made unseen is taken back by the server alone, and done again here", () => {
  const [back, again] = [undo("u", 2, "a", [[1, "3", null]]), redo("r", 3, "a", [[1, "3", null]])];
  assert.equal(overlay([back], bases(3)).get(1), undefined);
  assert.equal(overlay([back, again], bases(1)).get(1).stars, "3");
});

test("a batch is one step: all of it is taken back", () => {
  const marks = [[1, "pick", ""], [2, "pick", "reject"]];
  const shown = overlay([mark("a", 1, marks, "flag"), undo("u", 2, "a", marks, "flag")], () => undefined);
  assert.equal(shown.size, 0);
});

test("the latest undo or redo of a step says whether it is undone", () => {
  const events = [redo("r", 3, "a", []), undo("u", 2, "a", []), undo("v", 4, "b", [])];
  assert.deepEqual([...listUndone(events)], [["a", false], ["b", true]]);
});

test("any order of the same events shows the same", () => {
  const events = makeRandomEvents(seeded(4), 60);
  const expected = JSON.stringify([...overlay(events, bases(2))].sort());
  for (let turn = 1; turn <= 40; turn += 1) {
    const shuffled = shuffle([...events], seeded(turn));
    assert.equal(JSON.stringify([...overlay(shuffled, bases(2))].sort()), expected);
  }
});

test("whatever arrives first, the screen shows the same: what is sent is in the base, the rest lies over it", () => {
  // One person, nobody else: the fold of everything is what any split into sent and unsent must show.
  for (let turn = 1; turn <= 60; turn += 1) {
    const events = makeLine(seeded(turn), 30);
    const all = overlay(events, () => ({ flag: "", stars: 0, label: "" }));
    for (const at of [0, 7, 15, 29, 30]) {
      const sent = overlay(events.slice(0, at), () => ({ flag: "", stars: 0, label: "" }));
      const base = (id) => merge(sent.get(id));
      const shown = overlay(events.slice(at), base);
      for (const id of [1, 2, 3]) {
        const now = merge({ ...sent.get(id), ...shown.get(id) });
        assert.deepEqual(now, merge(all.get(id)), `turn ${turn}, ${at} sent, asset ${id}`);
      }
    }
  }
});

test("an item is read and written as an event holds it", () => {
  const item = { flag: "pick", stars: 3, label: "" };
  assert.deepEqual(["flag", "stars", "label"].map((field) => read(item, field)), ["pick", "3", ""]);
  write(item, "stars", "5");
  write(item, "label", "red");
  assert.deepEqual(item, { flag: "pick", stars: 5, label: "red" });
});

test("a person counts presses, not the assets they fell on, and no looks", () => {
  const look = { kind: "look", key: "l 0", step: "l", moment: 9, assets: [1, 2] };
  const large = [mark("a", 1, [[1, "3", "0"]]), { ...mark("a", 1, [[2, "3", "0"]]), key: "a 1" }];
  assert.equal(countUnsent([...large, look, undo("u", 2, "a", [])]), 2);
  assert.deepEqual([...listTouched([...large, look])], [1, 2]);
});

function merge(fields = {}) {
  return { flag: "", stars: "0", label: "", ...fields };
}

/** Marks, and undos and redos of them in the order in which a person may press them. */
function makeLine(random, count) {
  const base = () => ({ flag: "", stars: 0, label: "" });
  const events = [];
  let done = [];
  let undone = [];
  for (let at = 0; at < count; at += 1) {
    const dice = random();
    if (dice < 0.3 && done.length) {
      const step = done.pop();
      undone.push(step);
      events.push(undo(`u${at}`, at, step.step, step.marks));
    } else if (dice < 0.45 && undone.length) {
      const step = undone.pop();
      done.push(step);
      events.push(redo(`r${at}`, at, step.step, step.marks));
    } else {
      const id = 1 + Math.floor(random() * 3);
      const was = overlay(events, base).get(id)?.stars ?? "0";
      const step = mark(`m${at}`, at, [[id, String(Math.floor(random() * 6)), was]]);
      undone = [];
      done.push(step);
      events.push(step);
    }
  }
  return events;
}

function makeRandomEvents(random, count) {
  return Array.from({ length: count }, (_, at) => {
    const marks = [[1 + Math.floor(random() * 3), String(Math.floor(random() * 6)), "0"]];
    return random() < 0.3 ? undo(`u${at}`, at, `m${Math.floor(random() * count)}`, marks) : mark(`m${at}`, at, marks);
  });
}

/** Numbers that look random and are the same each time (mulberry32). */
function seeded(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

function shuffle(list, random) {
  for (let at = list.length - 1; at > 0; at -= 1) {
    const other = Math.floor(random() * (at + 1));
    [list[at], list[other]] = [list[other], list[at]];
  }
  return list;
}
