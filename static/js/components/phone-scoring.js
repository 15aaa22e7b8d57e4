// Scoring on a phone, with or without a connection. data-user, data-contest, data-words (JSON) on the root; data-base is
// the address of the page. Everything is kept on the phone first and sent when it can be.

import { Courier } from "../autosave/courier.js";
import { canSeal } from "../autosave/sealed.js";
import { showChoice } from "../juror/choice-view.js";
import { codesOf } from "../juror/code-chain.js";
import { CodesView } from "../juror/codes-view.js";
import { whenIdle } from "../juror/idle.js";
import { showList } from "../juror/list-view.js";
import { LockView } from "../juror/lock-view.js";
import { fill, say } from "../juror/markup.js";
import { cleanText, Notebook } from "../juror/notebook.js";
import { SheetView } from "../juror/sheet-view.js";
import { standing } from "../juror/standing.js";
import { Wire } from "../juror/wire.js";
import { keepPage } from "../kept-page.js";
import { makeDialog } from "./confirm-submit.js";

const MOST_ENTRIES = 60;
const CLOCK_MS = 5 * 60 * 1000;
const IDLE_MS = 15 * 60 * 1000;
const HEARING_MS = 2000; // with a connection the portal's keys may come before somebody has looked for the PIN

class Scoring {
  constructor(root) {
    this.root = root;
    this.words = { ...JSON.parse(root.dataset.words), clean: cleanText };
    this.notebook = new Notebook(root.dataset.user, root.dataset.contest);
    this.wire = new Wire(root.dataset.base, root.querySelector("[name=csrf_token]").value);
    this.reached = null;
    this.isFresh = false;
    this.courier = new Courier({
      next: () => !this.isFresh || this.notebook.unsent.length > 0,
      deliver: () => this.deliver(),
      ended: () => (this.notebook.isShut ? this.show() : this.sayState()),
    });
    this.lock = new LockView(root, this.notebook.safe, this.words, {
      opened: () => this.opened(), forgot: () => this.signInAgain(),
    });
  }

  async begin() {
    await this.notebook.open();
    const { worker, base } = this.root.dataset;
    // the way to sign in is not followed: it begins a session
    keepPage({ worker, scope: base, cache: "portal-jury", page: base, options: { redirect: "manual" } });
    this.root.querySelector("[data-send]").addEventListener("click", () => this.refresh());
    this.root.querySelector("[data-download]").addEventListener("click", () => this.download());
    this.root.querySelector("[data-codes]").addEventListener("click", () => this.showCodes());
    this.root.querySelector("[data-shut]").addEventListener("click", () => this.shut());
    this.root.querySelector("[data-other-pin]").addEventListener("click", () => this.askOtherPin());
    whenIdle(IDLE_MS, () => this.shut());
    setTimeout(() => this.askPin(), HEARING_MS);
    window.addEventListener("hashchange", () => this.show());
    window.addEventListener("online", () => this.refresh());
    document.addEventListener("visibilitychange", () => { if (document.visibilityState === "visible") this.refresh(); });
    this.show();
    await this.refresh();
    this.root.dataset.ready = "";
  }

  async refresh() {
    await this.notebook.reread();
    if (this.notebook.isShut) this.show(); // another tab may have shut it
    this.isFresh = false;
    await this.courier.sendNow();
  }

  // One round: what changed on the portal, then what waits here. Gives { wait } when it is to be tried again.
  async deliver() {
    const answer = this.isFresh ? await this.sendBatch() : await this.fetchAll();
    this.reached = answer.status;
    if (answer.status === 200) return null;
    this.refusal = answer.body.message ?? "";
    return { wait: answer.wait || 0 };
  }

  async fetchAll() {
    const answer = await this.wire.fetchLuggage(this.notebook.digest);
    if (answer.status !== 200) return answer;
    this.skew = Date.now() - Date.parse(answer.body.now);
    await this.unpack(answer.body);
    const enrolled = await this.enrol();
    if (enrolled.status === 200) this.isFresh = true;
    return enrolled;
  }

