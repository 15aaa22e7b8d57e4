// Exact fractions of BigInt, always in lowest terms with a denominator above zero.

import { table } from "./reading.js";

function divisor(one, other) {
  let [a, b] = [one < 0n ? -one : one, other];
  while (b) [a, b] = [b, a % b];
  return a;
}

export class Fraction {
  constructor(top, bottom = 1n) {
    if (typeof top !== "bigint" || typeof bottom !== "bigint" || !bottom) throw new TypeError("a fraction");
    const sign = bottom < 0n ? -1n : 1n;
    const common = divisor(top, sign * bottom) || 1n;
    this.top = (sign * top) / common;
    this.bottom = (sign * bottom) / common;
  }

  static read(text) {
    const found = /^(-?[0-9]{1,18})\/([1-9][0-9]{0,17})$/.exec(text);
    if (!found) throw new TypeError(text);
    return new Fraction(BigInt(found[1]), BigInt(found[2]));
  }

  plus(other) { return new Fraction(this.top * other.bottom + other.top * this.bottom, this.bottom * other.bottom); }

  times(other) { return new Fraction(this.top * other.top, this.bottom * other.bottom); }

  over(other) { return new Fraction(this.top * other.bottom, this.bottom * other.top); }

  negative() { return new Fraction(-this.top, this.bottom); }

  compare(other) {
    const [one, two] = [this.top * other.bottom, other.top * this.bottom];
    return one < two ? -1 : Number(one > two);
  }

  is(other) { return this.compare(other) === 0; }
}

export const ZERO = new Fraction(0n);

export function sum(values) {
  return values.reduce((total, value) => total.plus(value), ZERO);
}

// Round once: halves away from zero (`half_up`), to the even one, or down. No total is below zero.
export function rounded(value, decimals, policy) {
  const scaled = value.top * 10n ** decimals;
  let units = scaled / value.bottom;
  const twice = 2n * (scaled % value.bottom) - value.bottom;
  const ways = { half_up: twice >= 0n, half_even: twice > 0n || (twice === 0n && units % 2n === 1n), down: false };
  const up = table(ways)[policy];
  if (up === undefined) throw new TypeError(policy);
  if (up) units += 1n;
  return { units, decimals };
}

export function valueOf(score) {
  return new Fraction(score.units, 10n ** score.decimals);
}
