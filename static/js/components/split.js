// Splits the amount typed between goods and assistance as the contest does: assistance is rounded down to the céntimo.
// data-percent is assistance's; [data-split] are where the two parts stand. The server splits again when it saves.

import { formatCents, parseCents } from "../amounts.js";

export function enhance(element) {
  function split() {
    const cents = parseCents(element.querySelector("input").value);
    const assistance = cents === null ? null : (cents * BigInt(element.dataset.percent)) / 100n;
    const parts = { assistance, goods: cents === null ? null : cents - assistance };
    for (const output of element.querySelectorAll("[data-split]")) {
      const part = parts[output.dataset.split];
      output.textContent = part === null ? "—" : formatCents(part);
    }
  }
  element.addEventListener("input", split);
}
