// When what waits goes to the portal: one field after the other, and again later when one could not be delivered.

// A fast typist leaves a cell of a table every second, and each sends its table.
const PACE_MS = 1000;
const WAITS_MS = [2000, 5000, 15000, 30000, 60000];

export class Courier {
  // next() gives a field that waits. deliver(field) is done with it, or gives { wait }: the milliseconds after which
  // the portal wants to be asked again, 0 where it has not said. ended() is called after each round.
  constructor({ next, deliver, ended }) {
    Object.assign(this, { next, deliver, ended, round: null, timer: null, notBefore: 0, failures: 0 });
  }

  sendSoon() {
    const early = this.notBefore - Date.now();
    if (early > 0) this.sendIn(early);
    else this.sendNow();
  }

  // Everything that waits; what is under way already takes along what came meanwhile.
  async sendNow() {
    if (!this.round && this.next()) {
      clearTimeout(this.timer);
      this.notBefore = Date.now() + PACE_MS;
      this.round = this.sendWaiting();
    }
    await this.round;
  }

  async sendWaiting() {
    let late = null;
    try {
      while (!late && this.next()) late = await this.deliver(this.next());
    } finally {
      this.round = null;
    }
    if (late) this.sendLater(late.wait);
    else this.failures = 0;
    this.ended();
  }

  sendLater(told) {
    if (told) this.notBefore = Date.now() + told;
    this.sendIn(told || WAITS_MS[Math.min(this.failures, WAITS_MS.length - 1)]);
    this.failures += 1;
  }

  sendIn(milliseconds) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.sendSoon(), milliseconds);
  }
}
