/* The page for bringing in: a drop zone, a list, and a form that is sent file by file instead of in one piece. */
import { collect, fromFiles } from "app/uploads/collecting";
import { NotTaken, Sender } from "app/uploads/sender";
import { ARRIVED, FAILED, READY, SENDING, fill, formatSize, isCutOff, makeRate, minutesLeft, sumUp } from "app/uploads/sums";

const MOST_ROWS = 200;
const BETWEEN_LOOKS_MS = 500;

export default function page(form) {
  const view = new View(form);
  const parts = view.parts;
  let found = [];
  let sender = null;
  let hasEnded = false;
  let isStuck = false;
  let leftOut = 0;
  let rate = makeRate();

  const show = () => view.show(sender?.items ?? found.map(asItem), sender, hasEnded, rate, leftOut);

  function add(more) {
    if (sender) return;
    const known = new Set(found.map(({ file, path }) => `${path}\n${file.size}\n${file.lastModified}`));
    found = found.concat(more.filter(({ file, path }) => !known.has(`${path}\n${file.size}\n${file.lastModified}`)));
    found.sort(byPath);
    view.list(found.map(asItem));
    show();
    if (!found.length) view.say(form.dataset.sayNone);
  }

  /** Takes one file out of the list, as long as nothing has been sent. */
  function takeOut(path, size) {
    if (sender) return;
    found = found.filter((one) => one.path !== path || one.file.size !== size);
    view.list(found.map(asItem));
    show();
    (parts.list.querySelector("button") ?? parts.files).focus();
  }

  async function begin() {
    const small = found.filter(({ file }) => file.size <= view.mostBytes);
    leftOut = found.length - small.length;
    sender = new Sender(small, (item) => view.change(item));
    rate = makeRate();
    view.list([...sender.items, ...found.filter(({ file }) => file.size > view.mostBytes).map(asItem)]);
    try {
      await sender.begin(form.dataset.begin);
    } catch (fault) {
      sender = null;
      view.list(found.map(asItem));
      view.fail(fault);
    }
    show();
  }

  async function finish() {
    hasEnded = true;
    isStuck = false;
    show();
    try {
      location.assign(await sender.finish());
    } catch (fault) {
      hasEnded = false;
      isStuck = true;
      show();
      view.fail(fault);
    }
  }

  async function cancel() {
    const old = sender;
    sender = null;
    isStuck = false;
    found = [];
    view.list([]);
    show();
    await old?.cancel();
  }

  /* A step ends here: when nothing is on its way any more, all is well or the person decides. What was left out is read
     on this page only, so it does not go on by itself then. */
  function look() {
    if (!sender || hasEnded || isStuck) return;
    const sum = sender.sum;
    show();
    if (!sum.open && !sum.failed && !leftOut && sum.arrived) finish();
  }

  const listeners = [
    [form, "submit", (event) => { if (found.length || sender) { event.preventDefault(); if (!sender && found.length) begin(); } }],
    [parts.files, "change", () => { add(fromFiles(parts.files.files)); parts.files.value = ""; }],
    [parts.folder, "change", () => { add(fromFiles(parts.folder.files)); parts.folder.value = ""; }],
    [parts.pause, "click", () => { sender.pause(); show(); parts.resume.focus(); }],
    [parts.resume, "click", () => { sender.resume(); show(); parts.pause.focus(); }],
    [parts.again, "click", () => { isStuck = false; sender.again(); show(); }],
    [parts.finish, "click", finish],
    [parts.cancel, "click", cancel],
    [parts.list, "click", (event) => {
      const row = event.target.closest("button")?.closest("li");
      if (row) takeOut(row.dataset.path, Number(row.dataset.size));
    }],
    [window, "online", () => sender?.go()],
    [window, "beforeunload", (event) => { if (sender && !hasEnded) event.preventDefault(); }],
    [document, "dragover", (event) => { if (hasFiles(event)) { event.preventDefault(); parts.drop.dataset.state = "over"; } }],
    [document, "dragleave", (event) => { if (!event.relatedTarget) delete parts.drop.dataset.state; }],
    [document, "drop", async (event) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      delete parts.drop.dataset.state;
      try {
        const { found: more, unread } = await collect(event.dataTransfer);
        add(more);
        if (unread) view.say(fill(form.dataset.saySomeUnread, { files: unread }));
      } catch {
        view.say(form.dataset.sayUnreadable);
      }
    }],
  ];
  for (const [target, name, listener] of listeners) target.addEventListener(name, listener);
  const timer = setInterval(look, BETWEEN_LOOKS_MS);
  form.dataset.ready = "";
  show();
  return () => {
    clearInterval(timer);
    for (const [target, name, listener] of listeners) target.removeEventListener(name, listener);
  };
}

const asItem = ({ file, path }) => ({ file, path, size: file.size, sent: 0, state: READY, fault: null });
const order = new Intl.Collator(undefined, { numeric: true });
const byPath = (one, other) => order.compare(one.path, other.path);
const hasFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");

class View {
  constructor(form) {
    this.words = form.dataset;
    this.mostBytes = Number(form.dataset.mostBytes);
    this.parts = { files: form.querySelector("input[name=files]") };
    for (const part of form.querySelectorAll("[data-part]")) this.parts[part.dataset.part] = part;
    this.rows = new Map();
  }

