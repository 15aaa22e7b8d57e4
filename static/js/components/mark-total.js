// Keeps a sheet's running total current while a juror types, in whole thousandths of a point. An empty criterion
// counts as none, never as zero. The server adds up again and its word is final.
// data-mark-weight around the input or radios of a criterion, in parts of which the form's data-mark-parts make one;
// data-mark-fixed with data-mark-weight-fixed on a criterion that is filled in already; data-mark-total and
// data-mark-count on outputs.

const MARK = /^(\d{1,4})(?:[.,](\d{1,3}))?$/;

// "7.5" -> 7500n thousandths; null when it is no mark.
export function parseThousandths(text) {
  const found = MARK.exec(text.trim());
  return found === null ? null : BigInt(found[1] + (found[2] ?? "").padEnd(3, "0"));
}

// 7500n -> "7.5"
export function formatThousandths(thousandths) {
  const text = thousandths.toString().padStart(4, "0");
  return `${text.slice(0, -3)}.${text.slice(-3)}`.replace(/\.?0+$/, "");
}

function given(criterion) {
  const radios = criterion.querySelector("input[type=radio]") !== null;
  return criterion.querySelector(radios ? "input:checked" : "input")?.value ?? "";
}

export function enhance(form) {
  const total = form.querySelector("[data-mark-total]");
  const count = form.querySelector("[data-mark-count]");
  const parts = BigInt(form.dataset.markParts ?? "1");

  function recount() {
    let sum = 0n;
    let marked = 0;
    for (const criterion of form.querySelectorAll("[data-mark-weight]")) {
      const mark = parseThousandths(given(criterion));
      if (mark === null) continue;
      sum += mark * BigInt(criterion.dataset.markWeight);
      marked += 1;
    }
    for (const filled of form.querySelectorAll("[data-mark-fixed]")) {
      sum += (parseThousandths(filled.dataset.markFixed) ?? 0n) * BigInt(filled.dataset.markWeightFixed);
    }
    total.textContent = formatThousandths((2n * sum + parts) / (2n * parts));
    count.textContent = String(marked);
  }

  form.addEventListener("input", recount);
  recount();
}
