import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { estimate } from '../../../src/report/statistics/estimate.ts';
import { holm } from '../../../src/report/statistics/holm.ts';
import { chanceOfAtLeast } from '../../../src/report/statistics/hypergeometric.ts';
import { newcombeDifference } from '../../../src/report/statistics/newcombe.ts';
import { twoProportions } from '../../../src/report/statistics/two-proportions.ts';
import { type Proportion, wilsonInterval } from '../../../src/report/statistics/wilson.ts';

const outOf = (count: number, of: number): Proportion => ({ count, of });

const proportion: fc.Arbitrary<Proportion> = fc
  .integer({ min: 1, max: 5_000_000 })
  .chain((of) => fc.integer({ min: 0, max: of }).map((count) => outOf(count, of)));

describe('the score interval', () => {
  // R. G. Newcombe, Two-sided confidence intervals for the single proportion, Statistics in Medicine 17 (1998), table I.
  it.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('of %i / %i is the published one', (count, of, low, high) => {
    const interval = wilsonInterval(outOf(count, of));
    expect(interval.low).toBeCloseTo(low, 4);
    expect(interval.high).toBeCloseTo(high, 4);
  });

  it('ends at 0 exactly for none, and at 1 exactly for all', () => {
    for (let of = 1; of <= 1000; of += 1) {
      expect(wilsonInterval(outOf(0, of)).low).toBe(0);
      expect(wilsonInterval(outOf(of, of)).high).toBe(1);
    }
  });

  it('holds the proportion and stays between 0 and 1', () => {
    fc.assert(
      fc.property(proportion, ({ count, of }) => {
        const { low, high } = wilsonInterval({ count, of });
        expect(low).toBeGreaterThanOrEqual(0);
        expect(low).toBeLessThanOrEqual(count / of);
        expect(high).toBeGreaterThanOrEqual(count / of);
        expect(high).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe('the interval of a difference', () => {
  // The examples of Newcombe's paper on the difference, its table II, method 10.
  it.each([
    [56, 70, 48, 80, 0.0524, 0.3339],
    [9, 10, 3, 10, 0.1705, 0.809],
    [6, 7, 2, 7, 0.0582, 0.8062],
    [5, 56, 0, 29, -0.0381, 0.1926],
    [0, 10, 0, 20, -0.1611, 0.2775],
    [0, 10, 0, 10, -0.2775, 0.2775],
    [10, 10, 0, 20, 0.6791, 1],
    [10, 10, 0, 10, 0.6075, 1],
  ])('of %i / %i and %i / %i is the published one', (a, m, b, n, low, high) => {
    const interval = newcombeDifference(outOf(a, m), outOf(b, n));
    expect(interval.difference).toBeCloseTo(a / m - b / n, 12);
    expect(interval.low).toBeCloseTo(low, 4);
    expect(interval.high).toBeCloseTo(high, 4);
  });

  it('turns round with the proportions, and stays between -1 and 1', () => {
    fc.assert(
      fc.property(proportion, proportion, (first, second) => {
        const there = newcombeDifference(first, second);
        const back = newcombeDifference(second, first);
        expect(there.low).toBeCloseTo(-back.high, 12);
        expect(there.low).toBeLessThanOrEqual(there.difference);
        expect(there.high).toBeGreaterThanOrEqual(there.difference);
        expect(there.low).toBeGreaterThanOrEqual(-1);
        expect(there.high).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe('the test of two proportions', () => {
  // Computed with Python's math.erfc, which is correct to the last digits.
  it.each([
    [56, 70, 48, 80, 2.6501719512585336, 0.008045081368196568],
    [23, 60, 18, 72, 1.6483709460140827, 0.09927657428450962],
    [500, 1000, 100, 1000, 19.518001458970662, 7.719934594295977e-85],
    [300, 300, 0, 1000, 36.055512754639885, 1.1303728441494742e-284],
    // Five are expected in each cell, which is just enough.
    [2, 10, 8, 10, -2.6832815729997477, 0.007290358091535644],
  ])('of %i / %i and %i / %i', (a, m, b, n, z, p) => {
    const result = twoProportions(outOf(a, m), outOf(b, n));
    expect(result.z).toBeCloseTo(z, 10);
    expect(result.p / p).toBeCloseTo(1, 9);
  });

  // Computed with exact fractions in Python: the normal curve would give 2.5e-8 for the first, and mark a domain for it.
  it.each([
    [1, 30, 100, 100_000, 0.05971170240663158],
    [5, 30, 3000, 100_000, 0.0037130640686582235],
    [3, 4, 1, 4, 0.4857142857142857],
    [0, 40, 5, 40, 0.05474272562880159],
    [30, 30, 0, 1000, 3.34784639134507e-58],
    [2, 40, 1, 3_000_000, 1.039963831994515e-9],
  ])('of %i / %i and %i / %i, where too few are expected, is the exact one', (a, m, b, n, p) => {
    expect(twoProportions(outOf(a, m), outOf(b, n)).p / p).toBeCloseTo(1, 6);
    expect(twoProportions(outOf(b, n), outOf(a, m)).p / p).toBeCloseTo(1, 6);
    // It is the same whether those are counted that did it or those that did not.
    expect(twoProportions(outOf(m - a, m), outOf(n - b, n)).p / p).toBeCloseTo(1, 6);
  });

  it('finds nothing where nothing varies', () => {
    expect(twoProportions(outOf(0, 40), outOf(0, 900))).toEqual({ z: 0, p: 1 });
    expect(twoProportions(outOf(40, 40), outOf(900, 900))).toEqual({ z: 0, p: 1 });
  });

  it('is less likely by chance the further they are apart, without a leap', () => {
    const p = Array.from(
      { length: 400 },
      (_, more) => twoProportions(outOf(400 + more, 4000), outOf(4000, 40_000)).p,
    );
    expect(p[0]).toBe(1);
    for (const [index, one] of p.slice(1).entries()) {
      const before = p[index] ?? Number.NaN;
      expect(one).toBeLessThan(before);
      // One more of 4,000 is a fifth of a standard error at most.
      expect(one / before).toBeGreaterThan(0.05);
    }
  });

  it('gives a chance between 0 and 1', () => {
    fc.assert(
      fc.property(proportion, proportion, (first, second) => {
        const { z, p } = twoProportions(first, second);
        expect(p).toBeGreaterThanOrEqual(0);
        expect(p).toBeLessThanOrEqual(1);
        expect(
          Math.sign(z) * Math.sign(first.count / first.of - second.count / second.of),
        ).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

describe('the chance to find at least so many marked ones among those drawn', () => {
  // Computed with exact fractions in Python.
  it.each([
    [2, 10, 4, 5, 0.7380952380952381],
    [3, 10, 4, 5, 0.2619047619047619],
    [4, 10, 4, 5, 0.023809523809523808],
    [4, 10, 8, 5, 0.7777777777777778],
    [5, 10, 8, 5, 0.2222222222222222],
    [1, 1000, 1, 1, 0.001],
  ])('%i of %i with %i marked and %i drawn', (found, all, marked, drawn, chance) => {
    expect(chanceOfAtLeast(found, { all, marked, drawn })).toBeCloseTo(chance, 12);
  });

  it('is 1 exactly for as many as there must be', () => {
    const draw = { all: 20, marked: 15, drawn: 10 };
    for (const found of [0, 4, 5]) expect(chanceOfAtLeast(found, draw)).toBe(1);
  });

  it('is 0 where it is too small for a number', () => {
    expect(chanceOfAtLeast(1000, { all: 10_000, marked: 1000, drawn: 1000 })).toBe(0);
  });
});

it('writes an estimate to six decimals', () => {
  expect([1 / 3, -2 / 3, 5, 4e-7].map(estimate)).toEqual([0.333333, -0.666667, 5, 0]);
});

describe("Holm's correction", () => {
  it('holds the smallest chance against the level over all tests, the next against one test less', () => {
    expect(holm([0.03, 0.01, 0.2], 0.05)).toEqual([false, true, false]);
    expect(holm([0.025, 0.01, 0.2], 0.05)).toEqual([true, true, false]);
    expect(holm([0.025, 0.01, 0.05], 0.05)).toEqual([true, true, true]);
  });

  it('stops at the first that is not below, and finds nothing in nothing', () => {
    expect(holm([0.04, 0.04], 0.05)).toEqual([false, false]);
    expect(holm([], 0.05)).toEqual([]);
  });

  it('is the level itself for a single test', () => {
    expect(holm([0.05], 0.05)).toEqual([true]);
    expect(holm([0.0501], 0.05)).toEqual([false]);
  });
});
