// Keeps the sum of points current while a person types: each row, a [data-row], adds its maximum times its weight, or
// its weight alone where weights are percentages; where axes have percentages, these alone count. A yes/no question
// adds nothing. The server's word is final.
// data-points: "max", "weight" and "scale" in a row (no weight counts as 1), "axis" in the row of an axis, "weighting"
// once, "sum" and "whole" on outputs.

const WHOLE = /^\d{1,6}$/;

function numberIn(row, name, absent) {
  const text = row.querySelector(`[data-points="${name}"]`)?.value.trim() ?? "";
  if (text === "") return absent;
  return WHOLE.test(text) ? Number.parseInt(text, 10) : 0;
}

export function enhance(element) {
  const weighting = element.querySelector('[data-points="weighting"]');
  const whole = element.querySelector('[data-points="whole"]');

  function worth(row, weights) {
    if (weights === "axes") return numberIn(row, "axis", 0);
    if (row.querySelector('[data-points="scale"]')?.value === "yes_no") return 0;
    if (weights === "percent") return numberIn(row, "weight", 0);
    return numberIn(row, "max", 0) * numberIn(row, "weight", 1);
  }

  function recount() {
    const weights = weighting?.value ?? "factor";
    let sum = 0;
    for (const row of element.querySelectorAll("[data-row]")) sum += worth(row, weights);
    element.querySelector('[data-points="sum"]').textContent = sum.toString();
    if (whole) whole.textContent = weights !== "factor" ? "100" : whole.dataset.whole;
  }

  element.addEventListener("input", recount);
  recount();
}
