// The steps of the specification, by their numbers. Each gives what fails, or throws NotTold for what the file leaves out.

import { sha256 } from "../juror/sha256.js";
import {
  REPEATED, STANDINGS, TERMS, broken, byCode, envelopesOf, homeOf, isIn, readOf, stepsOf, termsOf,
} from "./allocation.js";
import { Fraction, ZERO, rounded, valueOf } from "./fraction.js";
import { MOST_DECIMALS, byCodePoint, canonical, same, table } from "./reading.js";
import { Scoring, asksReason, fits, sheetOf } from "./scoring.js";

class NotTold extends Error {}

const BLANK = /^[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]*$/; // as the portal counts it
const sealOf = (sheet) => (sheet.reasons_withheld ? sheet.rest_seal : sheet.seal);
const called = (sheet) => `${sheet.juror} · ${sheet.group} · ${sheet.phase}`;
const digest = (value) => sha256(canonical(value));
const rest = (row, key) => Object.fromEntries(Object.entries(row).filter(([name]) => name !== key));

function reasonsOf(sheet) {
  const pairs = (sheet.reasons ?? []).map((one) => [one.criterion, one.text]);
  const reasons = table();
  pairs.forEach(([criterion, text]) => { reasons[criterion] = text; });
  if (Object.keys(reasons).length < pairs.length) throw new TypeError(called(sheet));
  pairs.forEach(([criterion, text]) => { if (!text) delete reasons[criterion]; }); // an empty text is none
  return reasons;
}

function compare(told, content) {
  if (told === undefined || told === null) throw new NotTold("");
  return told === digest(content) ? [] : [told];
}

