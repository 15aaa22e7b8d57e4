// JSON of whole numbers, read in the one way it can be read, and written canonically. Numbers are BigInt.
// What is too large to be worked out in a moment is refused: step 1.1 of the specification.

const TOKEN = /[\t\n\r ]*(?:([{}[\],:])|("(?:[^"\\\u0000-\u001f]|\\["\\/bfnrt]|\\u[0-9a-fA-F]{4})*")|(-?(?:0|[1-9][0-9]{0,17})(?![.eE0-9]))|(true|false|null))/y;
export const MOST_BYTES = 32_000_000;
export const MOST_DECIMALS = 400n;
const MOST_LEVELS = 32;
const TRUTHS = ["after", "late_codes", "one_group_per_household", "own_panel", "reason_allowed", "reasons_withheld",
  "required", "reserve", "sign_off", "spills", "targeted_centres_only", "valid_class_only", "withdrawn", "within_territory"];
const WORDS = { true: true, false: false, null: null };

export class Unusable extends Error {}

// What is looked up by a word of the file: without the names that every object of the language has (`constructor`).
export const table = (entries) => Object.assign(Object.create(null), entries);

function reader(text) {
  let at = 0;
  return function next() {
    TOKEN.lastIndex = at;
    const found = TOKEN.exec(text);
    if (!found) throw new Unusable(text.slice(at, at + 20));
    at = TOKEN.lastIndex;
    next.ends = () => !/[^\t\n\r ]/.test(text.slice(at));
    return found;
  };
}

function string(token) {
  const value = JSON.parse(token);
  if (/[\ud800-\udfff]/.test(value.replace(/[\ud800-\udbff][\udc00-\udfff]/g, ""))) throw new Unusable(token);
  return value;
}

function members(next) {
  const found = table();
  let token = next();
  if (token[1] === "}") return found;
  for (;;) {
    if (token[2] === undefined || next()[1] !== ":") throw new Unusable(token[0]);
    const key = string(token[2]);
    if (key in found) throw new Unusable(key);
    found[key] = value(next, next());
    if (typeof found[key] === "boolean" && !TRUTHS.includes(key)) throw new Unusable(key);
    if (key === "decimals" && !(found[key] >= 0n && found[key] <= MOST_DECIMALS)) throw new Unusable(key);
    const after = next()[1];
    if (after === "}") return found;
    if (after !== ",") throw new Unusable(after);
    token = next();
  }
}

function items(next) {
  const found = [];
  let token = next();
  if (token[1] === "]") return found;
  for (;;) {
    found.push(value(next, token));
    const after = next()[1];
    if (after === "]") return found;
    if (after !== ",") throw new Unusable(after);
    token = next();
  }
}

function value(next, [all, sign, text, number, word]) {
  if (sign === "{" || sign === "[") {
    next.level = (next.level ?? 0) + 1;
    if (next.level > MOST_LEVELS) throw new Unusable(all);
    const found = sign === "{" ? members(next) : items(next);
    next.level -= 1;
    return found;
  }
  if (text !== undefined) return string(text);
  if (number !== undefined) return BigInt(number);
  if (word !== undefined) return WORDS[word];
  throw new Unusable(all);
}

export function read(text) {
  if (text.length > MOST_BYTES) throw new Unusable("bytes");
  const next = reader(text);
  const found = value(next, next());
  if (!next.ends() || found === null || typeof found !== "object" || Array.isArray(found)) throw new Unusable("{");
  return found;
}

export function byCodePoint(one, other) {
  const [first, second] = [[...one], [...other]];
  const at = first.findIndex((letter, n) => letter !== second[n]);
  if (at < 0) return first.length - second.length;
  return at >= second.length ? 1 : first[at].codePointAt(0) - second[at].codePointAt(0);
}

export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === null || typeof value !== "object") {
    return typeof value === "bigint" ? String(value) : JSON.stringify(value);
  }
  const keys = Object.keys(value).sort(byCodePoint);
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(",")}}`;
}

export function same(one, other) {
  return canonical(one) === canonical(other);
}
