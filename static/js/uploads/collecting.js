/* Files out of a drop or a file field, with their paths below what was dropped. */

/** The files and folders of a DataTransfer, as [{file, path}]. To be called in the drop itself: later they are gone. */
export async function collect(transfer) {
  const entries = [...transfer.items].filter((item) => item.kind === "file").map((item) => item.webkitGetAsEntry?.());
  if (entries.length && entries.every(Boolean)) return (await Promise.all(entries.map(readEntry))).flat();
  return fromFiles(transfer.files);
}

/** The files of a file field, also of one that takes folders. */
export function fromFiles(files) {
  return [...files].map((file) => ({ file, path: file.webkitRelativePath || file.name }));
}

async function readEntry(entry) {
  const path = entry.fullPath.replace(/^\//, "");
  if (entry.isFile) return [{ file: await new Promise((done, fail) => entry.file(done, fail)), path }];
  const inner = [];
  for (const child of await readFolder(entry.createReader())) inner.push(...(await readEntry(child)));
  return inner;
}

/** A browser gives the entries of a folder a hundred at a time. */
async function readFolder(reader) {
  const all = [];
  for (;;) {
    const some = await new Promise((done, fail) => reader.readEntries(done, fail));
    if (!some.length) return all;
    all.push(...some);
  }
}
