/* The outbox, with a database, a network, other windows and a time of its own. */
import "./app.js";
import assert from "node:assert/strict";
import { test } from "node:test";

const { Outbox } = await import("../../static/js/lighttable/sending.js");
const { Clock } = await import("../../static/js/lighttable/clock.js");

/** A database in memory, which may refuse to write. */
class Store {
  constructor() {
    this.tables = { events: new Map(), refused: new Map(), kept: new Map() };
    this.isFull = false;
  }

  async put(table, rows) {
    if (this.isFull) throw new Error("no room");
    for (const row of rows) this.tables[table].set(row.key, structuredClone(row));
  }

  async remove(table, keys) {
    for (const key of keys) this.tables[table].delete(key);
  }

  async all(table) {
    return [...this.tables[table].values()].map((row) => structuredClone(row));
  }
}

/** A server that takes marks as ours does: each event once, whatever comes twice. */
class Server {
  constructor() {
    this.status = 200;
    this.events = new Map();
    this.bodies = [];
    this.refuse = () => null;
    this.isAnswerLost = false;
  }

  send = async (body) => {
    const { events } = JSON.parse(body);
    this.bodies.push(events);
    if (this.status !== 200) return { status: this.status, reason: "" };
    const refused = events.map((event) => this.refuse(event)).filter(Boolean);
    const lost = new Set(refused.map(({ step }) => step));
    const arrived = events.filter(({ step }) => !lost.has(step));
    for (const event of arrived) this.events.set(`${event.step} ${JSON.stringify(event.marks ?? event.assets ?? "")}`, event);
    if (this.isAnswerLost) return { status: 0 };
    const answer = { version: 1, now: new Date(2_000_000_000_000).toISOString(), arrived: arrived.map(({ step }) => step), refused, marks: [] };
    return { status: 200, answer };
  };
}

class Window {
  constructor({ server, store, peers = [], ids = { next: 1 } }) {
    this.timers = [];
    this.channel = { postMessage: (data) => peers.forEach((peer) => peer !== this && peer.channel.onmessage({ data: structuredClone(data) })) };
    peers.push(this);
    this.box = new Outbox({
      store: Promise.resolve(store),
      send: server.send,
      lock: (work) => work(),
      channel: this.channel,
      clock: new Clock({}, () => 1000),
      makeId: () => `step-${ids.next++}`,
      timer: (work) => this.timers.push(work),
      now: () => 1000,
    });
  }

  /** Lets time pass: everything that waits is done, and whatever follows from it. */
  async pass(rounds = 6) {
    for (let round = 0; round < rounds; round += 1) {
      for (const work of this.timers.splice(0)) work();
      for (let turn = 0; turn < 30; turn += 1) await null;
      await new Promise((done) => setImmediate(done));
    }
  }

  mark(id, value) {
    return this.box.add({ kind: "mark", field: "stars", marks: [[id, value, "0"]] });
  }
}

async function openWindow(fields = {}) {
  const server = fields.server ?? new Server();
  const store = fields.store === undefined ? new Store() : fields.store;
  const window = new Window({ ...fields, server, store });
  await window.box.ready;
  return { window, server, store, box: window.box };
}

test("a mark is in the database before anything is sent, and out of it when it has arrived", async () => {
  const { window, server, store, box } = await openWindow();
  window.mark(1, "3");
  assert.equal(store.tables.events.size, 1);
  assert.equal(server.bodies.length, 0);
  assert.equal(box.count, 1);
  await window.pass();
  assert.equal(server.events.size, 1);
  assert.equal(store.tables.events.size, 0);
  assert.equal(box.count, 0);
  assert.equal(box.hasSent, true);
});

test("what is pressed together goes together, in order", async () => {
  const { window, server } = await openWindow();
  for (const stars of ["1", "2", "3"]) window.mark(1, stars);
  await window.pass();
  assert.deepEqual(server.bodies.map((events) => events.map(({ marks }) => marks[0][1])), [["1", "2", "3"]]);
});

test("while the server is away everything stays, and goes when it is back", async () => {
  const { window, server, store, box } = await openWindow();
  server.status = 0;
  window.mark(1, "3");
  window.mark(2, "4");
  await window.pass();
  assert.equal(box.trouble, "away");
  assert.equal(box.isAtRisk, true);
  assert.equal(store.tables.events.size, 2);
  server.status = 200;
  await window.pass();
  assert.equal(server.events.size, 2);
  assert.equal(box.trouble, "");
  assert.equal(box.isAtRisk, false);
});

test("an answer that is lost on the way sends the same events again, and they are there once", async () => {
  const { window, server, box } = await openWindow();
  server.isAnswerLost = true;
  window.mark(1, "3");
  await window.pass(1);
  server.isAnswerLost = false;
  await window.pass();
  assert.ok(server.bodies.length >= 2);
  assert.equal(server.events.size, 1);
  assert.equal(box.count, 0);
});

