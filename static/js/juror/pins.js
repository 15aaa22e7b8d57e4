// Which PIN protects nothing, and how long who types wrong ones has to wait. They are the reckoning alone: no clock, no disk.

export const DIGITS = 6;
const FREE_TRIES = 3;
const FIRST_PAUSE_MS = 30_000;
const LONGEST_PAUSE_MS = 15 * 60_000;

// What a keyboard adds around the digits does not count.
export function cleanPin(text) {
  return text.normalize("NFKC").replace(/\s/g, "");
}

export function isPin(text) {
  return new RegExp(`^[0-9]{${DIGITS}}$`).test(text);
}

// One digit, a row of them up or down, or a part said again: what whoever finds a phone tries first.
export function isObvious(pin) {
  const steps = [...pin].slice(1).map((digit, at) => (Number(digit) - Number(pin[at]) + 10) % 10);
  const isRow = [0, 1, 9].some((step) => steps.every((one) => one === step));
  const isAgain = [2, 3].some((size) => pin === pin.slice(0, size).repeat(pin.length / size));
  return isRow || isAgain;
}

export function pauseAfter(wrong) {
  return wrong < FREE_TRIES ? 0 : Math.min(FIRST_PAUSE_MS * 2 ** (wrong - FREE_TRIES), LONGEST_PAUSE_MS);
}

// What is left of the pause at an instant. A clock that was set back never makes it longer than it was.
export function leftOf({ wrong, until }, now) {
  return Math.max(0, Math.min(until - now, pauseAfter(wrong)));
}
