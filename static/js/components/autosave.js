// Saves each field of a section as it is left: on this device first, then to the portal. What could not be sent waits
// on the device and is sent again, here or when the section is next opened. Without this script the buttons save.

import { Buttons } from "../autosave/buttons.js";
import { hideConflict, showConflict } from "../autosave/conflict.js";
import { Courier } from "../autosave/courier.js";
import { controlsOf, deliveredEntries, describe, fillEntries, readEntries } from "../autosave/entries.js";
import { clearMistakes, showMistakes } from "../autosave/mistakes.js";
import { watchPresses } from "../autosave/press.js";
import { Sealed } from "../autosave/sealed.js";
import { send } from "../autosave/send.js";
import { makeState } from "../autosave/state.js";
import { texts } from "../autosave/store.js";

const PAUSE_MS = 1000;
const MOST_SENT = 10;

class Autosave {
  constructor(form) {
    this.form = form;
    this.state = makeState(form);
    this.words = this.state.words;
    this.state.say("info", this.words.ready);
    this.prefix = `${form.dataset.user}/${form.dataset.application}/${form.dataset.address}/`;
    const bases = new Map(form.elements.bases.value.split(",").map((pair) => pair.split(":")));
    this.fields = JSON.parse(form.dataset.fields).map((named) => ({
      ...named, base: bases.get(named.field) ?? "", isDirty: false, isHeld: false, kept: null,
      known: JSON.stringify(deliveredEntries(form, named.name)), sent: [], refused: null, conflict: null,
    }));
    this.texts = new Sealed(texts, form.dataset.keys);
    this.isAway = false;
    this.isFilling = false;
    this.pressIsOver = watchPresses();
    this.buttons = new Buttons(form, this, this.state);
    this.courier = new Courier({
      next: () => this.fields.find((field) => field.isDirty && !field.isHeld),
      deliver: (field) => this.deliver(field),
      ended: () => { if (!this.isAway) this.buttons.portalAnswered(); },
    });
  }

  textOf(field) {
    return JSON.stringify(readEntries(this.form, field.name));
  }

  fieldOf(target) {
    const name = target.closest("[data-rows-prefix]")?.dataset.rowsPrefix ?? target.name;
    return this.fields.find((field) => field.name === name || name.startsWith(`${field.name}-`));
  }

  fill(field, entries) {
    this.isFilling = true;
    fillEntries(this.form, field.name, entries);
    this.isFilling = false;
  }

  // What an earlier visit left on the device comes back; after a refused page everything on it is still to be saved.
  async begin() {
    const isRefused = "unsaved" in this.form.dataset;
    const left = await this.texts.keptUnder(this.prefix).catch(() => []);
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
    this.courier.sendSoon();
  }

  async keepOnDevice(field) {
    const text = this.textOf(field);
    if (field.kept?.text === text && field.kept.base === field.base) return;
    const entries = JSON.parse(text);
    field.stamp = crypto.getRandomValues(new Uint32Array(4)).join("-");
    try {
      await this.texts.keep({
        key: `${this.prefix}${field.field}`, field: field.field, base: field.base, sent: field.sent, stamp: field.stamp, entries,
        page: location.pathname, section: this.form.dataset.section, label: field.label,
        words: describe(this.form, field.name, entries),
      });
      field.kept = { text, base: field.base };
    } catch {
      field.kept = null;
    }
  }

  // For a pressed button: all that waits, without delay. It is kept on the device first, whatever is still under way:
  // the button may go on without an answer, but never without that. Where the device says that it has no connection,
  // something is sent in any case, to know.
  async flush() {
    clearTimeout(this.pause);
    await this.keepAll();
    await this.courier.round;
    const any = this.fields.find((field) => !field.isHeld);
    if (any && !navigator.onLine) any.isDirty = true;
    await this.courier.sendNow();
  }

  async deliver(field) {
    await this.pressIsOver();
    this.state.saving();
    const text = this.textOf(field);
    const answer = await send(this.form, {
      field: field.field,
      entries: JSON.parse(text),
      bases: Object.fromEntries(this.fields.map((each) => [each.field, each.base])),
    });
    await this.pressIsOver();
    this.isAway = answer.status === 0 || answer.status === 401;
    return this.takeIn(field, text, answer);
  }

  // Gives { wait } when the field is to be sent again, nothing when all is done or the person has to act.
  async takeIn(field, text, { status, body, wait }) {
    if (status === 200) return this.saved(field, text, body);
    if (status === 409 && body.state === "conflict") return this.inConflict(field, body);
    if (status === 409 && body.state === "closed") return this.stop(`${body.message} ${this.words.closed}`);
    if (status === 403 || status === 404) return this.stop(this.words.notYours);
    if (status === 422) return this.refused(field, text, body);
    Object.assign(field, { sent: [...field.sent, text].slice(-MOST_SENT), kept: null });
    await this.keepOnDevice(field);
    const words = { 0: this.wouldLose ? this.words.unkept : this.words.offline, 401: this.words.signIn };
    this.state.say("warn", words[status] ?? this.words.later, { needsSignIn: status === 401 });
    return { wait };
  }

  stop(text) {
    this.fields.forEach((field) => { field.isHeld = true; });
    this.state.say("bad", text);
    return null;
  }

  async saved(field, text, body) {
    // What is being typed right now waits for its own pause; what was already left again is sent next.
    const newest = field.kept?.text ?? this.textOf(field);
    Object.assign(field, { known: text, base: body.bases[field.field], sent: [], isDirty: newest !== text });
    clearMistakes(this.form, field.name);
    await (field.isDirty ? this.keepOnDevice(field) : this.forget(field));
    const brought = this.bring(field, body);
    this.writeVersions(body);
    const news = brought.length ? ` ${this.words.brought} ${brought.join(", ")}.` : "";
    if (!this.fields.some((each) => each.isHeld)) this.state.say("good", `${this.words.saved} ${body.at}.${news}`);
    return null;
  }

  async forget(field) {
    field.kept = null;
    await this.texts.drop(`${this.prefix}${field.field}`, field.stamp).catch(() => {});
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
      return null;
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
    return null;
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
    return null;
  }

  changed(target, wait) {
    const field = this.fieldOf(target);
    if (this.isFilling || !field) return;
    field.conflict?.showMine();
    clearTimeout(this.pause);
    this.pause = setTimeout(() => this.touched(), wait);
  }

  get wouldLose() {
    return this.fields.some((field) => this.textOf(field) !== field.known && field.kept?.text !== this.textOf(field));
  }
}

export function enhance(form) {
  const autosave = new Autosave(form);
  form.addEventListener("input", (event) => autosave.changed(event.target, PAUSE_MS));
  form.addEventListener("change", (event) => autosave.changed(event.target, 0));
  window.addEventListener("online", () => autosave.courier.sendSoon());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") autosave.keepAll();
    else autosave.courier.sendSoon();
  });
  window.addEventListener("beforeunload", (event) => {
    if (autosave.buttons.isLeaving || !autosave.wouldLose) return;
    autosave.keepAll();
    event.preventDefault();
  });
  const back = form.querySelector("[data-autosave-back]");
  back.textContent = autosave.words.back;
  return autosave.begin();
}