  // Where a PIN is asked for nothing is kept before there is one.
  async unpack({ keys, session, ...brought }) {
    const { notebook, root } = this;
    const wasShut = notebook.isShut;
    await notebook.safe.meet(keys, session);
    if (wasShut && notebook.safe.isOpen) await this.opened({ isFetching: true });
    if (notebook.isShut) return;
    this.isWanted = root.dataset.pin === "required" && canSeal() && !notebook.safe.isOpen;
    this.brought = this.isWanted ? brought : null;
    if (this.isWanted) this.show();
    else await this.take(brought);
  }

  async take({ digest, package: content, ...state }) {
    if (content) {
      const before = this.notebook.luggage?.rules;
      await this.notebook.keepLuggage(digest, content);
      if (before && before !== content.rules) this.note(this.words.rules_changed);
    }
    await this.notebook.keepState(state);
    this.showState();
  }

  // The sheets can be read: by the PIN, a new one, or the portal's keys.
  async opened({ isFetching = false } = {}) {
    const { brought } = this;
    Object.assign(this, { brought: null, isWanted: false, isChanging: false });
    await this.notebook.reread();
    this.show();
    if (brought) await this.take(brought);
    else if (!isFetching) await this.refresh();
  }

  // What is being typed is kept first; where that cannot be, it is better legible than lost.
  async shut() {
    if (!this.notebook.safe.isOpen) return;
    await this.sheetView?.changed();
    if (this.cannotKeep) return;
    await this.notebook.shut();
    for (const dialog of document.querySelectorAll("dialog[open]")) dialog.close();
    this.note("");
    this.askPin();
  }

  askPin() {
    this.isHeard = true;
    if (this.notebook.isShut) this.show();
  }

  // Which form of the lock the page waits for.
  get asked() {
    const { notebook, reached } = this;
    if (notebook.isShut) return this.isHeard || reached !== null || !navigator.onLine ? "pin-open" : "";
    return this.isWanted || this.isChanging ? "pin-new" : "";
  }

  askOtherPin() {
    this.isChanging = this.notebook.safe.keys.length > 0;
    this.note(this.isChanging ? "" : this.words.pin_online);
    this.show();
  }

  // Ends this session and nothing else, so that the next one opens what was shut in this one.
  async signInAgain() {
    const { out, signIn } = this.root.dataset;
    await this.refresh();
    if (!this.notebook.isShut) return;
    if (this.reached === 401 || (this.reached === 200 && await this.wire.leave(out))) location.assign(signIn);
    else this.lock.fault(this.words.pin_online);
  }

  async enrol() {
    const { phone } = this.notebook;
    if (phone.enrolled) return { status: 200 };
    const answer = await this.wire.post("telefono", { device: phone.code, public_key: phone.publicKey });
    if (answer.status === 200) await this.notebook.keepPhone({ enrolled: true, fingerprint: answer.body.fingerprint });
    return answer;
  }

  async sendBatch() {
    const entries = this.notebook.unsent.slice(0, MOST_ENTRIES).map(({ body, signature }) => ({ body, signature }));
    const answer = await this.wire.post("anotaciones", { entries });
    if (answer.status !== 200) return answer;
    const { received, refused, ...state } = answer.body;
    await this.notebook.received(received, refused, state);
    this.showState();
    return answer;
  }

  // What is being typed stays as it is.
  showState() {
    if (this.notebook.isShut) return;
    const place = this.shown && standing(this.notebook, ...this.shown);
    const isTyping = place && this.sheetView && place.isMine && place.status !== "conflict"
      && place.content.kind === this.sheetView.place.content.kind;
    if (isTyping) this.sheetView.place = place;
    else this.show();
  }

  show() {
    const { notebook, words, root, asked } = this;
    const isReady = notebook.luggage && notebook.state && !asked;
    if (asked) this.lock.ask(asked, this.isChanging);
    else this.lock.clear();
    root.querySelector("[data-waiting]").hidden = Boolean(isReady || asked || notebook.isShut);
    if (!isReady) return this.showNothing();
    const [group, phase] = location.hash.slice(1).split("/").map(decodeURIComponent);
    const place = phase ? standing(notebook, group, phase) : null;
    const isOpen = Boolean(place?.isMine && notebook.luggage.phases[phase]);
    this.shown = isOpen ? [group, phase] : null;
    this.sheetView = null;
    root.querySelector("[data-list]").hidden = isOpen;
    const view = root.querySelector("[data-view]");
    view.replaceChildren(...(isOpen ? [this.viewOf(group, phase, place)] : []));
    if (isOpen) view.querySelector("h2").focus();
    else showList(root, notebook, words);
    return this.sayState();
  }