const INSTANT = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(?!000000)(\d{6}))?(?!-00:00$)([+-])([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?$/;

// Microseconds of an instant, which is written in one way alone.
function instant(text) {
  const [, local, micros, sign, ...zone] = INSTANT.exec(text) ?? [];
  const millis = Date.parse(`${local}Z`);
  if (Number.isNaN(millis) || !new Date(millis).toISOString().startsWith(local)) throw new TypeError(text);
  const [hours, minutes, seconds] = zone.map((part) => BigInt(part ?? 0n));
  const offset = ((hours * 60n + minutes) * 60n + seconds) * 1_000_000n;
  return BigInt(millis) * 1000n + BigInt(micros ?? 0n) - (sign === "-" ? -offset : offset);
}

function compareKeys(one, other) {
  for (let n = 0; n < Math.max(one.length, other.length); n += 1) {
    const order = (one[n] ?? ZERO).compare(other[n] ?? ZERO);
    if (order) return order;
  }
  return 0;
}

class Verifier extends Scoring {
  constructor(data, expected) {
    super(data);
    this.expected = expected;
    this.lines = new Map((data.ranking ?? []).map((one) => [one.group, one]));
    this.decimals = this.scoring.decimals ?? 2n;
    this.policy = this.scoring.rounding ?? "half_up";
    this.isExact = this.scoring.decides_on === "exact";
    this.scores = new Map();
  }

  told(key) {
    const value = this.data[key];
    if (!value || (Array.isArray(value) && !value.length)) throw new NotTold(key);
    return value;
  }

  "1.2"() {
    const { format, version } = this.data;
    const odd = format === "paquete-de-concurso" && version === 1n ? [] : [`${format} ${version}`];
    return [...odd, ...compare(this.data.bundle_sha256, rest(this.data, "bundle_sha256"))];
  }

  "1.3"() {
    if (!this.expected) throw new NotTold("");
    return this.expected === this.data.bundle_sha256 ? [] : [String(this.data.bundle_sha256)];
  }

  "1.4"() {
    const listed = { groups: "code", jurors: "code", ranking: "group", awards: "group" };
    const names = Object.entries(listed).flatMap(([key, code]) => (this.data[key] ?? []).map((one) => `${key} ${one[code]}`));
    names.push(...this.data.sheets.map(called));
    const twice = names.filter((name, n) => names.indexOf(name) !== n);
    const lost = this.data.sheets.filter((one) => !(this.groups.has(one.group) && this.jurors.has(one.juror)
      && this.phases.has(one.phase)));
    return [...twice, ...lost.map(called)];
  }

  "2.1"() { return compare(this.data.rules_sha256, this.rules); }

  "2.2"() {
    return (this.data.earlier_rules ?? []).flatMap((one) => [
      ...compare(one.sha256, one.rules),
      ...["code", "phases", "scoring"].filter((key) => !same(one.rules[key], this.rules[key])),
    ]);
  }

  "3.1"() { return this.data.sheets.filter((sheet) => !this.isWhole(sheet)).map(called); }

  isWhole(sheet) {
    const [phase, classCode] = [this.phases.get(sheet.phase), this.classOf(sheet)];
    const asked = sheetOf(phase, classCode).filter((one) => one.scale !== "register");
    const known = !phase.classes?.length || phase.classes.some((one) => one.code === classCode);
    const reasons = reasonsOf(sheet);
    return known && asked.length === Object.keys(sheet.marks).length && asked.every((one) => {
      const points = new Fraction(sheet.marks[one.code], this.steps);
      const explained = sheet.reasons_withheld || !BLANK.test(reasons[one.code] ?? "");
      return fits(one, points) && (!asksReason(one, points) || explained);
    });
  }

  "3.2"() {
    const versions = [digest(this.rules), ...(this.data.earlier_rules ?? []).map((one) => one.sha256)];
    const open = this.data.sheets.filter((one) => (sealOf(one) ?? null) === null);
    const broken = this.data.sheets.filter((one) => !open.includes(one) && !this.isSealed(one, versions));
    if (open.length && !broken.length) throw new NotTold(String(open.length));
    return broken.map(called);
  }

  isSealed(sheet, versions) {
    const told = { contest: this.rules.code, application: sheet.group, phase: sheet.phase, marks: sheet.marks,
      juror: this.jurors.get(sheet.juror).number };
    const [classCode, reasons] = [this.classOf(sheet), reasonsOf(sheet)];
    if (classCode) told.evaluator_class = classCode;
    if (Object.keys(reasons).length) told.reasons = reasons;
    return versions.some((version) => digest({ ...told, rulebook_sha256: version }) === sealOf(sheet));
  }

  "3.3"() {
    const aside = (this.data.recusals ?? []).map((one) => `${one.juror} ${one.group}`);
    return this.data.sheets.filter((one) => aside.includes(`${one.juror} ${one.group}`)).map(called);
  }

  "4.1"() {
    for (const [code, group] of this.groups) this.scores.set(code, this.score(group));
    this.told("ranking");
    const wrong = [...this.lines].filter(([code, line]) => {
      const { means, total } = this.scores.get(code);
      const written = [...means].map(([phase, mean]) => ({ phase, mean: `${mean.top}/${mean.bottom}` }));
      const exact = total === null ? null : `${total.top}/${total.bottom}`;
      return line.exact_total !== exact || !same(line.phases, written);
    });
    const missing = [...this.groups.keys()].filter((code) => !this.lines.has(code));
    return [...wrong.map(([code]) => code), ...missing];
  }

  "5.1"() {
    this.told("ranking");
    const totals = [...this.scores.values()].map((one) => one.total).filter((one) => one !== null);
    totals.sort((one, other) => one.compare(other));
    const different = totals.filter((one, n) => !n || !one.is(totals[n - 1]));
    let { decimals } = this;
    while (this.isExact && !this.tells(different, decimals)) {
      decimals += 1n;
      if (decimals > MOST_DECIMALS) throw new TypeError(String(decimals));
    }
    return [...this.lines].filter(([code, line]) => {
      const { total } = this.scores.get(code);
      return !same(line.total, total === null ? null : rounded(total, decimals, this.policy));
    }).map(([code]) => code);
  }

  tells(totals, decimals) {
    const mark = valueOf(this.scoring.pass_mark);
    const written = totals.map((one) => valueOf(rounded(one, decimals, this.policy)));
    return totals.every((one, n) => one.compare(mark) === written[n].compare(mark)
      && (!n || written[n - 1].compare(written[n]) < 0));
  }

  deciding(value) { return this.isExact ? value : valueOf(rounded(value, this.decimals, this.policy)); }

  keyOf(code) {
    const [{ means, total }, group] = [this.scores.get(code), this.groups.get(code)];
    if (total === null) return { standing: 2, key: [ZERO] };
    const compared = this.deciding(total);
    const numbers = this.data.draw?.numbers;
    const links = this.scoring.tie_breaks.some((one) => one.kind === "lot")
      ? this.scoring.tie_breaks : [...this.scoring.tie_breaks, { kind: "lot" }];
    const [women, households] = [new Fraction(-group.women), new Fraction(-group.households)];
    const sent = new Fraction(instant(group.submitted_at)); // read also where no link asks for it
    const values = table({
      phase_score: (link) => this.deciding(means.get(link.phase) ?? (this.phases.has(link.phase) ? ZERO : null)).negative(),
      more_women: () => women,
      more_households: () => households,
      earlier_entry: () => sent,
      lot: () => (numbers ? new Fraction(BigInt(`0x${sha256(`${this.rules.code}|${numbers}|${code}`)}`)) : ZERO),
    });
    const key = [compared.negative(), ...links.map((link) => values[link.kind](link))];
    return { standing: Number(compared.compare(valueOf(this.scoring.pass_mark)) < 0), key };
  }

  "5.2"() {
    this.told("ranking");
    const keys = new Map([...this.lines.keys()].map((code) => [code, this.keyOf(code)]));
    return [...this.lines].filter(([code, line]) => {
      const [mine, { category }] = [keys.get(code), this.groups.get(code)];
      const others = [...keys].filter(([one, key]) => this.groups.get(one).category === category && key.standing === 0);
      const before = others.filter(([, one]) => compareKeys(one.key, mine.key) < 0).length;
      const beside = others.filter(([one, { key }]) => compareKeys(key, mine.key) === 0 && !this.groups.get(one).withdrawn).length;
      const place = mine.standing === 0 ? BigInt(before + 1) : null;
      return line.standing !== STANDINGS[mine.standing] || line.place !== place || (place !== null && beside > 1);
    }).map(([code]) => code);
  }

  "5.3"() {
    const order = (one, other) => (typeof one === "string" ? byCodePoint(one, other) : Number(one - other));
    const ranking = [...this.lines].sort(([one], [other]) => order(one, other)).map(([code, line]) => ({
      entry: code, category: this.groups.get(code).category, total: line.exact_total,
      standing: line.standing, place: line.place,
    }));
    const sheets = this.data.sheets.map((one) => ({
      entry: one.group, phase: one.phase, seal: one.seal ?? null, juror: this.jurors.get(one.juror).number ?? 0n,
    })).sort((a, b) => order(a.entry, b.entry) || order(a.phase, b.phase) || order(a.juror, b.juror));
    return compare(this.data.closing_sha256, { contest: this.rules.code, ranking, sheets });
  }

  // What moves before the allocation brought to an envelope; the fund has no name.
  movedTo(category) {
    const moves = (this.data.moves ?? []).filter((one) => !one.after);
    return moves.reduce((sum, one) => sum + one.amount.cents * (BigInt(one.target === category) - BigInt(one.source === category)), 0n);
  }

  "6.1"() {
    const [{ inputs, inputs_sha256: told }, { rules }] = [this.told("allocation"), this];
    const expected = {
      contest_code: rules.code, rulebook_sha256: digest(rules), fund: { cents: rules.fund.cents - this.movedTo("") },
      min_award: rules.budget.min_award, max_award: rules.budget.max_award,
      rule: rules.allocation_rule ?? "merit_order", pass_mark: this.scoring.pass_mark,
    };
    const envelopes = envelopesOf(rules);
    const ours = envelopes.map((one) => rest({
      ...one, amount: { cents: one.amount.cents + this.movedTo(one.category_code) },
    }, "scope"));
    const odd = Object.keys(expected).filter((key) => !same(inputs[key], expected[key]));
    if (!same({ ...TERMS, ...inputs.terms }, termsOf(rules))) odd.push("terms");
    if (!same([...inputs.envelopes].sort(byCode), ours.sort(byCode))) odd.push("envelopes");
    const listed = inputs.candidates.map((one) => one.code).sort();
    const standing = [...this.lines.keys()].filter((code) => !this.groups.get(code).withdrawn).sort();
    const wrong = !this.lines.size ? [] : inputs.candidates.filter((one) => {
      const [group, line] = [this.groups.get(one.code), this.lines.get(one.code)];
      const mine = { application_id: group.number, category_code: group.category, requested: group.requested,
        standing: line.standing, place: line.place, total: line.total,
        pot: rules.pots ? envelopes.filter((each) => isIn(group, each.scope)).at(-1)?.category_code ?? "" : "" };
      const told = { pot: "", line_code: "", district_code: "", counted: { cents: 0n }, ...one };
      return !same(told, { code: one.code, ...mine, ...readOf(group, rules) });
    });
    const found = [...compare(told, inputs), ...odd];
    if (!this.lines.size && !found.length) throw new NotTold("ranking");
    return [...found, ...(same(listed, standing) ? [] : ["candidates"]), ...wrong.map((one) => one.code)];
  }

  "6.2"() {
    const { inputs, result } = this.told("allocation");
    const steps = stepsOf(inputs, new Map(result.lines.map((one) => [one.code, one])));
    const told = [...result.lines, ...(result.spills ?? [])].sort((one, other) => Number(one.step - other.step));
    const wrong = steps.filter((mine, n) => {
      const line = told[n];
      return !line || line.step !== BigInt(n + 1) || Object.keys(mine).some((key) => !same(line[key], mine[key]));
    });
    const found = [...wrong.map((one) => one.code ?? one.source), ...broken(inputs, result.lines)];
    if (steps.length !== told.length) found.push("lines");
    if (!found.length && !REPEATED.includes(inputs.rule)) throw new NotTold(inputs.rule);
    return found;
  }

  "6.3"() {
    const { inputs, result, result_sha256: told } = this.told("allocation");
    const codes = (rows) => rows.map((one) => one.code).sort();
    const failures = same(codes(result.lines), codes(inputs.candidates)) ? [] : ["lines"];
    let [given, left] = [0n, 0n];
    for (const envelope of inputs.envelopes) {
      const code = envelope.category_code;
      const sum = (key) => (result.spills ?? []).filter((one) => one[key] === code)
        .reduce((total, one) => total + one.amount.cents, 0n);
      const [came, went] = [sum("target"), sum("source")];
      let balance = envelope.amount.cents + came;
      const mine = result.lines.filter((one) => homeOf(one) === code);
      for (const one of mine) {
        const amount = one.amount.cents;
        balance -= amount;
        given += amount;
        const sound = amount >= 0n && amount <= one.requested.cents && (!amount || one.place);
        if (!sound || one.balance.cents !== balance || balance < 0n) failures.push(one.code);
      }
      const many = (outcome) => BigInt(mine.filter((one) => one.outcome === outcome).length);
      const summary = { category_code: code, amount: envelope.amount, awards: many("awarded"), reserves: many("reserve"),
        awarded: { cents: envelope.amount.cents + came - balance }, balance: { cents: balance - went },
        ...(came && { received: { cents: came } }), ...(went && { spilled: { cents: went } }) };
      const total = result.envelopes.find((one) => one.category_code === code);
      if (!same(total, summary) || went > balance) failures.push(code);
      left += balance - went;
    }
    const sums = ["fund", "awarded", "balance", "unassigned"].map((key) => result[key].cents);
    const fund = inputs.fund.cents;
    if (!same(sums, [fund, given, left, fund - given - left])) failures.push("fund");
    return [...failures, ...compare(told, result)];
  }

  "6.4"() {
    return (this.data.undone ?? []).filter((one) => one.allocation).flatMap((one) => {
      const { ranking, allocation, awards } = one;
      const then = new Verifier({ ...this.data, ranking, allocation, awards });
      const found = [...compare(allocation.inputs_sha256, allocation.inputs), ...then["6.2"](), ...then["6.3"](),
        ...(awards.length ? then["7.1"]() : [])];
      return found.map((failure) => `${one.act}: ${failure}`);
    });
  }

  "7.1"() {
    const awards = new Map(this.told("awards").map((one) => [one.group, one]));
    const lines = this.told("allocation").result.lines.flatMap((one) => {
      const called = one.outcome === "reserve" && awards.get(one.code)?.reserve ? awards.get(one.code).amount.cents : 0n;
      const cents = one.amount.cents || (called < one.requested.cents ? called : one.requested.cents);
      return cents ? [{ code: one.code, amount: { cents } }] : [];
    });
    const percent = this.rules.budget.assistance_percent ?? 40n;
    const wrong = lines.filter(({ code, amount: { cents } }) => {
      const [one, assistance] = [awards.get(code), (cents * percent) / 100n];
      const parts = [cents, cents - assistance, assistance];
      return !one || !["granted", "void"].includes(one.state)
        || !same(["amount", "goods", "assistance"].map((key) => one[key].cents), parts);
    });
    const all = (rows) => rows.reduce((total, one) => total + one.amount.cents, 0n);
    const fund = this.rules.fund.cents + all((this.data.moves ?? []).filter((one) => !one.source));
    const beyond = all([...awards.values()].filter((one) => one.state === "granted")) > fund ? ["fund"] : [];
    const found = [...wrong.map((one) => one.code), ...(awards.size === lines.length ? [] : ["awards"]), ...beyond];
    if (!found.length && [...awards.values()].some((one) => one.reserve)) throw new NotTold("reserve");
    return found;
  }
}

export const STEPS = ["1.2", "1.3", "1.4", "2.1", "2.2", "3.1", "3.2", "3.3", "4.1", "5.1", "5.2", "5.3", "6.1", "6.2",
  "6.3", "6.4", "7.1"];

// Give each step with its state (passed, failed, open) and what failed. A file without its main parts throws.
export function verify(data, expected) {
  const verifier = new Verifier(data, expected);
  return STEPS.map((number) => {
    try {
      const details = verifier[number]();
      return { number, state: details.length ? "failed" : "passed", details };
    } catch (error) {
      const details = error.message ? [error.message] : [];
      return { number, state: error instanceof NotTold ? "open" : "failed", details };
    }
  });
}
