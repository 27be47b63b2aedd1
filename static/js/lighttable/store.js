/* The browser's own database: one for each account and project. What is put in is on its way to the disk before the call
   returns. */

const TABLES = ["events", "refused", "steps", "kept"];

/** Opens it; null where the browser has none to give, as in some private windows. */
export async function openStore(name) {
  try {
    return new Store(await open(name));
  } catch {
    return null;
  }
}

function open(name) {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => {
      for (const table of TABLES) request.result.createObjectStore(table, { keyPath: "key" });
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error("blocked"));
  });
}

class Store {
  constructor(database) {
    this.database = database;
    database.onversionchange = () => database.close();
  }

  /** Puts rows in; `isStrict` waits for the disk itself. Rejects when there is no room or no database any more. */
  put(table, rows, { isStrict = false } = {}) {
    return this.#write(table, isStrict, (store) => rows.forEach((row) => store.put(row)));
  }

  remove(table, keys) {
    return this.#write(table, false, (store) => keys.forEach((key) => store.delete(key)));
  }

  /** Every row, in the order of the keys. */
  all(table) {
    return new Promise((resolve, reject) => {
      const request = this.database.transaction(table).objectStore(table).getAll();
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  }

  /** The last rows before this key, or of all, the last one first; `most` of them, or fewer when there are no more. */
  latest(table, most, before = null) {
    return new Promise((resolve, reject) => {
      const range = before === null ? null : IDBKeyRange.upperBound(before, true);
      const request = this.database.transaction(table).objectStore(table).openCursor(range, "prev");
      const found = [];
      request.onsuccess = () => {
        const cursor = request.result;
        if (cursor) found.push(cursor.value);
        if (cursor && found.length < most) cursor.continue();
        else resolve(found);
      };
      request.onerror = () => reject(request.error);
    });
  }

  /** Takes out every row before this key. */
  removeBefore(table, key) {
    return this.#write(table, false, (store) => store.delete(IDBKeyRange.upperBound(key, true)));
  }

  #write(table, isStrict, work) {
    return new Promise((resolve, reject) => {
      const transaction = this.database.transaction(table, "readwrite", { durability: isStrict ? "strict" : "relaxed" });
      transaction.oncomplete = () => resolve();
      transaction.onerror = () => reject(transaction.error);
      transaction.onabort = () => reject(transaction.error);
      work(transaction.objectStore(table));
    });
  }
}
