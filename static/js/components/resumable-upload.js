// Sends the chosen file in pieces. It is kept on this device until the portal has said that it is stored, so that it goes
// on after a cut and when the page is opened again. Without this script, or where nothing can be hashed (crypto.subtle
// needs a secure address), the form sends the file as any form does.

import { Sealed } from "../autosave/sealed.js";
import { files } from "../autosave/store.js";
import { Away, Refusal, Upload, hashOf } from "../uploads/upload.js";

const WAITS_MS = [2000, 5000, 15000, 30000, 60000];
const MB = 1024 * 1024;

class Sender {
  constructor(form) {
    this.form = form;
    this.place = form.querySelector("[data-upload-state]");
    this.words = this.place.dataset;
    this.said = this.place.querySelector("[data-upload-said]");
    this.bar = this.place.querySelector("progress");
    this.figures = this.place.querySelector("[data-upload-figures]");
    this.prefix = `${form.dataset.user}/${form.dataset.application}/`;
    this.files = new Sealed(files, form.dataset.keys);
    Object.assign(this, { queue: [], current: null, timer: null, failures: 0, anyStored: false, anyRefused: false });
  }

  say(tone, text, { isWaiting = false, needsSignIn = false } = {}) {
    this.place.hidden = false;
    this.place.dataset.tone = tone;
    if (this.said.textContent !== text) this.said.textContent = text;
    this.place.querySelector("[data-upload-retry]").hidden = !isWaiting;
    this.place.querySelector("[data-upload-cancel]").hidden = this.queue.length === 0;
    this.place.querySelector("[data-upload-sign-in]").hidden = !needsSignIn;
  }

  show(record, sent) {
    const { size } = record.file;
    if (sent > (record.sent ?? 0)) this.failures = 0;
    record.sent = sent;
    this.bar.hidden = false;
    this.bar.value = Math.floor((100 * sent) / size);
    this.figures.textContent = `${record.name}: ${(sent / MB).toFixed(1)} / ${(size / MB).toFixed(1)} MB`;
  }

  async choose(file, asked) {
    if (file.size > Number(this.form.dataset.maxBytes)) return this.say("bad", this.words.tooLarge);
    const sha256 = await hashOf(file).catch(() => null);
    if (!sha256) return this.refused(file.name, this.words.failed); // taken away from the device meanwhile
    const record = { key: `${this.prefix}${sha256}`, stamp: sha256, file, name: file.name, asked, sha256 };
    this.isKept = await this.files.keep(record).then(() => true, () => false);
    return this.add([Object.assign(record, { isFresh: true })]);
  }

  add(records) {
    const known = new Set(this.queue.map((record) => record.key));
    this.queue.push(...records.filter((record) => !known.has(record.key)));
    return this.work();
  }

  async work() {
    clearTimeout(this.timer);
    if (this.current) return;
    while (this.queue.length) {
      const [record] = this.queue;
      this.say("info", this.isKept === false ? this.words.unkept : this.words.sending);
      this.current = new Upload(this.form, record, (sent) => this.show(record, sent));
      const error = await this.current.run().then(() => null, (reason) => reason);
      const { isStopped } = this.current;
      this.current = null;
      if (isStopped) continue;
      if (error instanceof Away) return this.waitAfter(error);
      await this.end(record);
      if (error) this.refused(record.name, error instanceof Refusal ? error.message : this.words.failed);
      else this.anyStored = true;
    }
    if (this.anyStored && !this.anyRefused) location.assign(location.pathname);
  }

  async end(record) {
    this.queue = this.queue.filter((each) => each !== record);
    await this.files.drop(record.key, record.stamp).catch(() => {});
  }

  refused(name, why) {
    this.anyRefused = true;
    this.bar.hidden = true;
    this.figures.textContent = "";
    this.say("bad", `${name}: ${why}`);
  }

  waitAfter(error) {
    const wait = error.wait || WAITS_MS[Math.min(this.failures, WAITS_MS.length - 1)];
    this.failures += 1;
    this.say("warn", error.message, { isWaiting: true, needsSignIn: error.needsSignIn });
    this.timer = setTimeout(() => this.work(), wait);
  }

  async cancel() {
    const [record] = this.queue;
    await this.end(record);
    this.current?.stop();
    this.bar.hidden = true;
    this.figures.textContent = "";
    this.say("info", this.words.cancelled);
    if (!this.current) this.work();
  }
}

export async function enhance(form) {
  if (!window.crypto?.subtle || !window.indexedDB) return;
  const sender = new Sender(form);
  form.addEventListener("submit", (event) => {
    const [file] = form.elements.file.files;
    if (!file) return; // the portal says what is missing
    event.preventDefault();
    sender.anyRefused = false;
    sender.choose(file, form.elements.asked?.value ?? "");
  });
  sender.place.querySelector("[data-upload-retry]").addEventListener("click", () => sender.work());
  sender.place.querySelector("[data-upload-cancel]").addEventListener("click", () => sender.cancel());
  window.addEventListener("online", () => sender.work());
  const left = await sender.files.keptUnder(sender.prefix).catch(() => []);
  const legible = left.filter((record) => !record.isShut);
  if (legible.length) sender.add(legible);
}
