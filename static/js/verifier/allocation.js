// Sharing out the envelopes by a rule in order of merit: step 6.2 of the specification.

import { Fraction, ZERO, valueOf } from "./fraction.js";
import { byCodePoint, table } from "./reading.js";

export const REPEATED = ["merit_order", "merit_order_partial", "merit_order_skipping", "within_share", "pass_funded",
  "equal_share"];
export const CHECKED = "best_total";
export const STANDINGS = ["passed", "below_pass", "disqualified"];
export const TERMS = { share_percent: 80n, counted: ["cash", "kind", "labour"], most_winners: 0n, limits: [] };
const READS = table({ equal_share: ["most_winners"], within_share: ["share_percent", "counted"], [CHECKED]: ["limits"] });
const SAME = ["application_id", "code", "category_code", "place", "total", "requested"];
const STOPPING = ["does_not_fit", "rest_of_envelope", "rest_below_minimum"];

// The terms that a rule reads, where the rules of the contest fix them.
export function termsOf(rules) {
  const own = rules.allocation ?? {};
  const read = (READS[rules.allocation_rule] ?? []).filter((key) => key in own);
  return { ...TERMS, ...Object.fromEntries(read.map((key) => [key, own[key]])) };
}

// What a rule was told of a group beyond its place: its line and district, or what it adds itself.
export function readOf(group, rules) {
  const [rule, { counted }] = [rules.allocation_rule ?? "merit_order", termsOf(rules)];
  const parts = (group.own_parts ?? []).filter((one) => counted.includes(one.kind));
  const sum = parts.reduce((total, one) => total + one.amount.cents, 0n);
  const read = (text) => (text ?? "").slice(rule === CHECKED ? 0 : Infinity);
  return {
    line_code: read(group.line), district_code: read(group.district),
    counted: { cents: rule === "within_share" ? sum : 0n },
  };
}

// What who passed gets of an envelope that holds `balance`, and why.
function decide({ rule, min_award: minimum, terms }, one, balance, stopped, isInside) {
  const [asked, least] = [one.requested.cents, minimum.cents > 1n ? minimum.cents : 1n];
  const plan = asked + (one.counted?.cents ?? 0n);
  const share = (plan * (terms?.share_percent ?? TERMS.share_percent)) / 100n;
  const amount = rule === "within_share" && share < asked ? share : asked;
  if (stopped) return [0n, "after_the_cut"];
  if (rule === "within_share" && amount < least) return [0n, "share_below_minimum"];
  const mustFit = rule === "pass_funded" && !isInside;
  if (amount <= balance || mustFit) return [amount, amount === asked ? "full_award" : "within_share"];
  if (rule === "merit_order_skipping" || rule === "pass_funded") return [0n, "passed_over"];
  if (rule !== "merit_order_partial") return [0n, "does_not_fit"];
  return balance >= least ? [balance, "rest_of_envelope"] : [0n, "rest_below_minimum"];
}

// Divides an envelope: at the highest level with which the smaller of it and what each winner asked fit in, but no
// higher than `ceiling`, the lowest level of an envelope inside. Gives amount and reason of each who passed, in order.
function shares({ min_award: minimum, terms }, asked, balance, ceiling) {
  const most = terms?.most_winners ? Number(terms.most_winners) : asked.length;
  const allowed = Math.min(asked.length, most);
  const winners = asked.slice(0, Math.min(allowed, Number(balance / (minimum.cents || 1n))));
  let [left, level] = [balance, null];
  winners.toSorted((one, other) => Number(one - other)).forEach((one, done) => {
    if (level === null && one * BigInt(winners.length - done) > left) level = left / BigInt(winners.length - done);
    left -= one;
  });
  const top = [level, ceiling].filter((one) => one !== null).reduce((one, other) => (one < other ? one : other), balance);
  return asked.map((one, at) => {
    if (at >= winners.length) return [0n, at < allowed ? "level_below_minimum" : "enough_winners"];
    return one <= top ? [one, "asked_within_level"] : [top, "equal_level"];
  });
}

// What the file gives of the set that another search chose, as far as the envelope and what was asked go.
function asTold({ rule }, one, line, code, balance) {
  const given = ["", code].includes(line.pot ?? "") ? line.amount.cents : 0n;
  const wanted = [one.requested.cents, balance, rule === CHECKED && given ? one.requested.cents : given];
  const amount = wanted.reduce((least, other) => (other < least ? other : least));
  if (rule !== CHECKED) return [amount > 0n ? amount : 0n, line.reason];
  return amount > 0n ? [amount, "in_the_best_set"] : [0n, "not_in_the_best_set"];
}

// Those who passed by place; where envelopes hold groups of several categories by total first. Then those who did not, by
// total. Where the choice of a rule is not repeated `turns` has each in the order of the file.
function byTurn(turns, one, other) {
  const turn = Number((turns.get(one.code) ?? 0n) - (turns.get(other.code) ?? 0n));
  if (turn) return turn;
  const standing = STANDINGS.indexOf(one.standing) - STANDINGS.indexOf(other.standing);
  if (standing) return standing;
  const passed = one.standing === "passed";
  const total = (row) => (row.total && (!passed || row.pot) ? valueOf(row.total).negative() : ZERO);
  const place = Number((one.place ?? 0n) - (other.place ?? 0n));
  const category = passed ? byCodePoint(one.category_code, other.category_code) : 0;
  return total(one).compare(total(other)) || place || category || byCodePoint(one.code, other.code);
}

