/* Moments: the server's clock, never the same twice. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { Clock, writeMoment } from "../../static/js/lighttable/clock.js";

function makeClock(start = 1000, kept = {}) {
  const time = { now: start };
  return { time, clock: new Clock(kept, () => time.now) };
}

test("two marks in the same millisecond have two moments, in order", () => {
  const { clock } = makeClock();
  assert.deepEqual([clock.next(), clock.next(), clock.next()], [1000, 1001, 1002]);
});

test("a clock that is set back does not bring a later mark before an earlier one", () => {
  const { clock, time } = makeClock(5000);
  const before = clock.next();
  time.now = 10;
  assert.ok(clock.next() > before);
});

test("the moment is the server's: half of the way is taken for the way back", () => {
  const { clock, time } = makeClock(1000);
  clock.adjust(61_100, 1000, 1200); // heard at 1100 by our clock: it is a minute behind
  time.now = 2000;
  assert.equal(clock.next(), 62_000);
});

test("an answer that took long says nothing about the time", () => {
  const { clock } = makeClock(1000);
  clock.adjust(61_000, 1000, 9000);
  assert.equal(clock.offset, 0);
});

test("an answer without a time changes nothing", () => {
  const { clock } = makeClock();
  clock.adjust(Date.parse(""), 1, 2);
  assert.equal(clock.next(), 1000);
});

test("what another window has stamped comes before", () => {
  const { clock } = makeClock(1000);
  clock.see(4000);
  assert.equal(clock.next(), 4001);
});

test("what was kept goes on, also if this computer's clock is behind it", () => {
  const { clock } = makeClock(1000, { offset: 50, last: 9000 });
  assert.equal(clock.next(), 9001);
});

test("a moment is written with its zone and its milliseconds", () => {
  assert.equal(writeMoment(Date.UTC(2026, 10, 21, 19, 3, 11, 123)), "2026-11-21T19:03:11.123Z");
});
