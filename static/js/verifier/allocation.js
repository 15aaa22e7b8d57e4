// Sharing out the envelopes by a rule in order of merit: step 6.2 of the specification.

import { Fraction, ZERO, valueOf } from "./fraction.js";

export const REPEATED = ["merit_order", "merit_order_partial", "merit_order_skipping"];
export const STANDINGS = ["passed", "below_pass", "disqualified"];
const SAME = ["application_id", "code", "category_code", "place", "total", "requested"];

function decide(rule, asked, balance, least, stopped) {
  if (asked <= balance && (rule === "merit_order_skipping" || !stopped)) return [asked, "full_award"];
  if (rule === "merit_order_skipping") return [0n, "passed_over"];
  if (stopped || rule === "merit_order") return [0n, stopped ? "after_the_cut" : "does_not_fit"];
  const enough = balance >= (least > 1n ? least : 1n);
  return enough ? [balance, "rest_of_envelope"] : [0n, "rest_below_minimum"];
}

// By place; where envelopes hold groups of several categories by total first. Then those who did not pass, by total.
function byTurn(one, other) {
  const standing = STANDINGS.indexOf(one.standing) - STANDINGS.indexOf(other.standing);
  if (standing) return standing;
  const passed = one.standing === "passed";
  const total = (row) => (row.total && (!passed || row.pot) ? valueOf(row.total).negative() : ZERO);
  const place = Number((one.place ?? 0n) - (other.place ?? 0n));
  const category = passed ? before(one.category_code, other.category_code) : 0;
  return total(one).compare(total(other)) || place || category || before(one.code, other.code);
}

const before = (one, other) => (one < other ? -1 : Number(one > other));
export const byCode = (one, other) => before(one.category_code, other.category_code);

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
export function stepsOf(inputs) {
  const [steps, waiting, came] = [[], new Set(inputs.candidates), new Map()];
  const goThrough = (envelope) => {
    const [code, around] = [envelope.category_code, envelope.parent];
    const inside = inputs.envelopes.filter((one) => one.parent === code).sort(byCode).flatMap(goThrough);
    const codes = [code, ...inside];
    let [balance, stopped, reserves] = [envelope.amount.cents + (came.get(code) ?? 0n), false, 0n];
    const mine = [...waiting].filter((one) => codes.includes(homeOf(one)) && (!around || one.standing === "passed"));
    for (const one of mine.sort(byTurn)) {
      const asked = one.requested.cents;
      let [amount, outcome, reason] = [0n, one.standing, one.standing === "below_pass" ? "below_pass_mark" : one.standing];
      if (outcome === "passed") {
        [amount, reason] = decide(inputs.rule, asked, balance, inputs.min_award.cents, stopped);
        outcome = amount ? "awarded" : "reserve";
        stopped = stopped || amount < asked;
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
