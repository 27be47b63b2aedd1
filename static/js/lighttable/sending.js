/* The outbox: events that are on the screen and not yet on the server. Each is in the browser's database before the next
   frame, goes to the server in batches, and leaves when the server says that it has arrived. Batches may arrive twice.

   Everything from outside (database, network, other windows, time) is given, so that it can be tested. */
import { inOrder, makeEvents, settle, takeBatch, waitAfter, writeEvent } from "app/lighttable/batches";
import { countUnsent } from "app/lighttable/pending";

const SEND_AFTER_MS = 200;
const LOOKS_AFTER_MS = 1500;
const MOST_ON_THE_WAY_OUT = 60_000; // bytes of a request that outlives its page; see app/asset/unsent

/** Tells `changed` (what is unsent, refused or kept is other), `came` {events} (unsent events of before, or of another
    window), and `answered` {answer, ids} (the server has said what stands now). */
export class Outbox extends EventTarget {
  /** `store`: a promise of the database, or of null. `send(body, {leaving})` gives {status, answer, reason}, status 0
      where there was no answer. `lock(work)` keeps the other windows from sending meanwhile. `makeId()` gives a UUID. */
  constructor({ store, send, lock, channel, clock, makeId, timer = setTimeout, now = () => Date.now() }) {
    super();
    Object.assign(this, { send, lock, channel, clock, makeId, timer, now });
    this.events = [];
    this.refused = [];
    this.looks = new Set();
    this.trouble = ""; // "away", "signed-out" or "closed"
    this.reason = "";
    this.isKept = true; // in the database, not only in this window
    this.hasSent = false;
    this.failures = 0;
    this.most = undefined; // events in a batch; one, while one of them is not understood
    this.isWaiting = false;
    this.isSending = false;
    this.isLate = false; // the last answer found events from the future
    this.store = null;
    this.unkept = [];
    channel.onmessage = ({ data }) => this.#hear(data);
    this.ready = this.#open(store);
  }

  /** How many steps are unsent, as a person counts them. */
  get count() {
    return countUnsent(this.events);
  }

  /** Whether something would be lost, or could not be seen by anybody for long, if the page were closed now. */
  get isAtRisk() {
    return this.count > 0 && (!this.isKept || this.trouble !== "");
  }

  /** Takes in a step: {kind, field, marks} of a mark, {kind, undoes, field, marks} of an undo or redo, {kind, assets}.
      Gives {step, moment}. It is on its way to the database when this returns. */
  add(fields) {
    const { step = this.makeId() } = fields;
    const moment = this.clock.next();
    const events = makeEvents({ ...fields, step, moment });
    this.events.push(...events);
    this.#keep(events);
    this.channel.postMessage({ type: "added", events });
    this.#changed();
    this.#sendIn(SEND_AFTER_MS);
    return { step, moment };
  }

  /** Somebody has looked at this asset. */
  look(id) {
    if (!this.looks.size) this.timer(() => this.#addLooks(), LOOKS_AFTER_MS);
    this.looks.add(id);
  }

  /** Sends now, without waiting any longer. */
  sendNow() {
    this.failures = 0;
    return this.#flush();
  }

  /** While the page goes: what fits is sent without waiting for an answer; it stays here, and may arrive twice. */
  sendLeaving() {
    if (this.looks.size) this.#addLooks();
    const batch = takeBatch(this.events);
    const body = JSON.stringify({ events: batch.map(writeEvent) });
    if (batch.length && !this.trouble && body.length < MOST_ON_THE_WAY_OUT) void this.send(body, { leaving: true });
  }

  /** Tries a refused step again, as pressed now. */
  async retry(step) {
    const again = this.refused.filter((event) => event.step === step);
    await this.drop(step);
    const moment = this.clock.next();
    const events = again.map(({ code, reason, ...event }) => ({ ...event, moment }));
    this.events.push(...events);
    this.#keep(events);
    this.#came(events);
    await this.sendNow();
  }

  /** Lets go of a refused step. */
  async drop(step) {
    const keys = this.refused.filter((event) => event.step === step).map(({ key }) => key);
    this.refused = this.refused.filter((event) => event.step !== step);
    this.channel.postMessage({ type: "dropped", step });
    this.#changed();
    await this.#inStore((store) => store.remove("refused", keys));
  }

  /** Lets go of everything unsent: of marks that the server will not take from this person. */
  async giveUp() {
    const gone = this.events.map(({ key }) => key);
    const said = { type: "answered", gone, refused: [], answer: { marks: [] } };
    this.trouble = "";
    this.#settle(said);
    this.channel.postMessage(said);
    await this.#inStore((store) => store.remove("events", gone));
  }

  async #open(store) {
    this.store = await store;
    if (!this.store) return this.#loseStore();
    const [events, refused, kept] = await Promise.all(["events", "refused", "kept"].map((table) => this.store.all(table)))
      .catch(() => [[], [], []]);
    const clock = kept.find(({ key }) => key === "clock");
    if (clock && !this.clock.offset) this.clock.offset = clock.offset;
    for (const moment of [clock?.last ?? 0, ...events.map((event) => event.moment)]) this.clock.see(moment);
    this.refused = refused;
    this.#keep(this.unkept.splice(0));
    this.#came(this.#takeIn(events));
    if (this.events.length) this.#sendIn(0);
    return undefined;
  }

