// From final sheets to exact totals: step 4.1 of the specification.

import { Fraction, ZERO, sum } from "./fraction.js";
import { table } from "./reading.js";

export function factor(phase, criterion) {
  const [weighting, weight] = [phase.weighting ?? "factor", criterion.weight ?? 1n];
  if (criterion.scale === "yes_no") return ZERO;
  if (weighting === "factor") return new Fraction(weight);
  if (weighting === "percent") return new Fraction(phase.max_points * weight, 100n * criterion.max_points);
  if (weighting !== "axes") throw new TypeError(weighting);
  const own = phase.criteria.filter((one) => one.axis === criterion.axis && one.scale !== "yes_no");
  const together = own.reduce((total, one) => total + one.max_points * (one.weight ?? 1n), 0n);
  const percent = (phase.axis_shares ?? []).filter((one) => one.axis === criterion.axis)
    .reduce((total, one) => total + one.percent, 0n);
  return together ? new Fraction(phase.max_points * percent * weight, 100n * together) : ZERO;
}

export function sheetOf(phase, classCode) {
  return phase.criteria.filter((one) => ["", classCode].includes(one.marked_by ?? ""));
}

export function fits(criterion, points) {
  const within = (least, most) => points.compare(new Fraction(least)) >= 0 && points.compare(new Fraction(most)) <= 0;
  if (criterion.scale === "levels") return criterion.levels.some((level) => points.is(new Fraction(level.points)));
  if (criterion.scale === "yes_no") return points.is(ZERO) || points.is(new Fraction(1n));
  return within(criterion.min_points ?? 0n, criterion.max_points);
}

export function asksReason(criterion, points) {
  const asks = table({ never: false, always: true, below: points.compare(new Fraction(criterion.reason_below ?? 0n)) < 0 });
  const rule = criterion.reason ?? "never";
  if (!(rule in asks)) throw new TypeError(rule);
  return criterion.scale === "yes_no" ? points.is(ZERO) : asks[rule];
}

function computed(group, phase, criterion) {
  const facts = new Map((group.facts ?? []).map((one) => [one.kind, [one.part, one.whole]]));
  for (const one of group.attendance ?? []) {
    if (one.phase === phase.code) facts.set("attendance", [one.present, one.households]);
  }
  const [part, whole] = facts.get(criterion.fact);
  const share = whole ? new Fraction(part, whole) : ZERO;
  const bands = criterion.bands.map((band) => [Fraction.read(band.least), band.points])
    .filter(([least]) => least.compare(share) <= 0).sort(([one], [other]) => one.compare(other));
  return new Fraction(bands.at(-1)[1]);
}

export class Scoring {
  constructor(data) {
    this.data = data;
    this.rules = data.rules;
    this.scoring = data.rules.scoring;
    const byCode = (rows) => new Map(rows.map((one) => [one.code, one]));
    [this.phases, this.groups, this.jurors] = [data.rules.phases, data.groups, data.jurors].map(byCode);
    this.steps = this.scoring.marks_per_point ?? 1n;
  }

  classOf(sheet) {
    const { classes } = this.phases.get(sheet.phase);
    return classes?.length ? this.jurors.get(sheet.juror).evaluator_class ?? "" : "";
  }

  phasesOf(group) {
    return this.rules.phases.filter((one) => !one.categories?.length || one.categories.includes(group.category));
  }

  // Give the means by phase and the exact total, null for a disqualified group.
  score(group) {
    const [means, counted, phases] = [new Map(), [], this.phasesOf(group)];
    for (const phase of phases) {
      const here = this.data.sheets.filter((one) => one.group === group.code && one.phase === phase.code)
        .map((sheet) => [sheet, this.points(group, phase, sheet)]);
      here.forEach(([, given]) => counted.push([phase, given]));
      if (here.length) means.set(phase.code, this.phaseMean(phase, here));
    }
    const absent = this.isAbsent(group, phases);
    const quorum = (phase) => Math.max(1, Number(new Fraction(phase.quorum || (this.scoring.quorum ?? 0n)).top));
    const classes = new Set(this.data.sheets.filter((one) => one.group === group.code)
      .map((one) => `${one.phase} ${this.classOf(one)}`));
    const waits = (phase) => phase.classes?.some((one) => (one.when_empty ?? "blocks") === "blocks"
      && !classes.has(`${phase.code} ${one.code}`));
    if (!absent && phases.some(waits)) throw new TypeError(group.code);
    if (!absent && phases.some((phase) => counted.filter(([one]) => one === phase).length < quorum(phase))) {
      throw new TypeError(group.code);
    }
    const out = absent || this.isFailed(counted);
    return { means, total: out ? null : sum([...means.values()]) };
  }

  points(group, phase, sheet) {
    const value = (one) => (one.scale === "register"
      ? computed(group, phase, one) : new Fraction(sheet.marks[one.code], this.steps));
    return new Map(sheetOf(phase, this.classOf(sheet)).map((one) => [one.code, value(one)]));
  }

  phaseMean(phase, sheets) {
    const worth = new Map(phase.criteria.map((one) => [one.code, factor(phase, one)]));
    const byClass = new Map();
    for (const [sheet, given] of sheets) {
      const total = sum([...given].map(([code, value]) => value.times(worth.get(code))));
      byClass.set(this.classOf(sheet), [...(byClass.get(this.classOf(sheet)) ?? []), total]);
    }
    const means = new Map([...byClass].map(([code, all]) => [code, sum(all).over(new Fraction(BigInt(all.length)))]));
    if (!phase.classes?.length) return means.get("");
    const here = phase.classes.filter((one) => means.has(one.code));
    const empty = phase.classes.filter((one) => !means.has(one.code));
    const shares = (rows) => rows.reduce((total, one) => total + one.share, 0n);
    const [whole, left] = [shares(here), shares(empty.filter((one) => one.when_empty === "shared_out"))];
    const parts = here.map((one) => {
      const most = sheetOf(phase, one.code).map((c) => worth.get(c.code).times(new Fraction(c.max_points)));
      return means.get(one.code).over(sum(most)).times(new Fraction(one.share));
    });
    return sum(parts).times(new Fraction(phase.max_points * (whole + left), 100n * whole));
  }

  isAbsent(group, phases) {
    const told = new Map((group.attendance ?? []).map((one) => [one.phase, one]));
    return phases.filter((phase) => phase.attendance_minimum).some((phase) => {
      const one = told.get(phase.code);
      const least = Fraction.read(phase.attendance_minimum).times(new Fraction(one.households));
      return new Fraction(one.present).compare(least) < 0;
    });
  }

  isFailed(counted) {
    const rule = this.scoring.disqualifies ?? "majority";
    return this.rules.phases.some((phase) => phase.criteria.filter((one) => one.scale === "yes_no").some((one) => {
      const answers = counted.filter(([of, given]) => of === phase && given.has(one.code))
        .map(([, given]) => given.get(one.code));
      const no = answers.filter((answer) => answer.is(ZERO)).length;
      const least = table({ majority: Math.floor(answers.length / 2) + 1, any: 1, all: answers.length })[rule];
      return answers.length > 0 && no >= least;
    }));
  }
}
