// What this phone keeps of one contest: its key, what it took along, how the portal's sheets stood last, and the entries:
// one for each state of a sheet, never changed, numbered without gaps, each naming the one before it by its hash. With a PIN
// all but the phone's key lies sealed; a shut notebook knows and takes nothing.

import { records } from "../autosave/store.js";
import { safeOf } from "./safe.js";
import { sha256 } from "./sha256.js";
import { makeKey, randomCode, sign } from "./signing.js";

const FIRST = "0".repeat(64);
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;

// The one way to write it, as the portal does: sorted keys, no spaces.
export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const pairs = Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`);
  return `{${pairs.join(",")}}`;
}

export function cleanText(text) {
  const whole = text.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, "");
  return whole.normalize("NFC").replace(/\r\n/g, "\n").replace(CONTROL, "").trim();
}

function byNumber(one, other) {
  return one.number - other.number;
}

export class Notebook {
  constructor(user, contest) {
    Object.assign(this, { prefix: `${user}/${contest}/`, turn: Promise.resolve(), underWay: new Map(), safe: safeOf(user) });
  }

  async open() {
    await this.safe.look();
    const kept = await records.keptUnder(this.prefix);
    const read = this.isShut ? [] : await Promise.all(kept.map((record) => this.safe.read(record)));
    const named = (name, among) => among.find((record) => record.key === `${this.prefix}${name}` && !record.isShut) ?? null;
    this.phone = named("phone", kept) ?? await this.makePhone();
    this.entries = read.filter((record) => record.body).sort(byNumber);
    this.lastNumber = Math.max(0, ...kept.map(({ key }) => Number(key.split("/entry/")[1] ?? 0)));
    Object.assign(this, { luggage: named("luggage", read), state: named("state", read) });
    this.digest = (this.isShut ? named("luggage", kept) : this.luggage)?.digest;
    if (this.safe.isOpen) await this.sealLegible(kept);
    return this;
  }

  // What other tabs of this phone wrote meanwhile.
  reread() {
    this.turn = this.turn.then(() => this.open()).catch(() => {});
    return this.turn;
  }

  get isShut() {
    return this.safe.isShut;
  }

  // What was kept before there was a PIN.
  async sealLegible(kept) {
    for (const record of kept) {
      if (!record.sealed && record.key !== this.phone.key) await records.keep(await this.safe.sealed(record));
    }
  }

  // After what is being written. The keys leave the memory, and all that they opened.
  shut() {
    this.turn = this.turn.then(() => this.safe.shut()).catch(() => {}).then(() => {
      Object.assign(this, { entries: [], luggage: null, state: null });
    });
    return this.turn;
  }

  // `sent: true` says that nothing is lost with a record; only entries may say otherwise.
  async makePhone() {
    const phone = { key: `${this.prefix}phone`, code: randomCode(), enrolled: false, fingerprint: "", sent: true, ...await makeKey() };
    await records.keep(phone);
    return phone;
  }

  keepPhone(changes) {
    Object.assign(this.phone, changes);
    return records.keep(this.phone);
  }

  async keepLuggage(digest, content) {
    if (this.isShut) return;
    this.luggage = { key: `${this.prefix}luggage`, sent: true, digest, ...content };
    this.digest = digest;
    await records.keep(await this.safe.sealed(this.luggage));
  }

  async keepState(state) {
    if (this.isShut) return;
    this.state = { key: `${this.prefix}state`, sent: true, ...state };
    await records.keep(await this.safe.sealed(this.state));
  }

  // `basedOn` is what the page showed. While an earlier state of the same sheet is still being written, it follows that one.
  write(group, phase, content, basedOn) {
    const sheet = `${group}/${phase}`;
    const before = this.underWay.get(sheet);
    const written = this.turn.then(async () => {
      const earlier = await before?.catch(() => null);
      return this.add(group, phase, content, earlier ? [earlier.hash] : basedOn);
    });
    this.underWay.set(sheet, written);
    this.turn = written.catch(() => {}).then(() => {
      if (this.underWay.get(sheet) === written) this.underWay.delete(sheet);
    });
    return written;
  }

  async add(group, phase, content, basedOn) {
    const last = this.entries.at(-1);
    const number = this.lastNumber + 1;
    const body = canonical({
      device: this.phone.code, number, contest: this.state.contest, group, phase, rules: this.luggage.rules, ...content,
      based_on: basedOn, previous: last?.hash ?? FIRST, written_at: new Date().toISOString(),
    });
    const record = {
      key: `${this.prefix}entry/${String(number).padStart(6, "0")}`, number, group, phase, content, basedOn, body,
      hash: sha256(body), signature: await sign(this.phone.pair, body), sent: false, refused: "",
    };
    try {
      await records.add(await this.safe.sealed(record), this.safe.lock);
    } catch (error) {
      if (error?.name !== "ConstraintError") throw error;
      await this.open(); // another tab took the number
      return this.add(group, phase, content, basedOn);
    }
    this.entries.push(record);
    this.lastNumber = number;
    return record;
  }

  get unsent() {
    return this.entries.filter((entry) => !entry.sent && !entry.refused);
  }

  // What arrived, with how the sheets stand after it: who wrote on meanwhile must not build upon the state before. On the disk
  // the state comes first: an entry that is sent twice is one.
  async received(hashes, refused, state) {
    const told = this.entries.filter(({ hash, sent }) => !sent && (hashes.includes(hash) || refused[hash]));
    for (const entry of told) {
      const isHere = hashes.includes(entry.hash);
      Object.assign(entry, { sent: isHere, refused: isHere ? "" : refused[entry.hash] });
    }
    await this.keepState(state);
    for (const entry of told) {
      if (this.isShut) return;
      await records.keep(await this.safe.sealed(entry));
    }
  }

  // Everything that was written here, or some of it, as the secretary's page reads it.
  asText(entries = this.entries) {
    return canonical({ entries: entries.map(({ body, signature }) => ({ body, signature })) });
  }

  asFile() {
    return new Blob([this.asText()], { type: "application/json" });
  }
}
