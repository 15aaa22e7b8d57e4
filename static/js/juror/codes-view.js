// Shows a chain of QR pictures one after the other, in a dialog, until whoever holds the phone closes it.

import { generate } from "../vendor/lean-qr.js";
import { copyOf, fill, say } from "./markup.js";

const PACE_MS = 1500;

export class CodesView {
  constructor(root, codes, words) {
    Object.assign(this, { codes, words, at: 0, timer: null });
    this.dialog = copyOf(root, "codes");
    root.append(this.dialog);
    const press = (name, deed) => this.dialog.querySelector(`[data-${name}]`).addEventListener("click", deed);
    press("before", () => this.turn(-1));
    press("after", () => this.turn(1));
    press("pause", () => this.run(!this.timer));
    press("close", () => this.dialog.close());
    this.dialog.querySelector("[data-moves]").hidden = codes.length === 1;
    this.dialog.addEventListener("close", () => {
      clearInterval(this.timer);
      this.dialog.remove();
    });
  }

  show() {
    this.dialog.showModal();
    this.draw();
    this.run(this.codes.length > 1 && !matchMedia("(prefers-reduced-motion: reduce)").matches);
  }

  run(isOn) {
    clearInterval(this.timer);
    this.timer = isOn ? setInterval(() => this.step(1), PACE_MS) : null;
    fill(this.dialog, { pause: isOn ? this.words.pause : this.words.go_on });
  }

  turn(by) {
    this.run(false);
    this.step(by);
  }

  step(by) {
    this.at = (this.at + by + this.codes.length) % this.codes.length;
    this.draw();
  }

  draw() {
    const canvas = this.dialog.querySelector("canvas");
    const words = say(this.words.code_of, { number: this.at + 1, total: this.codes.length });
    generate(this.codes[this.at]).toCanvas(canvas);
    canvas.dataset.text = this.codes[this.at];
    canvas.setAttribute("aria-label", words);
    fill(this.dialog, { number: words });
  }
}
