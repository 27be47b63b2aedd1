/* Files out of a drop or a file field, with their paths below what was dropped. */

/** The files and folders of a DataTransfer: `found` as [{file, path}], and how many could not be read. To be called in
    the drop itself: later they are gone. */
export async function collect(transfer) {
  const entries = [...transfer.items].filter((item) => item.kind === "file").map((item) => item.webkitGetAsEntry?.());
  if (entries.length && entries.every(Boolean)) return readEntries(entries);
  return { found: fromFiles(transfer.files), unread: 0 };
}

/** The files of a file field, also of one that takes folders. */
export function fromFiles(files) {
  return [...files].map((file) => ({ file, path: file.webkitRelativePath || file.name }));
}

/** Everything below these entries. What cannot be read is counted, and costs nothing else. */
export async function readEntries(entries) {
  const all = { found: [], unread: 0 };
  for (const entry of entries) await readEntry(entry, all);
  return all;
}

async function readEntry(entry, all) {
  try {
    if (entry.isFile) {
      const file = await new Promise((done, fail) => entry.file(done, fail));
      all.found.push({ file, path: entry.fullPath.replace(/^\//, "") });
    } else {
      await readFolder(entry.createReader(), all);
    }
  } catch {
    all.unread += 1;
  }
}

/** A browser gives the entries of a folder a hundred at a time. */
async function readFolder(reader, all) {
  for (;;) {
    const some = await new Promise((done, fail) => reader.readEntries(done, fail));
    if (!some.length) return;
    for (const child of some) await readEntry(child, all);
  }
}
