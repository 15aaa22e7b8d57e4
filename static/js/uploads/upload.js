// One file to the portal, piece by piece. The portal tells where it stands, and what it tells is followed: after a cut,
// on another page or in another tab the sending goes on from there.

import { isSignIn, reach, renewToken } from "../autosave/send.js";

const LARGEST = 256 * 1024;
const SMALLEST = 32 * 1024;
const PATIENCE_MS = 90000;
const MOST_STARTS = 3;

// The portal cannot be reached, or does not take anything now: to be tried again.
export class Away extends Error {
  constructor(words, { wait = 0, needsSignIn = false } = {}) {
    super(words);
    Object.assign(this, { wait, needsSignIn });
  }
}

// The portal has said no.
export class Refusal extends Error {}

export async function hashOf(file) {
  const bytes = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export class Upload {
  // record is { file, name, asked, sha256 }; progress(sent) is called with how much the portal has.
  constructor(form, record, progress) {
    Object.assign(this, { form, record, progress, words: form.querySelector("[data-upload-state]").dataset });
    this.address = `${form.dataset.address}/${record.sha256}`;
    record.slice ??= LARGEST; // stays with the file from one try to the next
    this.isStopped = false;
    this.control = null;
  }

  stop() {
    this.isStopped = true;
    this.control?.abort();
  }

  // Done when the portal has said that the file is stored.
  async run() {
    for (let start = 0; start < MOST_STARTS; start += 1) {
      const told = await this.call(this.address);
      if (told.state === "stored" && this.record.isFresh) throw new Refusal(this.words.twice);
      if (told.state === "stored") return;
      this.record.isFresh = false; // from now on "stored" is the answer to what was sent
      await this.sendFrom(told.offset);
      const { name, asked } = this.record;
      const answer = await this.call(`${this.address}/fin`, { method: "POST", body: new URLSearchParams({ name, asked }) });
      if (answer.state === "stored") return;
    }
    throw new Refusal(this.words.failed);
  }

  async sendFrom(offset) {
    const { record } = this;
    let sent = offset;
    this.progress(sent);
    while (sent < record.file.size) {
      sent = (await this.sendPiece(record.file.slice(sent, sent + record.slice), sent)).offset;
      this.progress(sent);
      record.slice = Math.min(record.slice * 2, LARGEST);
    }
  }

  // What did not get through is tried again in smaller pieces: each that arrives is won.
  async sendPiece(piece, from) {
    try {
      const headers = { "Content-Type": "application/octet-stream" };
      return await this.call(`${this.address}?desde=${from}`, { method: "POST", headers, body: await piece.arrayBuffer() });
    } catch (error) {
      if (error instanceof Away) this.record.slice = Math.max(this.record.slice / 2, SMALLEST);
      throw error;
    }
  }

  async call(address, options = {}) {
    let answer = await this.ask(address, options);
    if (answer.status === 400 && await this.withNewToken()) answer = await this.ask(address, options);
    if (isSignIn(answer)) throw new Away(this.words.signIn, { needsSignIn: true });
    const isJson = answer.headers.get("Content-Type")?.startsWith("application/json");
    const body = isJson ? await this.patiently(answer.json()) : {};
    if (answer.ok || body.state === "again") return body;
    if (body.message) throw new Refusal(body.message);
    if (answer.status === 403 || answer.status === 404) throw new Refusal(this.words.notYours);
    throw new Away(this.words.later, { wait: Number(answer.headers.get("Retry-After")) * 1000 });
  }

  ask(address, options) {
    const token = this.form.elements.csrf_token?.value ?? "";
    const headers = { ...options.headers, "X-CSRFToken": token };
    this.control = new AbortController();
    if (this.isStopped) this.control.abort();
    return this.patiently(reach(address, { ...options, headers }, PATIENCE_MS, this.control));
  }

  withNewToken() {
    return this.patiently(renewToken(this.form));
  }

  async patiently(promise) {
    try {
      return await promise;
    } catch {
      throw new Away(this.words.offline);
    }
  }
}