  /** Draws the list anew. */
  list(items) {
    this.rows.clear();
    const rows = items.slice(0, MOST_ROWS).map((item) => this.draw(item));
    this.parts.list.replaceChildren(...rows);
    const more = items.length - rows.length;
    this.parts.more.hidden = more === 0;
    this.parts.more.textContent = fill(this.words.sayMore, { files: more.toLocaleString() });
  }

  draw(item) {
    const row = this.parts.row.content.firstElementChild.cloneNode(true);
    row.querySelector("bdi").textContent = item.path;
    row.querySelector(".num").textContent = formatSize(item.size);
    row.dataset.path = item.path;
    row.dataset.size = item.size;
    row.querySelector("button").setAttribute("aria-label", fill(this.words.sayTakeOut, { name: item.path }));
    this.rows.set(item.path + item.size, row);
    this.change(item, row);
    return row;
  }

  /** One item has changed. */
  change(item, row = this.rows.get(item.path + item.size)) {
    if (!row) {
      // What failed is shown, however far down it stands.
      if (item.state === FAILED && this.rows.size < 2 * MOST_ROWS) this.parts.list.append(this.draw(item));
      return;
    }
    const isTooLarge = item.size > this.mostBytes;
    const state = isTooLarge ? FAILED : item.state;
    row.dataset.state = state;
    const dot = row.querySelector(".dot");
    const word = { [ARRIVED]: this.words.sayArrived, [FAILED]: this.words.sayFailed, [SENDING]: this.words.saySending, [READY]: this.words.sayReady }[state];
    dot.dataset.state = { [ARRIVED]: "clear", [READY]: "waiting" }[state] ?? state;
    dot.textContent = word ?? this.words.sayWaiting;
    const bar = row.querySelector("progress");
    bar.max = item.size || 1;
    bar.value = item.sent;
    row.querySelector("button").hidden = item.state !== READY;
    row.querySelector("p").textContent = this.sayOf(item, isTooLarge);
  }

  sayOf(item, isTooLarge) {
    if (isTooLarge) return this.words.sayTooLarge;
    if (item.fault) return this.sayFault(item.fault);
    return item.size || item.state === ARRIVED ? "" : this.words.sayEmpty;
  }

  sayFault({ status, sentence, isTriedAgain }) {
    if (sentence) return sentence;
    if (isTriedAgain) return this.words.sayOffline;
    if (status === -1) return this.words.sayUnreadable;
    if (status === 0) return this.words.sayLost;
    return status === 401 || status === 403 ? this.words.saySignedOut : this.words.sayRefused;
  }

  /** Says why the upload as a whole did not go on. */
  fail(fault) {
    const { status, sentence } = fault instanceof NotTaken ? fault : { status: 500, sentence: "" };
    this.say(this.sayFault({ status, sentence }));
  }

  say(text) {
    this.parts.now.textContent = text;
    this.parts.sending.hidden = false;
    this.kept = text;
  }

  show(items, sender, hasEnded, rate, leftOut) {
    const { parts, words } = this;
    const takes = items.filter((item) => item.size <= this.mostBytes);
    const sum = sumUp(takes);
    const isIdle = sender && !sum.open;
    parts.sending.hidden = !items.length && !this.kept;
    parts.drop.hidden = Boolean(sender);
    const told = { files: sum.files, size: formatSize(sum.bytes), done: formatSize(sum.sent) };
    parts.sum.textContent = items.length ? fill(sum.files === 1 ? words.sayChosenOne : words.sayChosen, told) : "";
    parts.total.textContent = sender ? fill(words.sayTotal, told) : "";
    parts.bar.hidden = !sender;
    parts.bar.max = sum.bytes || 1;
    parts.bar.value = sum.sent;
    parts.bar.dataset.state = sender?.isPaused ? "" : "running";
    if (sender) this.kept = "";
    if (sender || items.length) parts.now.textContent = this.kept || this.sayNow(sum, sender, hasEnded, rate, leftOut);
    parts.begin.hidden = Boolean(sender) || !items.length;
    parts.drop.dataset.size = items.length ? "small" : "";
    parts.now.hidden = !sender && !this.kept;
    parts.begin.disabled = !takes.length;
    parts.pause.hidden = !sender || sender.isPaused || !sum.open || hasEnded;
    parts.resume.hidden = !sender?.isPaused || hasEnded;
    parts.again.hidden = !isIdle || !sum.failed || hasEnded;
    parts.finish.hidden = !isIdle || !sum.arrived || hasEnded;
    parts.cancel.hidden = !items.length || hasEnded;
  }

  sayNow(sum, sender, hasEnded, rate, leftOut) {
    const { words } = this;
    if (!sender) return "";
    if (hasEnded) return words.sayFinishing;
    if (!sum.open && !sum.failed && leftOut) return words.sayLeftOut;
    if (!sum.open && sum.failed) return fill(words.saySomeFailed, { files: sum.failed });
    const speed = rate(performance.now(), sum.sent);
    if (sender.isPaused) return words.sayPaused;
    const hasMoved = sum.sent !== this.sentBefore;
    this.sentBefore = sum.sent;
    if (isCutOff(sender.items, { isOnline: navigator.onLine, hasMoved })) return words.sayCutOff;
    const minutes = minutesLeft(sum.bytes - sum.sent, speed);
    if (minutes === null) return "";
    const left = minutes ? fill(words.sayMinutes, { minutes }) : words.sayMoment;
    return `${fill(words.sayRate, { rate: formatSize(speed) })}, ${left}`;
  }
}