  #addLooks() {
    const assets = [...this.looks];
    this.looks.clear();
    if (assets.length) this.add({ kind: "look", assets });
  }

  /** Puts events into the list that are not in it; gives those. */
  #takeIn(events) {
    const here = new Set(this.events.map(({ key }) => key));
    const others = events.filter(({ key }) => !here.has(key));
    this.events = inOrder([...this.events, ...others]);
    return others;
  }

  #keep(events) {
    if (!this.store) return void (this.isKept && this.unkept.push(...events));
    const isStrict = events.some(({ kind }) => kind !== "look");
    return void this.#inStore((store) => store.put("events", events, { isStrict }));
  }

  async #inStore(work) {
    try {
      if (this.store) await work(this.store);
    } catch {
      this.#loseStore();
    }
  }

  #loseStore() {
    this.isKept = false;
    this.#changed();
  }

  #sendIn(waitMs) {
    if (this.isWaiting) return;
    this.isWaiting = true;
    this.timer(() => {
      this.isWaiting = false;
      void this.#flush();
    }, waitMs);
  }

  async #flush() {
    if (this.isSending) return;
    this.isSending = true;
    await this.ready;
    await this.lock(() => this.#sendAll());
    this.isSending = false;
    if (this.events.length && !this.trouble) this.#sendIn(SEND_AFTER_MS); // pressed while the last answer came
  }

  async #sendAll() {
    for (;;) {
      const batch = takeBatch(await this.#gather(), { most: this.most });
      if (!batch.length) return this.#calm();
      const sent = this.now();
      const { status, answer, reason } = await this.send(JSON.stringify({ events: batch.map(writeEvent) }), {});
      if (status === 200) {
        this.clock.adjust(Date.parse(answer.now), sent, this.now());
        if (!(await this.#take(batch, answer))) return this.#fail("away");
      } else if (!this.#isRefusal(status)) {
        return this.#fail(nameTrouble(status), reason);
      } else if (batch.length > 1) {
        this.most = 1; // one of them is not understood: the others go one by one
      } else {
        await this.#refuse(batch, reason);
      }
    }
  }

  /** Everything unsent, also of windows that have been closed. */
  async #gather() {
    const kept = await this.store?.all("events").catch(() => null);
    if (kept) this.#came(this.#takeIn(kept));
    return this.events;
  }

  #isRefusal(status) {
    return status === 400 || status === 413 || status === 422;
  }

  /** Takes an answer; says whether it has brought the outbox on. What is late is stamped anew and goes at once, but is not
      refused and sent without end. */
  async #take(batch, answer) {
    const { arrived, refused } = settle(batch, answer);
    const late = refused.filter(({ code }) => code === "clock");
    const out = refused.filter(({ code }) => code !== "clock");
    const gone = [...arrived, ...out].map(({ key }) => key);
    this.trouble = "";
    if (gone.length) this.failures = 0;
    if (arrived.length) this.hasSent = true;
    const said = { type: "answered", gone, refused: out, answer };
    this.#settle(said);
    this.channel.postMessage(said);
    await this.#inStore((store) => store.put("refused", out));
    await this.#inStore((store) => store.remove("events", gone));
    await this.#inStore((store) => store.put("kept", [{ key: "clock", offset: this.clock.offset, last: this.clock.last }]));
    if (late.length) await this.#stampAnew(Date.parse(answer.now));
    const isFirstTime = late.length > 0 && !this.isLate;
    this.isLate = late.length > 0;
    return gone.length > 0 || isFirstTime;
  }

  async #refuse(batch, reason) {
    await this.#take(batch, {
      now: "",
      arrived: [],
      refused: batch.map(({ step }) => ({ step, code: "bad", reason })),
      marks: [],
    });
    this.most = undefined;
  }

  /** This browser's clock was ahead: what it stamped with the future is stamped anew, in the same order. It is set by the
      server's, also by an answer that was slow: that is the lesser fault. */
  async #stampAnew(now) {
    const ahead = inOrder(this.events).filter(({ moment }) => moment > now);
    const moments = new Map(ahead.map(({ key }, index) => [key, now + index + 1]));
    this.clock.set(now + ahead.length, this.now());
    this.events = this.events.map((event) => ({ ...event, moment: moments.get(event.key) ?? event.moment }));
    await this.#inStore((store) => store.put("events", this.events.filter(({ key }) => moments.has(key))));
  }

  #settle({ gone, refused, answer }) {
    const keys = new Set(gone);
    const ids = this.events.filter(({ key }) => keys.has(key)).flatMap(({ marks = [] }) => marks.map(([id]) => id));
    this.events = this.events.filter(({ key }) => !keys.has(key));
    this.refused = [...this.refused.filter(({ key }) => !keys.has(key)), ...refused];
    this.dispatchEvent(new CustomEvent("answered", { detail: { answer, ids, refused } }));
    this.#changed();
  }

  #fail(trouble, reason = "") {
    this.trouble = trouble;
    this.reason = reason;
    this.failures += 1;
    this.#changed();
    this.#sendIn(waitAfter(this.failures));
  }

  #calm() {
    this.most = undefined;
    if (!this.trouble) return;
    this.trouble = "";
    this.#changed();
  }

  #hear(data) {
    if (data.type === "added") {
      for (const { moment } of data.events) this.clock.see(moment);
      this.#came(this.#takeIn(data.events));
    } else if (data.type === "answered") {
      this.hasSent ||= data.gone.length > data.refused.length;
      this.trouble = "";
      this.#settle(data);
    } else if (data.type === "dropped") {
      this.refused = this.refused.filter(({ step }) => step !== data.step);
      this.#changed();
    }
  }

  #came(events) {
    if (events.length) this.dispatchEvent(new CustomEvent("came", { detail: { events } }));
    this.#changed();
  }

  #changed() {
    this.dispatchEvent(new CustomEvent("changed"));
  }
}

function nameTrouble(status) {
  if (status === 401) return "signed-out";
  return status === 403 || status === 404 ? "closed" : "away";
}