test("what was unsent when the page went is there when it comes, is told of, and is sent", async () => {
  const store = new Store();
  const away = new Server();
  away.status = 503;
  const before = await openWindow({ store, server: away });
  before.window.mark(7, "5");
  await before.window.pass(2);
  const server = new Server();
  const window = new Window({ store, server });
  const came = [];
  window.box.addEventListener("came", ({ detail }) => came.push(...detail.events));
  await window.box.ready;
  assert.deepEqual(came.map(({ marks }) => marks), [[[7, "5", "0"]]]);
  assert.equal(window.box.count, 1);
  await window.pass();
  assert.equal(server.events.size, 1);
  assert.equal(store.tables.events.size, 0);
});

test("a mark that is pressed before the database is open is kept in it when it is", async () => {
  const { window, store } = { ...(await openWindow()) };
  const late = new Store();
  const server = new Server();
  server.status = 0;
  const early = new Window({ server, store: late });
  early.mark(1, "2"); // the database has not answered yet
  await early.pass();
  assert.equal(late.tables.events.size, 1);
  assert.equal(store.tables.events.size, 0);
  assert.equal(window.box.count, 0);
});

test("without a database marks are kept in the window and sent, and closing it is a risk until then", async () => {
  const { window, server, box } = await openWindow({ store: null });
  window.mark(1, "3");
  assert.equal(box.isKept, false);
  assert.equal(box.isAtRisk, true);
  await window.pass();
  assert.equal(server.events.size, 1);
  assert.equal(box.isAtRisk, false);
});

test("a database without room is as good as none", async () => {
  const { window, server, store, box } = await openWindow();
  store.isFull = true;
  window.mark(1, "3");
  await window.pass();
  assert.equal(box.isKept, false);
  assert.equal(server.events.size, 1);
});

test("a refused mark is kept apart with its sentence, and the others go", async () => {
  const { window, server, store, box } = await openWindow();
  server.refuse = ({ step, marks }) => (marks[0][0] === 2 ? { step, code: "gone", reason: "It is in the trash." } : null);
  window.mark(1, "3");
  const { step } = window.mark(2, "3");
  await window.pass();
  assert.equal(box.count, 0);
  assert.deepEqual(box.refused.map(({ reason }) => reason), ["It is in the trash."]);
  assert.equal(store.tables.refused.size, 1);
  server.refuse = () => null;
  await box.retry(step);
  await window.pass();
  assert.equal(box.refused.length, 0);
  assert.equal(store.tables.refused.size, 0);
  assert.equal(server.events.size, 2);
});

test("a refused mark can be let go of", async () => {
  const { window, server, store, box } = await openWindow();
  server.refuse = ({ step }) => ({ step, code: "bad", reason: "No." });
  const { step } = window.mark(1, "3");
  await window.pass();
  await box.drop(step);
  assert.equal(box.refused.length, 0);
  assert.equal(store.tables.refused.size, 0);
});

test("when a batch is not understood its events go one by one, and only the bad one is refused", async () => {
  const { window, server, box } = await openWindow();
  const { send } = server;
  window.box.send = async (body, options) => {
    const { events } = JSON.parse(body);
    return events.some(({ marks }) => marks[0][0] === 2) ? { status: 400, reason: "Not understood." } : send(body, options);
  };
  for (const id of [1, 2, 3]) window.mark(id, "3");
  await window.pass();
  assert.deepEqual([...server.events.values()].map(({ marks }) => marks[0][0]), [1, 3]);
  assert.deepEqual(box.refused.map(({ marks, reason }) => [marks[0][0], reason]), [[2, "Not understood."]]);
  assert.equal(box.count, 0);
});

test("marks from the future are stamped anew in the same order, and arrive", async () => {
  const { window, server, box } = await openWindow();
  const now = 2_000_000_000_000;
  box.clock.offset = now + 3_600_000; // an hour ahead
  server.refuse = ({ step, moment }) => (Date.parse(moment) > now + 600_000 ? { step, code: "clock", reason: "Too early." } : null);
  window.mark(1, "3");
  window.mark(1, "4");
  await window.pass(10);
  assert.equal(box.count, 0);
  assert.equal(box.refused.length, 0);
  const sent = [...server.events.values()].sort((one, other) => (one.moment < other.moment ? -1 : 1));
  assert.deepEqual(sent.map(({ marks }) => marks[0][1]), ["3", "4"]);
});

/** A clock that is an hour ahead, and answers that take longer than any that it is set by. */
function makeSlowAndAhead({ window, server, box }) {
  const { send } = server;
  let time = 1000;
  box.now = () => (time += 5000);
  box.clock.offset = 2_000_000_000_000 + 3_600_000;
  box.send = (body, options) => (server.bodies.length > 40 ? { status: 0 } : send(body, options));
  return window;
}