  showNothing() {
    Object.assign(this, { shown: null, sheetView: null });
    this.root.querySelector("[data-list]").hidden = true;
    this.root.querySelector("[data-view]").replaceChildren();
    return this.sayState();
  }

  viewOf(group, phase, place) {
    const keep = (content) => this.keep(group, phase, content);
    if (place.status === "conflict") {
      return showChoice(this.root, this.notebook, this.words, { group, phase, place, choose: async (content) => {
        await keep(content);
        this.show();
      } });
    }
    this.sheetView = new SheetView(this.root, this.notebook, this.words, {
      group, phase, place, keep, finish: (content) => this.ask(() => keep(content).then(() => this.show())),
    });
    return this.sheetView.show();
  }

  async keep(group, phase, content) {
    if (this.notebook.isShut) return;
    try {
      await this.notebook.write(group, phase, content, standing(this.notebook, group, phase).basedOn);
      this.cannotKeep = false;
    } catch {
      this.cannotKeep = true;
    }
    if (this.sheetView) this.sheetView.place = standing(this.notebook, group, phase);
    this.sayState();
    if (!this.cannotKeep) this.courier.sendSoon();
  }

  ask(accept) {
    const dialog = makeDialog(this.words.question, "finish");
    document.body.append(dialog);
    dialog.addEventListener("close", () => {
      if (dialog.returnValue === "accept") accept();
      dialog.remove();
    });
    dialog.showModal();
  }

  note(text) {
    fill(this.root, { note: text });
  }

  sayState() {
    const { notebook, words } = this;
    const waiting = new Set(notebook.unsent.map((entry) => `${entry.group}/${entry.phase}`)).size;
    const [tone, text] = this.stateWords(waiting);
    const line = this.root.querySelector("[data-line]");
    line.dataset.tone = tone;
    if (line.textContent !== text) line.textContent = text;
    this.root.querySelector("[data-sign-in]").hidden = this.reached !== 401;
    this.root.querySelector("[data-send]").hidden = Boolean(this.asked);
    for (const way of ["download", "codes"]) this.root.querySelector(`[data-${way}]`).hidden = notebook.entries.length === 0;
    for (const way of ["shut", "other-pin"]) this.root.querySelector(`[data-${way}]`).hidden = !notebook.safe.isOpen || this.isChanging;
    const isWrong = Math.abs(this.skew ?? 0) > CLOCK_MS;
    fill(this.root, {
      clock: isWrong ? words.clock : "",
      code: notebook.phone.fingerprint ? say(words.code, { code: notebook.phone.fingerprint }) : "",
      unsigned: notebook.phone.pair ? "" : words.unsigned,
      legible: notebook.luggage && !notebook.safe.lock && !this.isWanted ? words.legible : "",
    });
  }

  stateWords(waiting) {
    const { words } = this;
    if (this.asked === "pin-open") return ["warn", words.pin_shut];
    if (this.isWanted) return ["warn", words.pin_wanted];
    if (this.cannotKeep) return ["bad", words.full];
    if (this.reached === null) return ["info", words.opening];
    if (this.reached === 401) return ["warn", say(words.signed_out, { waiting })];
    if (this.reached === 403 || this.reached === 404) return ["bad", words.not_yours];
    if (this.reached !== 200) return ["warn", waiting ? say(this.reached ? words.later : words.offline_waiting, { waiting }) : words.offline];
    return waiting ? ["info", say(words.waiting, { waiting })] : ["good", words.all_sent];
  }

  // What was not sent yet; all, where everything was.
  async showCodes() {
    const { notebook } = this;
    const codes = await codesOf(notebook.asText(notebook.unsent.length ? notebook.unsent : notebook.entries));
    new CodesView(this.root, codes, this.words).show();
  }

  download() {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(this.notebook.asFile());
    link.download = `${this.words.file}-${this.notebook.phone.fingerprint || this.notebook.phone.code.slice(0, 8)}.json`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }
}

export function enhance(root) {
  return new Scoring(root).begin();
}
