// A pressed button saves the whole form, so it goes on whenever the portal can be reached, whatever became of the
// single fields. Without a connection, or with a session that ended, it would only lose the page: then it stays, says
// so, and goes on by itself when the portal answers again, or when it is pressed again.

const PATIENCE_MS = 5000;

function after(milliseconds) {
  return new Promise((resolve) => { setTimeout(resolve, milliseconds); });
}

export class Buttons {
  constructor(form, autosave, state) {
    Object.assign(this, { form, autosave, state, pressed: null, isTrying: false, isSending: false, isLeaving: false });
    form.addEventListener("submit", (event) => this.press(event), { capture: true });
    window.addEventListener("pageshow", () => { this.isLeaving = false; });
  }

  press(event) {
    if (this.isSending) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.pressed = event.submitter;
    this.tryToGo();
  }

  portalAnswered() {
    if (this.pressed) this.tryToGo();
  }

  async tryToGo() {
    if (this.isTrying) return;
    this.isTrying = true;
    this.state.saving();
    // Settled, not fulfilled: a fault in what is said about one field must not stop the whole form.
    const flushed = Promise.allSettled([this.autosave.flush()]);
    await Promise.race([flushed, after(PATIENCE_MS)]);
    if (this.autosave.wouldLose) await flushed;
    this.isTrying = false;
    if (this.autosave.isAway) this.state.hold(this.pressed);
    else this.go();
  }

  go() {
    const submitter = this.pressed;
    this.pressed = null;
    this.isLeaving = true;
    this.state.release();
    // Later: while an event of a form is under way, the form cannot be sent again.
    setTimeout(() => {
      this.isSending = true;
      this.form.requestSubmit(submitter);
      this.isSending = false;
    });
  }
}
