// Keeps quantity × unit cost, and their sum, current while a person types.
// data-total: "quantity" and "unit-cost" on inputs, "line" and "sum" on outputs, "goal" where it says how far the sum is
// from data-goal céntimos; a row is [data-row].

import { formatCents, multiply, parseCents, parseHundredths } from "../amounts.js";

const UNKNOWN = "—";

function lineTotal(row) {
  const quantity = row.querySelector('[data-total="quantity"]');
  const cost = row.querySelector('[data-total="unit-cost"]');
  const hundredths = parseHundredths(quantity?.value ?? "1");
  const cents = parseCents(cost?.value ?? "");
  return hundredths === null || cents === null ? null : multiply(hundredths, cents);
}

function show(output, cents) {
  if (output) output.textContent = cents === null ? UNKNOWN : formatCents(cents);
}

function compare(goal, sum) {
  if (!goal) return;
  const { missing, over, fits } = goal.dataset;
  const apart = sum - BigInt(goal.dataset.goal);
  if (apart < 0n) goal.textContent = `${missing} ${formatCents(-apart)}`;
  else goal.textContent = apart > 0n && over ? `${over} ${formatCents(apart)}` : fits;
}

export function enhance(element) {
  function recount() {
    let sum = 0n;
    for (const row of element.querySelectorAll("[data-row]")) {
      const cents = lineTotal(row);
      show(row.querySelector('[data-total="line"]'), cents);
      sum += cents ?? 0n;
    }
    show(element.querySelector('[data-total="sum"]'), sum);
    compare(element.querySelector('[data-total="goal"]'), sum);
  }

  element.addEventListener("input", recount);
  recount();
}
