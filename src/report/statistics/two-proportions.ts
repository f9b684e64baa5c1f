import { chanceOfAtLeast } from './hypergeometric.ts';
import type { Proportion } from './wilson.ts';

/** How far two proportions are apart, in standard errors, and how likely chance alone takes them at least as far. */
export interface TwoProportions {
  /** Above zero where the first is the greater. */
  readonly z: number;
  readonly p: number;
}

/** Below so many expected in a cell of the table the normal curve says too little (W. G. Cochran, Biometrics 10 (1954), 417-451). */
const fewestExpected = 5;

/**
 * The two-sided test that two proportions are the same, with their standard error pooled: the same as the chi-squared
 * test of a 2 x 2 table without a correction (J. L. Fleiss, Statistical Methods for Rates and Proportions, chapter 2).
 * Where too few are expected for it, `p` is that of Fisher's exact test, twice the smaller tail.
 * Where nothing varies, all or none of both, nothing tells them apart.
 */
export function twoProportions(first: Proportion, second: Proportion): TwoProportions {
  const count = first.count + second.count;
  const of = first.of + second.of;
  const pooled = count / of;
  const error = Math.sqrt(pooled * (1 - pooled) * (1 / first.of + 1 / second.of));
  if (!(error > 0)) return { z: 0, p: 1 };
  const z = (first.count / first.of - second.count / second.of) / error;
  const expected = Math.min(pooled, 1 - pooled) * Math.min(first.of, second.of);
  if (expected >= fewestExpected) return { z, p: complementaryError(Math.abs(z) / Math.SQRT2) };
  const higher = z > 0 ? first : second;
  const tail = chanceOfAtLeast(higher.count, { all: of, marked: count, drawn: higher.of });
  return { z, p: Math.min(1, 2 * tail) };
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
