// What waits on this device, sealed (AES-256-GCM) with keys that the portal gives with each page to the account signed in,
// the newest first. They are in the memory of the page alone, so that a stolen device tells nothing, and who signs in again
// reads every word. Where there is no crypto.subtle (plain HTTP) it is kept as it is: better legible than lost.

const IV_BYTES = 12;
export const SEALING = ["encrypt", "decrypt"];

export function canSeal() {
  return Boolean(globalThis.crypto?.subtle);
}

function bytesOf(text) {
  return Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
}

// The portal's keys as a page gives them: JSON, in base64.
export function readKeys(keys, uses = SEALING) {
  return Promise.all(JSON.parse(keys).map((key) => crypto.subtle.importKey("raw", bytesOf(key), "AES-GCM", false, uses)));
}

// How something is sealed under a name: nothing that was sealed under another one opens there.
export function under(name, iv = crypto.getRandomValues(new Uint8Array(IV_BYTES))) {
  return { name: "AES-GCM", iv, additionalData: new TextEncoder().encode(name) };
}

// Of a record the named fields stay legible; of the others a `file` may be a blob.
export async function seal(record, key, legible) {
  const { file, ...all } = record;
  const lock = async (bytes) => {
    const way = under(record.key);
    return { iv: way.iv, bytes: await crypto.subtle.encrypt(way, key, bytes) };
  };
  const [open, shut] = [true, false].map((isOpen) => (
    Object.fromEntries(Object.entries(all).filter(([name]) => legible.includes(name) === isOpen))
  ));
  const sealed = { ...open, sealed: await lock(new TextEncoder().encode(JSON.stringify(shut))) };
  return file ? { ...sealed, file: await lock(await file.arrayBuffer()) } : sealed;
}

// What none of the keys opens comes with what was left legible, and isShut: true.
export async function open(record, keys) {
  const { sealed, file, ...legible } = record;
  if (!sealed) return record; // kept by an earlier portal, or before there was a key
  for (const key of keys) {
    const unlock = ({ iv, bytes }) => crypto.subtle.decrypt(under(record.key, iv), key, bytes);
    try {
      const content = JSON.parse(new TextDecoder().decode(await unlock(sealed)));
      return { ...legible, ...content, ...(file && { file: new Blob([await unlock(file)]) }) };
    } catch {
      // sealed with another of them
    }
  }
  return { ...legible, isShut: true };
}

export class Sealed {
  constructor(store, keys) {
    this.store = store;
    this.keys = canSeal() ? readKeys(keys) : Promise.resolve([]);
    this.turn = Promise.resolve();
  }

  // A record is { key, stamp, ... }. In the order of the calls: what is sealed later is kept later.
  keep(record) {
    const sealed = this.turn.then(() => this.seal(record));
    this.turn = sealed.catch(() => {});
    return sealed.then((one) => this.store.keep(one));
  }

  drop(key, stamp) {
    return this.turn.then(() => this.store.drop(key, stamp));
  }

  async keptUnder(prefix) {
    const keys = await this.keys;
    return Promise.all((await this.store.keptUnder(prefix)).map((record) => open(record, keys)));
  }

  async seal(record) {
    const [newest] = await this.keys;
    return newest ? seal(record, newest, ["key", "stamp"]) : record;
  }
}
