// Saves each field of a section as it is left: on this device first, then to the portal. What could not be sent waits
// on the device and is sent again, here or when the section is next opened. Without this script the buttons save.

import { hideConflict, showConflict } from "../autosave/conflict.js";
import { controlsOf, describe, fillEntries, readEntries } from "../autosave/entries.js";
import { clearMistakes, showMistakes } from "../autosave/mistakes.js";
import { send } from "../autosave/send.js";
import { makeState } from "../autosave/state.js";
import { drop, keep, keptUnder } from "../autosave/store.js";

const PAUSE_MS = 1000;
const MOST_SENT = 10;
const WAITS_MS = [2000, 5000, 15000, 30000, 60000];

class Autosave {
  constructor(form) {
    this.form = form;
    this.state = makeState(form);
    this.words = this.state.words;
    this.state.say("info", this.words.ready);
    this.prefix = `${form.dataset.user}/${form.dataset.application}/${form.dataset.address}/`;
    const bases = new Map(form.elements.bases.value.split(",").map((pair) => pair.split(":")));
    this.fields = JSON.parse(form.dataset.fields).map((named) => ({
      ...named, base: bases.get(named.field) ?? "", known: this.textOf(named), isDirty: false, isHeld: false,
      kept: null, sent: [], refused: null, conflict: null,
    }));
    this.failures = 0;
    this.running = null;
    this.isFilling = false;
  }

  textOf(field) {
    return JSON.stringify(readEntries(this.form, field.name));
  }

  fieldOf(target) {
    const name = target.closest("[data-rows-prefix]")?.dataset.rowsPrefix ?? target.name;
    return this.fields.find((field) => field.name === name);
  }

  fill(field, entries) {
    this.isFilling = true;
    fillEntries(this.form, field.name, entries);
    this.isFilling = false;
  }

  // What an earlier visit left on the device comes back; after a refused page everything on it is still to be saved.
  async begin() {
    const isRefused = "unsaved" in this.form.dataset;
    const left = await keptUnder(this.prefix).catch(() => []);
    for (const field of this.fields) {
      const record = left.find((each) => each.field === field.field);
      const isUntouched = this.textOf(field) === field.known;
      if (record) {
        if (isUntouched && !isRefused) this.fill(field, record.entries);
        Object.assign(field, { base: record.base, sent: record.sent, stamp: record.stamp, isDirty: true });
      } else if (isRefused) {
        field.isDirty = true;
      }
    }
    this.touched();
  }

  // Looks at all fields: what differs from what the portal has is to be saved, and what was refused may be mended.
  keepAll() {
    for (const field of this.fields) {
      const text = this.textOf(field);
      if (text !== field.known) field.isDirty = true;
      if (field.refused !== null && field.refused !== text) Object.assign(field, { isHeld: false, refused: null });
    }
    return Promise.all(this.fields.filter((field) => field.isDirty).map((field) => this.keepOnDevice(field)));
  }

  async touched() {
    await this.keepAll();
    return this.sendAll();
  }

  async keepOnDevice(field) {
    const text = this.textOf(field);
    if (field.kept?.text === text && field.kept.base === field.base) return;
    const entries = JSON.parse(text);
    field.stamp = crypto.getRandomValues(new Uint32Array(4)).join("-");
    try {
      await keep({
        key: `${this.prefix}${field.field}`, field: field.field, base: field.base, sent: field.sent, stamp: field.stamp, entries,
        page: location.pathname, section: this.form.dataset.section, label: field.label,
        words: describe(this.form, field.name, entries),
      });
      field.kept = { text, base: field.base };
    } catch {
      field.kept = null;
    }
  }

  sendAll() {
    clearTimeout(this.timer);
    this.running ??= this.sendWaiting().finally(() => { this.running = null; });
    return this.running;
  }

  // One after the other, until none waits or one has to wait for the connection.
  async sendWaiting() {
    let field;
    while ((field = this.fields.find((each) => each.isDirty && !each.isHeld))) {
      this.state.saving();
      const text = this.textOf(field);
      const answer = await send(this.form, {
        field: field.field,
        entries: JSON.parse(text),
        bases: Object.fromEntries(this.fields.map((each) => [each.field, each.base])),
      });
      if (!await this.takeIn(field, text, answer)) return;
    }
  }

  async takeIn(field, text, { status, body }) {
    if (status === 200) return this.saved(field, text, body);
    if (status === 409 && body.state === "conflict") return this.inConflict(field, body);
    if (status === 409 && body.state === "closed") return this.stop(`${body.message} ${this.words.closed}`);
    if (status === 403 || status === 404) return this.stop(this.words.notYours);
    if (status === 422) return this.refused(field, text, body);
    Object.assign(field, { sent: [...field.sent, text].slice(-MOST_SENT), kept: null });
    await this.keepOnDevice(field);
    return this.waitAndTry(status);
  }

