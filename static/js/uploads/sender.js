/* Sends files one by one, two at once, to an upload that the server has begun; then lets them be brought in.
   Any page may use it: `bringIn((await collect(event.dataTransfer)).found, {begin})`. */
import { csrfToken } from "app/net";
import { ARRIVED, FAILED, SENDING, WAITING, chooseNext, pauseBefore, sumUp } from "app/uploads/sums";

const AT_ONCE = 2;

/** Begins an upload of [{file, path}] at the address `begin`; gives its Sender. `onChange(item)` hears of every step. */
export async function bringIn(found, { begin, onChange = () => {} }) {
  const sender = new Sender(found, onChange);
  await sender.begin(begin);
  return sender;
}

/** An answer that is not a success. `sentence` is the server's, empty if it gave none. */
export class NotTaken extends Error {
  constructor(status, sentence = "") {
    super(sentence || `answered ${status}`);
    this.status = status;
    this.sentence = sentence;
  }
}

export class Sender {
  constructor(found, onChange) {
    this.items = found.map(({ file, path }) => ({ file, path, size: file.size, sent: 0, tries: 0, state: WAITING, fault: null }));
    this.onChange = onChange;
    this.isPaused = false;
    this.urls = null;
    this.requests = new Map();
    this.timers = new Set();
  }

  get sum() {
    return sumUp(this.items);
  }

  /** Asks the server for room, and begins to send. Raises NotTaken. */
  async begin(url) {
    const { files, bytes } = this.sum;
    const answer = await fetch(url, { method: "POST", headers: headers(), body: new URLSearchParams({ count: files, size_bytes: bytes }) }).catch(() => null);
    if (!answer) throw new NotTaken(0);
    if (answer.status !== 201) throw new NotTaken(answer.redirected ? 401 : answer.status, await readSentence(answer));
    this.urls = await answer.json();
    this.go();
  }

  /** Begins with whatever may be on its way now. */
  go() {
    if (this.isPaused || !this.urls) return;
    for (const item of chooseNext(this.items, AT_ONCE)) this.send(item);
  }

  /** Ends what is on its way, for now: those files begin anew. */
  pause() {
    this.isPaused = true;
    for (const timer of this.timers) clearTimeout(timer);
    this.timers.clear();
    for (const [item, request] of this.requests) {
      request.abort();
      this.change(item, { state: WAITING, sent: 0 });
    }
    for (const item of this.items) if (item.state === SENDING) this.change(item, { state: WAITING, sent: 0 });
  }

  resume() {
    this.isPaused = false;
    this.go();
  }

  /** Lets what failed be sent once more. */
  again() {
    for (const item of this.items) if (item.state === FAILED) this.change(item, { state: WAITING, sent: 0, tries: 0, fault: null });
    this.resume();
  }

  /** Lets what has arrived be brought in; gives the address of its page. Raises NotTaken. */
  async finish() {
    const answer = await fetch(this.urls.finish, { method: "POST", headers: headers() }).catch(() => null);
    if (!answer) throw new NotTaken(0);
    if (answer.status !== 200 || answer.redirected) throw new NotTaken(answer.redirected ? 401 : answer.status, await readSentence(answer));
    return (await answer.json()).page;
  }

  /** Ends everything; the server forgets what has arrived. */
  async cancel() {
    this.pause();
    if (this.urls) await fetch(this.urls.cancel, { method: "POST", headers: headers(), keepalive: true }).catch(() => null);
  }

  send(item) {
    const request = new XMLHttpRequest();
    const query = new URLSearchParams({ path: item.path, modified: Math.trunc(item.file.lastModified) });
    this.requests.set(item, request);
    this.change(item, { state: SENDING, sent: 0, tries: item.tries + 1, fault: null });
    request.upload.addEventListener("progress", (event) => this.change(item, { sent: event.loaded }));
    request.addEventListener("load", () => this.settle(item, readStatus(request), readWords(request)));
    request.addEventListener("error", () => this.settle(item, 0, ""));
    request.open("POST", `${this.urls.file}?${query}`);
    for (const [name, value] of Object.entries(headers())) request.setRequestHeader(name, value);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.send(item.file);
  }

  async settle(item, status, sentence) {
    this.requests.delete(item);
    if (status === 201) {
      this.change(item, { state: ARRIVED, sent: item.size });
      return this.go();
    }
    // A file that has been moved away since it was chosen looks to the browser like a connection that broke.
    if (status === 0 && !(await isReadable(item.file))) return this.fail(item, { status: -1, sentence: "" });
    // Without a net nothing is given up: it is tried again until there is one.
    const pause = pauseBefore(navigator.onLine ? item.tries : 1, status);
    if (pause === null || this.isPaused) return this.fail(item, { status, sentence });
    this.change(item, { sent: 0, fault: { status, sentence, isTriedAgain: true } });
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      this.send(item);
    }, pause);
    this.timers.add(timer);
    return undefined;
  }

  fail(item, fault) {
    this.change(item, { state: FAILED, sent: 0, fault });
    this.go();
  }

  change(item, what) {
    Object.assign(item, what);
    this.onChange(item);
  }
}

function headers() {
  return { "X-CSRFToken": csrfToken(), "X-Requested-With": "fetch" };
}

/** Whoever is signed out is sent to the door, which answers well: told by the address that answered. */
function readStatus(request) {
  return request.status === 200 ? 401 : request.status;
}

function readWords(request) {
  const isText = (request.getResponseHeader("Content-Type") ?? "").startsWith("text/plain");
  return isText ? request.responseText : "";
}

async function readSentence(answer) {
  return (answer.headers.get("Content-Type") ?? "").startsWith("text/plain") ? answer.text() : "";
}

async function isReadable(file) {
  try {
    await file.slice(0, 1).arrayBuffer();
    return true;
  } catch {
    return false;
  }
}