// The limits of the terms that do not hold, by their codes.
export function broken({ candidates, terms }, lines) {
  return (terms?.limits ?? []).filter((limit) => {
    const about = candidates.filter((one) => one[`${limit.of}_code`] === limit.code).map((one) => one.code);
    const given = lines.filter((one) => one.amount.cents && about.includes(one.code)).map((one) => one.amount.cents);
    const cents = given.reduce((sum, one) => sum + one, 0n);
    const isBetween = (value, least, most) => (least ?? 0n) <= value && ((most ?? null) === null || value <= most);
    return !(isBetween(BigInt(given.length), limit.min_awards, limit.max_awards)
      && isBetween(cents, limit.min_amount?.cents, limit.max_amount?.cents));
  }).map((limit) => limit.code);
}

export const byCode = (one, other) => byCodePoint(one.category_code, other.category_code);

export const homeOf = (row) => row.pot || row.category_code;

// What each envelope holds without those inside it, and its whole scope; one inside another is listed after it.
export function envelopesOf(rules) {
  const pots = rules.pots ?? [];
  const found = new Map(rules.categories.filter((one) => one.envelope.cents || !pots.length).map((one) => [
    one.code, { category_code: one.code, amount: { cents: one.envelope.cents }, scope: { category: one.code } },
  ]));
  for (const pot of pots) {
    const around = found.get(pot.parent);
    if (around) around.amount.cents -= pot.amount.cents;
    const told = Object.entries(pot.scope ?? {}).filter(([, value]) => value);
    found.set(pot.code, {
      category_code: pot.code, amount: { cents: pot.amount.cents },
      ...(pot.parent && { parent: pot.parent }), ...(pot.spills && { spills: true }),
      scope: { ...around?.scope, ...Object.fromEntries(told) },
    });
  }
  return [...found.values()];
}

export function isIn(group, { category, line, territory }) {
  return (!category || group.category === category) && (!line || group.line === line)
    && (group.district ?? "").startsWith(territory ?? "");
}

// A round for each envelope, after those inside it: its money and what came up, for those of its scope who still wait.
// Where whoever passes is funded, `told` says which envelope inside another pays a group: several ways may fit. Where the
// choice of a rule is not repeated, it says what each gets.
export function stepsOf(inputs, told) {
  const [steps, waiting, came] = [[], new Set(inputs.candidates), new Map()];
  const isRepeated = REPEATED.includes(inputs.rule);
  const isKnown = isRepeated || inputs.rule === CHECKED;
  const turns = new Map(isKnown ? [] : [...told].map(([code, line]) => [code, line.step]));
  const inTurn = (one, other) => byTurn(turns, one, other);
  const goThrough = (envelope) => {
    const [code, around] = [envelope.category_code, envelope.parent];
    const inside = inputs.envelopes.filter((one) => one.parent === code).sort(byCode).flatMap(goThrough);
    const codes = [code, ...inside];
    let [balance, stopped, reserves] = [envelope.amount.cents + (came.get(code) ?? 0n), false, 0n];
    const mine = [...waiting].filter((one) => codes.includes(homeOf(one)) && (!around || one.standing === "passed"));
    const passed = mine.sort(inTurn).filter((one) => one.standing === "passed").map((one) => one.requested.cents);
    const levels = steps.filter((one) => one.reason === "equal_level" && inside.includes(one.pot));
    const ceiling = levels.map((one) => one.amount.cents).reduce((a, b) => (a !== null && a < b ? a : b), null);
    const equal = inputs.rule === "equal_share" ? shares(inputs, passed, balance, ceiling) : null;
    for (const one of mine) {
      let [amount, outcome, reason] = [0n, one.standing, one.standing === "below_pass" ? "below_pass_mark" : one.standing];
      if (outcome === "passed") {
        const isElsewhere = inputs.rule === "pass_funded" && around && told.get(one.code)?.pot !== code;
        [amount, reason] = equal?.shift() ?? (isRepeated
          ? decide(inputs, one, isElsewhere ? 0n : balance, stopped, Boolean(around))
          : asTold(inputs, one, told.get(one.code), code, balance));
        outcome = amount ? "awarded" : "reserve";
        stopped = stopped || STOPPING.includes(reason);
      }
      balance -= amount;
      if (outcome === "reserve") reserves += 1n;
      if (!amount && around) continue;
      waiting.delete(one);
      steps.push({
        ...Object.fromEntries(SAME.map((key) => [key, one[key]])),
        outcome, reason, amount: { cents: amount }, balance: { cents: balance },
        reserve_order: outcome === "reserve" ? reserves : null, ...(one.pot && { pot: code }),
      });
    }
    if (around && envelope.spills && balance) {
      came.set(around, (came.get(around) ?? 0n) + balance);
      steps.push({ source: code, target: around, amount: { cents: balance } });
    }
    return codes;
  };
  inputs.envelopes.filter((one) => !one.parent).sort(byCode).forEach(goThrough);
  return steps;
}
