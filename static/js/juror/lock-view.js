// Asks for the PIN: for a first one or another one, typed twice, or for the one that opens the sheets.

import { cleanPin, isObvious, isPin } from "./pins.js";
import { copyOf, fill, say } from "./markup.js";

export class LockView {
  // `opened()` is called once the sheets are open, `forgot()` when somebody wants to open them by signing in.
  constructor(root, safe, words, { opened, forgot }) {
    Object.assign(this, { root, safe, words, opened, forgot, place: root.querySelector("[data-lock]"), asks: "" });
  }

  ask(kind, canLeave = false) {
    if (this.asks === kind) return;
    this.asks = kind;
    this.form = copyOf(this.root, kind);
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.accept();
    });
    this.form.querySelector("[data-forgot]")?.addEventListener("click", () => this.forgot());
    const leave = this.form.querySelector("[data-leave]");
    if (leave) leave.hidden = !canLeave;
    leave?.addEventListener("click", () => this.opened());
    this.place.replaceChildren(this.form);
    this.form.querySelector("h2").focus();
  }

  clear() {
    this.asks = "";
    this.place.replaceChildren();
  }

  fault(text) {
    fill(this.form, { fault: text });
    for (const box of this.form.querySelectorAll("input")) box.toggleAttribute("aria-invalid", text !== "");
  }

  async accept() {
    const button = this.form.querySelector("[type=submit]");
    if (button.disabled) return;
    button.disabled = true;
    const boxes = [...this.form.querySelectorAll("input")];
    const fault = await this.faultOf(...boxes.map((box) => cleanPin(box.value))).catch(() => this.words.pin_failed);
    button.disabled = false;
    for (const box of boxes) box.value = "";
    this.fault(fault);
    if (fault) boxes[0].focus();
    else await this.opened();
  }

  async faultOf(pin, again) {
    const { safe, words } = this;
    if (!isPin(pin)) return words.pin_shape;
    if (this.asks === "pin-open") return this.faultOfTry(await safe.tryPin(pin));
    if (isObvious(pin)) return words.pin_obvious;
    if (pin !== again) return words.pin_differs;
    return await safe.choose(pin) ? "" : words.pin_failed;
  }

  faultOfTry({ isOpen, wait }) {
    if (isOpen) return "";
    return wait ? say(this.words.pin_wait, { seconds: Math.ceil(wait / 1000) }) : this.words.pin_wrong;
  }
}
