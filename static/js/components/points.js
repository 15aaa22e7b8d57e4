// Keeps the sum of points current while a person types: each row, a [data-row], adds its maximum times its weight.
// data-points: "max" and "weight" on inputs (no weight counts as 1), "sum" on the output.

const WHOLE = /^\d{1,6}$/;

function numberIn(row, name, absent) {
  const text = row.querySelector(`[data-points="${name}"]`)?.value.trim() ?? "";
  if (text === "") return absent;
  return WHOLE.test(text) ? Number.parseInt(text, 10) : 0;
}

export function enhance(element) {
  function recount() {
    let sum = 0;
    for (const row of element.querySelectorAll("[data-row]")) {
      sum += numberIn(row, "max", 0) * numberIn(row, "weight", 1);
    }
    element.querySelector('[data-points="sum"]').textContent = sum.toString();
  }

  element.addEventListener("input", recount);
  recount();
}
