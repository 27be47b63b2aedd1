import assert from "node:assert/strict";
import { test } from "node:test";

import { readEntries } from "../../static/js/uploads/collecting.js";

const file = (path) => ({ isFile: true, fullPath: path, file: (done) => done({ name: path }) });
const broken = (path) => ({ isFile: true, fullPath: path, file: (_, fail) => fail(new Error("NotReadableError")) });

function folder(path, inner) {
  const parts = [inner, []];
  return { isFile: false, fullPath: path, createReader: () => ({ readEntries: (done) => done(parts.shift()) }) };
}

test("a folder gives its files with their paths, however deep", async () => {
  const { found, unread } = await readEntries([folder("/A", [file("/A/1.jpg"), folder("/A/B", [file("/A/B/2.jpg")])]), file("/3.jpg")]);
  assert.deepEqual(found.map(({ path }) => path), ["A/1.jpg", "A/B/2.jpg", "3.jpg"]);
  assert.equal(unread, 0);
});

test("what cannot be read is counted, and the rest is there", async () => {
  const shut = { isFile: false, fullPath: "/shut", createReader: () => ({ readEntries: (_, fail) => fail(new Error("no")) }) };
  const { found, unread } = await readEntries([broken("/a.jpg"), folder("/B", [broken("/B/b.jpg"), file("/B/c.jpg")]), shut]);
  assert.deepEqual(found.map(({ path }) => path), ["B/c.jpg"]);
  assert.equal(unread, 3);
});

test("hundreds of thousands of files in one folder are no trouble", async () => {
  const many = Array.from({ length: 150_000 }, (_, number) => file(`/A/${number}.jpg`));
  assert.equal((await readEntries([folder("/A", many)])).found.length, many.length);
});
