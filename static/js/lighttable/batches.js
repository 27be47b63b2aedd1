/* Events on their way to the server: cut so that none is too large, taken in order, written for the wire, and sorted by
   what the answer says of them. Pure. */
import { writeMoment } from "app/lighttable/clock";

const MOST_EVENTS = 200;
const MOST_MARKS = 5000; // the server's
const IN_ONE_EVENT = 1000;
const LONGEST_WAIT_MS = 15_000;

/** A list in pieces of at most `most`. */
export function cut(list, most = IN_ONE_EVENT) {
  const pieces = [];
  for (let from = 0; from < list.length; from += most) pieces.push(list.slice(from, from + most));
  return pieces;
}

/** One step as the events it is sent by, each with a key of its own; only a very large step has more than one. */
export function makeEvents({ kind, step, moment, field = "", marks = [], undoes = "", assets = [] }) {
  const common = { kind, step, moment };
  if (kind === "mark") return cut(marks).map((part, index) => ({ ...common, key: `${step} ${index}`, field, marks: part }));
  if (kind === "look") return cut(assets).map((part, index) => ({ ...common, key: `${step} ${index}`, assets: part }));
  return [{ ...common, key: `${step} 0`, undoes, field, marks }]; // what the step was is needed on the screen alone
}

/** The events in the order in which they were pressed. */
export function inOrder(events) {
  return [...events].sort((one, other) => one.moment - other.moment || (one.key < other.key ? -1 : 1));
}

/** How much of a batch an event takes. */
function weigh({ kind, marks, assets }) {
  if (kind === "mark") return marks.length;
  return kind === "look" ? assets.length : 1;
}

/** The first events, as many as go together; at least one if there is any. */
export function takeBatch(events, { most = MOST_EVENTS, weight = MOST_MARKS } = {}) {
  const batch = [];
  let taken = 0;
  for (const event of inOrder(events)) {
    taken += weigh(event);
    if (batch.length && (batch.length >= most || taken > weight)) break;
    batch.push(event);
  }
  return batch;
}

/** An event as the server reads it. */
export function writeEvent({ kind, step, moment, field, marks, undoes, assets }) {
  const common = { kind, step, moment: writeMoment(moment) };
  if (kind === "mark") return { ...common, field, marks };
  return kind === "look" ? { ...common, assets } : { ...common, undoes };
}

/** What has become of a batch: {arrived, refused, left}; `refused` events carry `code` and `reason`. */
export function settle(batch, answer) {
  const arrived = new Set(answer.arrived);
  const refusals = new Map((answer.refused ?? []).map((each) => [each.step, each]));
  const refuse = (event) => ({ ...event, code: refusals.get(event.step).code, reason: refusals.get(event.step).reason });
  const isRefused = ({ step }) => refusals.has(step) && !arrived.has(step);
  return {
    arrived: batch.filter(({ step }) => arrived.has(step)),
    refused: batch.filter(isRefused).map(refuse),
    left: batch.filter((event) => !arrived.has(event.step) && !isRefused(event)),
  };
}

/** The refusals of steps that have arrived but for some of their assets. */
export function listPartRefusals({ arrived = [], refused = [] }) {
  const here = new Set(arrived);
  return refused.filter(({ step }) => here.has(step));
}

/** How long to wait after so many tries that failed; `luck` (0 to 1) keeps many browsers from asking at once. */
export function waitAfter(failures, luck = Math.random()) {
  return Math.round(Math.min(LONGEST_WAIT_MS, 500 * 2 ** failures) * (0.75 + luck / 4));
}
