import assert from "node:assert/strict";
import { test } from "node:test";

import { chooseNext, fill, formatSize, isCutOff, makeRate, minutesLeft, pauseBefore, sumUp } from "../../static/js/uploads/sums.js";

const item = (state, size = 100, sent = 0) => ({ state, size, sent });

test("what has arrived and what is on its way counts as sent, what failed does not", () => {
  const items = [item("arrived"), item("running", 100, 40), item("failed", 100, 90), item("waiting")];
  assert.deepEqual(sumUp(items), { files: 4, bytes: 400, sent: 140, arrived: 1, failed: 1, open: 2 });
});

test("a browser that counts the frame of a request does not say that more was sent than there is", () => {
  assert.equal(sumUp([item("running", 100, 180)]).sent, 100);
});

test("no more than two are on their way at once", () => {
  const items = [item("running"), item("waiting"), item("waiting")];
  assert.deepEqual(chooseNext(items, 2), [items[1]]);
  assert.deepEqual(chooseNext([item("running"), item("running"), item("waiting")], 2), []);
});

test("what may pass by itself is tried again three times, later each time; a refusal is not", () => {
  assert.deepEqual([1, 2, 3, 4].map((tries) => pauseBefore(tries, 0)), [1000, 3000, 9000, null]);
  assert.equal(pauseBefore(1, 503), 1000);
  for (const status of [400, 401, 403, 404, 409, 413, 500, 507]) assert.equal(pauseBefore(1, status), null);
});

test("the rate is that of the last seconds", () => {
  const rate = makeRate(2000);
  assert.equal(rate(0, 0), 0);
  assert.equal(rate(1000, 500), 500);
  rate(2000, 500);
  rate(3000, 500);
  // nothing has come since the first second, which is two seconds ago
  assert.equal(rate(3000, 500), 0);
});

test("time left is in whole minutes, and unknown while nothing moves", () => {
  assert.equal(minutesLeft(5900, 100), 0);
  assert.equal(minutesLeft(6000, 100), 1);
  assert.equal(minutesLeft(6100, 100), 2);
  assert.equal(minutesLeft(6100, 0), null);
});

test("sizes are in decimal units, as on the server", () => {
  assert.deepEqual([0, 999, 1000, 12_800_000, 164_800_000_000, 2.5e12].map(formatSize), ["0 B", "999 B", "1 kB", "12.8 MB", "164.8 GB", "2.50 TB"]);
});

test("a sentence keeps what it has no value for", () => {
  assert.equal(fill("{files} files, {size}", { files: 3 }), "3 files, {size}");
});

test("an upload waits for the connection when all that is on its way is tried again, or stands still without a net", () => {
  const again = { ...item("running"), fault: { isTriedAgain: true } };
  const here = { isOnline: true, hasMoved: false };
  assert.equal(isCutOff([again, again, item("waiting")], here), true);
  assert.equal(isCutOff([again, item("running")], here), false);
  assert.equal(isCutOff([item("running")], { isOnline: false, hasMoved: false }), true);
  assert.equal(isCutOff([item("running")], { isOnline: false, hasMoved: true }), false); // Kadr may run on this computer
  assert.equal(isCutOff([item("arrived")], { isOnline: false, hasMoved: false }), false);
});
