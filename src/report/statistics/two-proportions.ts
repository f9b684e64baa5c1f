import type { Proportion } from './wilson.ts';

/** How far two proportions are apart, in standard errors, and how likely chance alone takes them at least as far. */
export interface TwoProportions {
  /** Above zero where the first is the greater. */
  readonly z: number;
  readonly p: number;
}

/**
 * The two-sided test that two proportions are the same, with their standard error pooled: the same as the chi-squared
 * test of a 2 x 2 table without a correction (J. L. Fleiss, Statistical Methods for Rates and Proportions, chapter 2).
 * Where nothing varies, all or none of both, nothing tells them apart.
 */
export function twoProportions(first: Proportion, second: Proportion): TwoProportions {
  const pooled = (first.count + second.count) / (first.of + second.of);
  const error = Math.sqrt(pooled * (1 - pooled) * (1 / first.of + 1 / second.of));
  if (!(error > 0)) return { z: 0, p: 1 };
  const z = (first.count / first.of - second.count / second.of) / error;
  return { z, p: complementaryError(Math.abs(z) / Math.SQRT2) };
}

/** The coefficients of the continued fraction's terms are 1/2, 2/2, 3/2 ... until more of them change nothing. */
const fractionTerms = 60;

/**
 * The complementary error function for x >= 0: Abramowitz & Stegun, Handbook of Mathematical Functions, 7.1.6 (a series) up
 * to 2.5 and 7.1.14 (a continued fraction) beyond; its relative error is below 1e-10.
 */
function complementaryError(x: number): number {
  if (x < 2.5) {
    let term = x;
    let sum = x;
    for (let n = 1; Math.abs(term) > sum * 1e-17; n += 1) {
      term *= (2 * x * x) / (2 * n + 1);
      sum += term;
    }
    return 1 - (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
  }
  let fraction = x;
  for (let n = fractionTerms; n >= 1; n -= 1) fraction = x + n / 2 / fraction;
  return Math.exp(-x * x) / (Math.sqrt(Math.PI) * fraction);
}
