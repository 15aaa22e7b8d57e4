// What waits on this device, sealed (AES-256-GCM) with keys that the portal gives with each page to the account signed in,
// the newest first. They are in the memory of the page alone, so that a stolen device tells nothing, and who signs in again
// reads every word. Where there is no crypto.subtle (plain HTTP) it is kept as it is: better legible than lost.

const IV_BYTES = 12;

function bytesOf(text) {
  return Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
}

function readerOf(key) {
  return crypto.subtle.importKey("raw", bytesOf(key), "AES-GCM", false, ["encrypt", "decrypt"]);
}

export class Sealed {
  constructor(store, keys) {
    this.store = store;
    this.keys = globalThis.crypto?.subtle ? Promise.all(JSON.parse(keys).map(readerOf)) : Promise.resolve([]);
    this.turn = Promise.resolve();
  }

  // A record is { key, stamp, ... }: these two stay legible, of the others a `file` may be a blob. In the order of the
  // calls: what is sealed later is kept later.
  keep(record) {
    const sealed = this.turn.then(() => this.seal(record));
    this.turn = sealed.catch(() => {});
    return sealed.then((one) => this.store.keep(one));
  }

  drop(key, stamp) {
    return this.turn.then(() => this.store.drop(key, stamp));
  }

  async keptUnder(prefix) {
    return Promise.all((await this.store.keptUnder(prefix)).map((record) => this.open(record)));
  }

  async seal(record) {
    const [newest] = await this.keys;
    if (!newest) return record;
    const { key, stamp, file, ...content } = record;
    const lock = async (bytes) => {
      const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
      return { iv, bytes: await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: named(key) }, newest, bytes) };
    };
    const sealed = { key, stamp, sealed: await lock(new TextEncoder().encode(JSON.stringify(content))) };
    return file ? { ...sealed, file: await lock(await file.arrayBuffer()) } : sealed;
  }

  // What none of the keys opens comes as { key, stamp, isShut: true }.
  async open(record) {
    if (!record.sealed) return record; // kept by an earlier portal
    const { key, stamp } = record;
    for (const reader of await this.keys) {
      const unlock = ({ iv, bytes }) => crypto.subtle.decrypt({ name: "AES-GCM", iv, additionalData: named(key) }, reader, bytes);
      try {
        const content = JSON.parse(new TextDecoder().decode(await unlock(record.sealed)));
        const file = record.file && { file: new Blob([await unlock(record.file)]) };
        return { key, stamp, ...content, ...file };
      } catch {
        // sealed with another of them
      }
    }
    return { key, stamp, isShut: true };
  }
}

function named(key) {
  return new TextEncoder().encode(key);
}
