// What has not reached the portal, on this device: one record for each text, or file. Their keys begin with the user and
// the application. IndexedDB and not localStorage, because its writes can be asked to be on the disk before they are done.

const PATIENCE_MS = 3000;

function open(name, table) {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(table, { keyPath: "key" });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function within(milliseconds, promise) {
  return new Promise((resolve, reject) => {
    promise.then(resolve, reject);
    setTimeout(() => reject(new Error("no answer from the disk")), milliseconds);
  });
}

function under(prefix) {
  return IDBKeyRange.bound(prefix, `${prefix}\uffff`);
}

class Store {
  constructor(name, table) {
    Object.assign(this, { name, table });
  }

  // A disk that hangs counts as one that refuses: the text still goes to the portal.
  run(mode, act) {
    return within(PATIENCE_MS, this.transact(mode, act));
  }

  async transact(mode, act) {
    const database = await open(this.name, this.table);
    try {
      return await new Promise((resolve, reject) => {
        const transaction = database.transaction(this.table, mode, { durability: "strict" });
        const request = act(transaction.objectStore(this.table));
        transaction.oncomplete = () => resolve(request.result);
        transaction.onabort = () => reject(transaction.error);
      });
    } finally {
      database.close();
    }
  }

  keep(record) {
    return this.run("readwrite", (table) => table.put(record));
  }

  // Refused with a ConstraintError where a record of this key is kept already, and where the one that it hangs on is gone:
  // a signing out in another tab took away what would open it.
  add(record, hangsOn) {
    return this.run("readwrite", (table) => {
      const other = hangsOn && table.get(hangsOn.key);
      if (other) other.onsuccess = () => { if (other.result?.id !== hangsOn.id) other.transaction.abort(); };
      return table.add(record);
    });
  }

  keptUnder(prefix) {
    return this.run("readonly", (table) => table.getAll(under(prefix)));
  }

  dropUnder(prefix) {
    return this.run("readwrite", (table) => table.delete(under(prefix)));
  }

  // Changes a record in one step: `changes` is given what stands there, and gives what is to stand there as well.
  change(key, changes) {
    return this.run("readwrite", (table) => {
      const request = table.get(key);
      request.onsuccess = () => { if (request.result) table.put(Object.assign(request.result, changes(request.result))); };
      return request;
    });
  }

  // Drops a record unless another tab has kept something newer in its place.
  drop(key, stamp) {
    return this.run("readwrite", (table) => {
      const request = table.get(key);
      request.onsuccess = () => { if (request.result?.stamp === stamp) table.delete(key); };
      return request;
    });
  }
}

export const texts = new Store("portal-drafts", "unsent");
export const files = new Store("portal-uploads", "files");
export const records = new Store("portal-jury", "records");
