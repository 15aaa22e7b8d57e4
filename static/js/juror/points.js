// The arithmetic of a sheet, exact: marks in whole units, of which phase.per_point make a point; what a mark is worth in
// parts, of which phase.parts make a point. The server's rules give the test its vectors; their word is final.

const MARK = /^(\d{1,4})(?:[.,](\d{1,3}))?$/;

// "7.5" with 2 units a point -> 15; null when it is no number, or between two steps.
export function parseUnits(text, perPoint) {
  const found = MARK.exec(text.trim());
  if (found === null) return null;
  const thousandths = BigInt(found[1] + (found[2] ?? "").padEnd(3, "0")) * BigInt(perPoint);
  return thousandths % 1000n ? null : Number(thousandths / 1000n);
}

function isWithin(criterion, units, perPoint) {
  if (criterion.scale === "yes_no") return units === 0 || units === perPoint;
  if (criterion.scale === "levels") return criterion.levels.some((level) => level.points * perPoint === units);
  return criterion.scale === "points" && criterion.min * perPoint <= units && units <= criterion.max * perPoint;
}

export function fits(criterion, units, perPoint) {
  return Number.isSafeInteger(units) && isWithin(criterion, units, perPoint);
}

export function wantsReason(criterion, units, perPoint) {
  if (criterion.scale === "yes_no") return units === 0;
  if (criterion.reason === "below") return units < criterion.below * perPoint;
  return criterion.reason === "always";
}

// 15 of 2 -> "7.5"; what no three decimals can write exactly is rounded to two, halves up.
export function pointsText(numerator, denominator) {
  for (let decimals = 0, scaled = numerator; decimals < 4; decimals += 1, scaled *= 10n) {
    if (scaled % denominator === 0n) return written(scaled / denominator, decimals);
  }
  return written((2n * numerator * 100n + denominator) / (2n * denominator), 2);
}

function written(units, decimals) {
  const digits = units.toString().padStart(decimals + 1, "0");
  return decimals ? `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}` : digits;
}

export function unitsText(units, perPoint) {
  return pointsText(BigInt(units), BigInt(perPoint));
}

// The sum of the marks given, with those that the register fills in; what is not marked adds nothing.
export function total(phase, marks, fixed) {
  const factors = new Map(phase.criteria.map((criterion) => [criterion.code, BigInt(criterion.factor)]));
  const sum = [...marks, ...fixed.filter((one) => one.units !== null)]
    .reduce((before, one) => before + BigInt(one.units) * (factors.get(one.criterion) ?? 0n), 0n);
  return pointsText(sum, BigInt(phase.parts) * BigInt(phase.per_point));
}

// What keeps a sheet from being final: the criteria without a mark, and those without a reason that the rules ask for.
export function missing(phase, marks) {
  const given = new Map(marks.map((mark) => [mark.criterion, mark]));
  const asked = phase.criteria.filter((criterion) => criterion.scale !== "register");
  const explained = (mark) => mark.reason.trim() !== "";
  return {
    marks: asked.filter((criterion) => !given.has(criterion.code)),
    reasons: asked.filter((criterion) => {
      const mark = given.get(criterion.code);
      return mark && wantsReason(criterion, mark.units, phase.per_point) && !explained(mark);
    }),
  };
}