test("a clock that is ahead is set by a slow answer as well, rather than be refused without end", async () => {
  const opened = await openWindow();
  const { server, box } = opened;
  const window = makeSlowAndAhead(opened);
  server.refuse = ({ step, moment }) =>
    Date.parse(moment) > 2_000_000_000_000 + 600_000 ? { step, code: "clock", reason: "Too early." } : null;
  window.mark(1, "3");
  window.mark(1, "4");
  await window.pass();
  assert.equal(box.count, 0);
  assert.deepEqual(server.bodies.at(-1).map(({ marks }) => marks[0][1]), ["3", "4"]);
  assert.equal(server.bodies.length, 2);
});

test("what is late again and again waits between the tries, and stays", async () => {
  const opened = await openWindow();
  const { server, box } = opened;
  const window = makeSlowAndAhead(opened);
  server.refuse = ({ step }) => ({ step, code: "clock", reason: "Too early." });
  window.mark(1, "3");
  await window.pass(3);
  assert.equal(box.count, 1);
  assert.equal(box.trouble, "away");
  assert.ok(server.bodies.length <= 4);
});

test("who is signed out keeps everything, and it goes when they are back", async () => {
  const { window, server, box } = await openWindow();
  server.status = 401;
  window.mark(1, "3");
  await window.pass(2);
  assert.equal(box.trouble, "signed-out");
  assert.equal(box.count, 1);
  server.status = 200;
  await window.pass();
  assert.equal(server.events.size, 1);
});

test("marks that the server takes from nobody here can be given up", async () => {
  const { window, server, store, box } = await openWindow();
  server.status = 403;
  window.mark(1, "3");
  await window.pass(2);
  assert.equal(box.trouble, "closed");
  await box.giveUp();
  assert.equal(box.count, 0);
  assert.equal(store.tables.events.size, 0);
});

test("another window learns of a mark at once, and that it has arrived", async () => {
  const [store, server, peers, ids] = [new Store(), new Server(), [], { next: 1 }];
  const one = await openWindow({ store, server, peers, ids });
  const other = await openWindow({ store, server, peers, ids });
  one.window.mark(1, "3");
  assert.equal(other.box.count, 1);
  await one.window.pass();
  assert.equal(other.box.count, 0);
  assert.equal(server.bodies.length, 1);
});

test("a window that stays sends what a closed one has left in the database", async () => {
  const [store, server, peers, ids] = [new Store(), new Server(), [], { next: 1 }];
  const one = await openWindow({ store, server, ids });
  const other = await openWindow({ store, server, peers, ids });
  one.window.mark(1, "3"); // and is closed: its timers never come
  other.window.mark(2, "4");
  await other.window.pass();
  assert.equal(server.events.size, 2);
  assert.equal(store.tables.events.size, 0);
});

test("looks go together, are no marks, and nobody is asked to wait for them", async () => {
  const { window, server, box } = await openWindow();
  for (const id of [4, 5, 4]) box.look(id);
  await window.pass();
  assert.deepEqual(server.bodies[0].map(({ kind, assets }) => [kind, assets]), [["look", [4, 5]]]);
  server.status = 0;
  box.look(6);
  await window.pass();
  assert.equal(box.count, 0);
  assert.equal(box.isAtRisk, false);
});

test("a step on many assets is sent in several events, all of which have to arrive", async () => {
  const { window, server, store, box } = await openWindow();
  const marks = Array.from({ length: 6200 }, (_, at) => [at + 1, "pick", ""]);
  box.add({ kind: "mark", field: "flag", marks });
  assert.equal(box.count, 1);
  await window.pass();
  const taken = [...server.events.values()].flatMap((event) => event.marks.map(([id]) => id));
  assert.equal(new Set(taken).size, 6200);
  assert.equal(store.tables.events.size, 0);
  assert.ok(server.bodies.every((events) => events.reduce((sum, event) => sum + event.marks.length, 0) <= 5000));
});

test("whatever fails on the way, each mark arrives, and at last nothing is unsent", async () => {
  let seed = 11;
  const dice = () => {
    seed = (seed * 48271) % 2147483647; // Park and Miller, 1993
    return seed / 2147483647;
  };
  const { window, server, box } = await openWindow();
  const pressed = [];
  for (let turn = 0; turn < 80; turn += 1) {
    server.status = dice() < 0.3 ? 503 : 200;
    server.isAnswerLost = dice() < 0.3;
    const value = String(Math.floor(dice() * 6));
    pressed.push([1 + (turn % 7), value]);
    window.mark(...pressed.at(-1));
    if (dice() < 0.5) await window.pass(1);
  }
  Object.assign(server, { status: 200, isAnswerLost: false });
  await window.pass(10);
  assert.equal(box.count, 0);
  const inOrder = [...server.events.values()].sort((one, other) => (one.moment < other.moment ? -1 : 1));
  assert.deepEqual(inOrder.map(({ marks }) => [marks[0][0], marks[0][1]]), pressed);
});