  waitAndTry(status) {
    const isOnDevice = this.fields.every((field) => !field.isDirty || field.kept);
    const text = { 0: isOnDevice ? this.words.offline : this.words.unkept, 401: this.words.signIn }[status] ?? this.words.later;
    this.state.say("warn", text, { needsSignIn: status === 401 });
    this.timer = setTimeout(() => this.sendAll(), WAITS_MS[Math.min(this.failures, WAITS_MS.length - 1)]);
    this.failures += 1;
    return false;
  }

  stop(text) {
    this.fields.forEach((field) => { field.isHeld = true; });
    this.state.say("bad", text);
    return false;
  }

  async saved(field, text, body) {
    this.failures = 0;
    // What is being typed right now waits for its own pause; what was already left again is sent next.
    const newest = field.kept?.text ?? this.textOf(field);
    Object.assign(field, { known: text, base: body.bases[field.field], sent: [], isDirty: newest !== text });
    clearMistakes(this.form, field.name);
    await (field.isDirty ? this.keepOnDevice(field) : this.forget(field));
    const brought = this.bring(field, body);
    this.writeVersions(body);
    const news = brought.length ? ` ${this.words.brought} ${brought.join(", ")}.` : "";
    if (!this.fields.some((each) => each.isHeld)) this.state.say("good", `${this.words.saved} ${body.at}.${news}`);
    return true;
  }

  async forget(field) {
    field.kept = null;
    await drop(`${this.prefix}${field.field}`, field.stamp).catch(() => {});
  }

  // What others wrote in fields that nobody has touched here.
  bring(field, body) {
    const others = this.fields.filter((each) => each !== field && each.field in body.stored && !each.isDirty
      && this.textOf(each) === each.known);
    for (const other of others) {
      this.fill(other, body.stored[other.field]);
      Object.assign(other, { known: this.textOf(other), base: body.bases[other.field] });
    }
    return others.map((other) => other.label);
  }

  // The page's own buttons name a version too; they must not pass over what is not shown here yet.
  writeVersions({ bases, version }) {
    this.form.elements.bases.value = this.fields.map((field) => `${field.field}:${field.base}`).join(",");
    if (this.fields.every((field) => field.base === bases[field.field])) this.form.elements.version.value = version;
  }

  inConflict(field, body) {
    const theirs = body.stored[field.field];
    const inWords = (entries) => describe(this.form, field.name, entries);
    if (field.sent.some((earlier) => inWords(JSON.parse(earlier)) === inWords(theirs))) {
      // The answer to an earlier sending was lost: what is stored came from here.
      Object.assign(field, { base: body.bases[field.field], sent: [] });
      return true;
    }
    field.isHeld = true;
    showConflict(this.form, field, theirs, this.words, {
      takeMine: () => this.resolve(field, body),
      takeTheirs: () => {
        this.fill(field, theirs);
        this.resolve(field, body);
      },
    });
    this.state.say("warn", this.words.choose);
    return true;
  }

  resolve(field, body) {
    const hadFocus = hideConflict(field);
    Object.assign(field, { base: body.bases[field.field], isHeld: false, isDirty: true });
    if (hadFocus) controlsOf(this.form, field.name)[0].focus();
    this.touched();
  }

  refused(field, text, body) {
    Object.assign(field, { isHeld: true, refused: text });
    showMistakes(this.form, field.name, body.errors ?? {});
    this.state.say("bad", `${this.words.failed} ${body.message ?? this.words.later}`);
    return true;
  }

  changed(target, wait) {
    const field = this.fieldOf(target);
    if (this.isFilling || !field) return;
    field.conflict?.showMine();
    clearTimeout(this.pause);
    this.pause = setTimeout(() => this.touched(), wait);
  }

  retryNow() {
    if (this.fields.some((field) => field.isDirty && !field.isHeld)) this.sendAll();
  }

  // A button waits for what is on its way; without a connection it would only lose the page.
  async beforeSubmit(event) {
    if (this.isReleased) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    clearTimeout(this.pause);
    await this.running;
    await this.touched();
    if (this.fields.some((field) => field.isDirty && !field.isHeld)) return;
    this.isReleased = true;
    // Later: while an event of a form is under way, the form cannot be sent again.
    setTimeout(() => this.form.requestSubmit(event.submitter));
  }

  get wouldLose() {
    return this.fields.some((field) => this.textOf(field) !== field.known && field.kept?.text !== this.textOf(field));
  }
}

export function enhance(form) {
  const autosave = new Autosave(form);
  form.addEventListener("input", (event) => autosave.changed(event.target, PAUSE_MS));
  form.addEventListener("change", (event) => autosave.changed(event.target, 0));
  form.addEventListener("submit", (event) => autosave.beforeSubmit(event), { capture: true });
  window.addEventListener("online", () => autosave.retryNow());
  window.addEventListener("pageshow", () => { autosave.isReleased = false; });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") autosave.keepAll();
    else autosave.retryNow();
  });
  window.addEventListener("beforeunload", (event) => {
    if (autosave.isReleased || !autosave.wouldLose) return;
    autosave.keepAll();
    event.preventDefault();
  });
  const back = form.querySelector("[data-autosave-back]");
  back.textContent = autosave.words.back;
  return autosave.begin();
}
