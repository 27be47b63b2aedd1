/* The outbox of this page: one for the account and the project, kept in the browser's database, sent by one window at a
   time. The sign in the top bar says whose it is and where it sends. */
import { Clock } from "app/lighttable/clock";
import { Outbox } from "app/lighttable/sending";
import { openStore } from "app/lighttable/store";
import { post } from "app/net";

const PATIENCE_MS = 30_000; // with a server that has taken the line and says nothing

const found = { outbox: null, store: null };

/** The outbox of this page; null on a page that belongs to no project. */
export function outbox() {
  const sign = document.querySelector("[data-outbox]");
  if (!found.outbox && sign) found.outbox = open(sign);
  return found.outbox;
}

/** A promise of the database that it is kept in, or of null. */
export function store() {
  outbox();
  return found.store;
}

/** The name of what this account keeps of this project, for a database, a lock and a channel. */
export function nameOfBox() {
  const { account, project } = document.querySelector("[data-outbox]").dataset;
  return `kadr-marks ${account} ${project}`;
}

/** A random UUID, also where the page does not come over TLS and the browser makes none. */
export function makeId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80; // version 4, RFC 9562, 5.4
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

function open(sign) {
  const name = nameOfBox();
  found.store = openStore(name);
  const made = new Outbox({
    store: found.store,
    send: (body, options) => send(sign.dataset, body, options),
    lock: (work) => (navigator.locks ? navigator.locks.request(name, work) : work()),
    channel: new BroadcastChannel(name),
    clock: new Clock(),
    makeId,
    timer: (work, ms) => setTimeout(work, ms),
  });
  window.addEventListener("online", () => made.sendNow());
  window.addEventListener("pagehide", () => made.sendLeaving());
  document.addEventListener("visibilitychange", () => (document.hidden ? made.sendLeaving() : made.sendNow()));
  window.addEventListener("beforeunload", (event) => made.isAtRisk && event.preventDefault());
  return made;
}

/* The server takes marks from their own person alone, whoever else has signed in meanwhile: it asks by `X-Account`. */
async function send({ outbox: url, account }, body, { leaving = false, again = false }) {
  const headers = { "Content-Type": "application/json", "X-Account": account };
  const signal = AbortSignal.timeout(PATIENCE_MS);
  try {
    const response = await post(url, {}, { body, headers, signal, quiet: true, keepalive: leaving });
    return { status: 200, answer: await response.json() };
  } catch ({ status = 0, response }) {
    if (status === 403 && !again && !leaving) return sendAnew({ outbox: url, account }, body);
    return { status, reason: (await response?.json().catch(() => ({})))?.reason ?? "" };
  }
}

/* Who has signed in anew in another window has another token; the page as it would be now has it. Where it would be
   somebody else's, this account is signed out. */
async function sendAnew(sign, body) {
  const page = await fetchPage();
  const fresh = page?.body.getAttribute("hx-headers");
  if (!fresh) return { status: 403, reason: "" };
  if (page.querySelector("[data-outbox]")?.dataset.account !== sign.account) return { status: 401, reason: "" };
  document.body.setAttribute("hx-headers", fresh);
  return send(sign, body, { again: true });
}

async function fetchPage() {
  try {
    return new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
  } catch {
    return null;
  }
}
