// What was typed and has not reached the portal, on this device: one record for each user, application, section and
// field. IndexedDB and not localStorage, because its writes can be asked to be on the disk before they are done.

const DATABASE = "portal-drafts";
const STORE = "unsent";
const PATIENCE_MS = 3000;

function open() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "key" });
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

// A disk that hangs counts as one that refuses: the text still goes to the portal.
function run(mode, act) {
  return within(PATIENCE_MS, transact(mode, act));
}

async function transact(mode, act) {
  const database = await open();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction(STORE, mode, { durability: "strict" });
      const request = act(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(transaction.error);
    });
  } finally {
    database.close();
  }
}

function under(prefix) {
  return IDBKeyRange.bound(prefix, `${prefix}\uffff`);
}

export function keep(record) {
  return run("readwrite", (store) => store.put(record));
}

export function keptUnder(prefix) {
  return run("readonly", (store) => store.getAll(under(prefix)));
}

export function dropUnder(prefix) {
  return run("readwrite", (store) => store.delete(under(prefix)));
}

// Drops a record unless another tab has kept something newer in its place.
export function drop(key, stamp) {
  return run("readwrite", (store) => {
    const request = store.get(key);
    request.onsuccess = () => { if (request.result?.stamp === stamp) store.delete(key); };
    return request;
  });
}
