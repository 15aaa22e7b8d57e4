// One random key for each account on this phone seals what its notebooks keep. On the disk it is wrapped twice: with the keys
// that the portal gives to a session of the account, and with one that is derived from the juror's PIN. Open, it is in the
// memory of the page alone and cannot be taken out of there. Without a PIN there is none, and all is kept as it is.

import { canSeal, open, readKeys, seal, SEALING, under } from "../autosave/sealed.js";
import { records } from "../autosave/store.js";
import { leftOf, pauseAfter } from "./pins.js";
import { randomCode } from "./signing.js";

const ROUNDS = 600_000; // OWASP, Password Storage: PBKDF2 with HMAC-SHA-256
const SALT_BYTES = 16;
const KIND = { name: "AES-GCM", length: 256 };
const WRAPPING = ["wrapKey", "unwrapKey"];
const LEGIBLE = ["key", "sent", "digest"];

async function derived(pin, { salt, rounds }) {
  const base = await crypto.subtle.importKey("raw", new TextEncoder().encode(pin), "PBKDF2", false, ["deriveKey"]);
  return crypto.subtle.deriveKey({ name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds }, base, KIND, false, WRAPPING);
}

async function unwrapped({ iv, bytes }, key, place) {
  try {
    return await crypto.subtle.unwrapKey("raw", bytes, key, under(place, iv), KIND, true, SEALING);
  } catch {
    return null; // wrapped with another one
  }
}

async function fixed(key) {
  return crypto.subtle.importKey("raw", await crypto.subtle.exportKey("raw", key), KIND, false, SEALING);
}

class Safe {
  // `lock` is the record on the disk; `session` names the session that brought the keys last.
  constructor(user) {
    Object.assign(this, { place: `${user}/lock`, lock: null, key: null, keys: [], session: "" });
  }

  get isShut() {
    return Boolean(this.lock && !this.key);
  }

  get isOpen() {
    return Boolean(this.key);
  }

  // Another tab may have made the lock, shut it or, signing out, taken it away.
  async look() {
    const [lock] = await records.keptUnder(this.place);
    if (lock?.id !== this.lock?.id || lock?.isClosed) this.key = null;
    this.lock = lock ?? null;
  }

  // The portal's keys open it, unless it was shut in this same session: then its PIN does, or signing in again.
  async meet(keys, session) {
    if (!canSeal()) return;
    Object.assign(this, { keys: await readKeys(keys, WRAPPING), session });
    await this.look();
    const { lock } = this;
    if (!lock || (lock.session === session && (this.key || lock.isClosed))) return;
    const found = await this.byKeys();
    if (!found) return;
    const online = found.isOld ? { online: await this.wrapped(found.key, this.keys[0]) } : {};
    await this.opened(found.key, { session, ...online });
  }

  async byKeys() {
    for (const [at, key] of this.keys.entries()) {
      const found = await unwrapped(this.lock.online, key, this.place);
      if (found) return { key: found, isOld: at > 0 };
    }
    return null;
  }

  async wrapped(key, wrapping) {
    const way = under(this.place);
    return { iv: way.iv, bytes: await crypto.subtle.wrapKey("raw", key, wrapping, way) };
  }

  // Nothing is sealed with a key that the disk does not have.
  async opened(key, changes) {
    this.lock = await records.change(this.place, () => ({ wrong: 0, until: 0, isClosed: false, ...changes })) ?? null;
    this.key = this.lock && await fixed(key);
  }

  // Sets the PIN, or another one. Tells whether it could: only the portal's keys let the data key be wrapped anew.
  async choose(pin) {
    await this.look();
    const [newest] = this.keys;
    const key = this.lock ? (await this.byKeys())?.key : await crypto.subtle.generateKey(KIND, true, SEALING);
    if (!newest || !key) return false;
    const way = { salt: crypto.getRandomValues(new Uint8Array(SALT_BYTES)), rounds: ROUNDS };
    const wraps = {
      online: await this.wrapped(key, newest), pin: { ...way, ...await this.wrapped(key, await derived(pin, way)) }, session: this.session,
    };
    if (!this.lock) {
      const made = { key: this.place, sent: true, id: randomCode(), wrong: 0, until: 0, isClosed: false, ...wraps };
      await records.add(made);
      this.lock = made;
    }
    await this.opened(key, wraps);
    return true;
  }

  // { isOpen, wait }: `wait` are the milliseconds before another try. A try counts before it is made.
  async tryPin(pin) {
    const now = Date.now();
    let left = 0;
    this.lock = await records.change(this.place, (lock) => {
      left = leftOf(lock, now);
      const wrong = lock.wrong + 1;
      return left ? {} : { wrong, until: now + pauseAfter(wrong) };
    }) ?? null;
    if (left || !this.lock) return { isOpen: false, wait: left };
    const { pin: wrap } = this.lock;
    const key = await unwrapped(wrap, await derived(pin, wrap), this.place);
    if (!key) return { isOpen: false, wait: leftOf(this.lock, Date.now()) };
    const isAstray = this.keys.length && !await this.byKeys(); // the portal gave up the key that wrapped it
    await this.opened(key, isAstray ? { online: await this.wrapped(key, this.keys[0]) } : {});
    return { isOpen: true, wait: 0 };
  }

  async shut() {
    this.key = null;
    this.lock = await records.change(this.place, () => ({ isClosed: true })) ?? null;
  }

  // As it is to lie on the disk. A shut safe takes nothing in.
  async sealed(record) {
    if (this.isShut) throw new Error("the notebook is shut");
    return this.key ? seal(record, this.key, LEGIBLE) : record;
  }

  read(record) {
    return open(record, this.key ? [this.key] : []);
  }
}

const safes = new Map();

export function safeOf(user) {
  if (!safes.has(user)) safes.set(user, new Safe(user));
  return safes.get(user);
}
