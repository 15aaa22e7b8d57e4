// Reads the QR pictures of a juror's phone by camera or from photos into the text field. data-words (JSON) on the root;
// where this device cannot read them, it says so, and the texts are pasted.

import { progressOf } from "../juror/code-chain.js";
import { fill, say } from "../juror/markup.js";

const LOOK_MS = 200;

class Reader {
  constructor(root, detector) {
    Object.assign(this, { root, detector, words: JSON.parse(root.dataset.words), stream: null });
    this.field = root.querySelector("textarea");
    this.video = root.querySelector("video");
    this.field.addEventListener("input", () => this.say());
  }

  begin() {
    const camera = this.root.querySelector("[data-camera]");
    const photos = this.root.querySelector("[data-photos]");
    camera.hidden = !navigator.mediaDevices?.getUserMedia;
    camera.addEventListener("click", () => (this.stream ? this.stop() : this.start()));
    photos.closest("[data-by-photo]").hidden = false;
    photos.addEventListener("change", () => this.readPhotos([...photos.files]));
    this.say();
  }

  async start() {
    try {
      this.stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    } catch {
      fill(this.root, { state: this.words.no_camera });
      return;
    }
    this.video.srcObject = this.stream;
    this.video.hidden = false;
    await this.video.play();
    fill(this.root, { camera: this.words.stop });
    this.look();
  }

  stop() {
    for (const track of this.stream?.getTracks() ?? []) track.stop();
    this.stream = null;
    this.video.hidden = true;
    fill(this.root, { camera: this.words.start });
  }

  async look() {
    if (!this.stream) return;
    await this.read(this.video);
    setTimeout(() => this.look(), LOOK_MS);
  }

  async readPhotos(files) {
    for (const file of files) {
      try {
        await this.read(await createImageBitmap(file));
      } catch {
        // no picture: what is missing is said anyway
      }
    }
    this.say();
  }

  async read(picture) {
    const found = await this.detector.detect(picture).catch(() => []);
    const fresh = found.map((one) => one.rawValue).filter((text) => text.startsWith("FRC1:") && !this.field.value.includes(text));
    if (!fresh.length) return;
    this.field.value = [this.field.value.trim(), ...fresh].filter(Boolean).join("\n");
    this.say();
  }

  say() {
    const progress = progressOf(this.field.value);
    if (!progress) return;
    const { total, read, missing } = progress;
    const shown = missing.slice(0, 8).join(", ");
    fill(this.root, { state: say(missing.length ? this.words.missing : this.words.all, { total, read, missing: shown }) });
    if (missing.length || !this.stream) return;
    this.stop();
    this.root.querySelector("[type=submit]").focus();
  }
}

export async function enhance(root) {
  const formats = await globalThis.BarcodeDetector?.getSupportedFormats().catch(() => []);
  if (formats?.includes("qr_code")) new Reader(root, new BarcodeDetector({ formats: ["qr_code"] })).begin();
  else root.querySelector("[data-without]").hidden = false;
}
