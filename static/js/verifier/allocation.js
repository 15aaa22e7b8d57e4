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

function byTurn(one, other) {
  const standing = STANDINGS.indexOf(one.standing) - STANDINGS.indexOf(other.standing);
  if (standing) return standing;
  const value = (row) => (row.standing === "passed" ? new Fraction(row.place)
    : row.total ? valueOf(row.total).negative() : ZERO);
  return value(one).compare(value(other)) || (one.code < other.code ? -1 : 1);
}

export function stepsOf(inputs) {
  const steps = [];
  const envelopes = [...inputs.envelopes].sort((one, other) => (one.category_code < other.category_code ? -1 : 1));
  for (const envelope of envelopes) {
    let [balance, stopped, reserves] = [envelope.amount.cents, false, 0n];
    const mine = inputs.candidates.filter((one) => one.category_code === envelope.category_code).sort(byTurn);
    for (const one of mine) {
      const asked = one.requested.cents;
      let [amount, outcome, reason] = [0n, one.standing, one.standing === "below_pass" ? "below_pass_mark" : one.standing];
      if (outcome === "passed") {
        [amount, reason] = decide(inputs.rule, asked, balance, inputs.min_award.cents, stopped);
        outcome = amount ? "awarded" : "reserve";
        stopped = stopped || amount < asked;
      }
      balance -= amount;
      if (outcome === "reserve") reserves += 1n;
      steps.push({
        ...Object.fromEntries(SAME.map((key) => [key, one[key]])),
        outcome, reason, amount: { cents: amount }, balance: { cents: balance },
        reserve_order: outcome === "reserve" ? reserves : null,
      });
    }
  }
  return steps;
}
