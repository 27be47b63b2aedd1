/* Sums and decisions about an upload, without a page: what to send next, what to try again, what to say. */

export const READY = "ready";
export const WAITING = "waiting";
export const SENDING = "running";
export const ARRIVED = "arrived";
export const FAILED = "failed";

const PAUSES_MS = [1000, 3000, 9000];
const UNITS = ["B", "kB", "MB", "GB"];

/** What the items ({size, sent, state}) come to. Of a file that failed nothing counts as sent. */
export function sumUp(items) {
  const sum = { files: items.length, bytes: 0, sent: 0, arrived: 0, failed: 0, open: 0 };
  for (const item of items) {
    sum.bytes += item.size;
    if (item.state === ARRIVED) sum.sent += item.size;
    if (item.state === SENDING) sum.sent += Math.min(item.sent, item.size);
    if (item.state === ARRIVED) sum.arrived += 1;
    else if (item.state === FAILED) sum.failed += 1;
    else sum.open += 1;
  }
  return sum;
}

/** The items to begin with now, so that at most so many are on their way. */
export function chooseNext(items, most) {
  const free = most - items.filter((item) => item.state === SENDING).length;
  return items.filter((item) => item.state === WAITING).slice(0, Math.max(0, free));
}

/** Whether all that is on its way waits for the connection: it is tried again, or nothing moves and there is no net. */
export function isCutOff(items, { isOnline, hasMoved }) {
  const under = items.filter((item) => item.state === SENDING);
  if (!under.length) return false;
  return under.every((item) => item.fault?.isTriedAgain) || (!isOnline && !hasMoved);
}

/** How long to wait before another try, in milliseconds; null when it is no use. Status 0: there was no answer. */
export function pauseBefore(tries, status) {
  const mayPass = status === 0 || status === 502 || status === 503 || status === 504;
  return mayPass && tries <= PAUSES_MS.length ? PAUSES_MS[tries - 1] : null;
}

/** Bytes a second over the last while: give it [milliseconds, bytes in all] as they come. */
export function makeRate(windowMs = 8000) {
  const marks = [];
  return (nowMs, bytes) => {
    marks.push([nowMs, bytes]);
    while (marks.length > 2 && nowMs - marks[0][0] > windowMs) marks.shift();
    const [sinceMs, before] = marks[0];
    return nowMs > sinceMs ? Math.max(0, ((bytes - before) * 1000) / (nowMs - sinceMs)) : 0;
  };
}

/** Whole minutes until the end, 0 for less than one; null while nothing moves. */
export function minutesLeft(bytes, rate) {
  if (!(rate > 0)) return null;
  const seconds = bytes / rate;
  return seconds < 60 ? 0 : Math.ceil(seconds / 60);
}

/** Decimal units, as disks and cards are sold; the same words as on the server. */
export function formatSize(bytes) {
  let left = bytes;
  for (const unit of UNITS) {
    if (left < 1000) return `${left.toFixed(unit === "B" || unit === "kB" ? 0 : 1)} ${unit}`;
    left /= 1000;
  }
  return `${left.toFixed(2)} TB`;
}

/** Puts values into a sentence: `{files} files`. */
export function fill(sentence, values) {
  return sentence.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
}
