import fc from 'fast-check';
import { expect, it } from 'vitest';
import { quantile } from '../../../src/report/comparison/quantiles.ts';

it('is the median at the half: the middle value, or the mean of the two in the middle', () => {
  expect(quantile([3, 1, 2], 0.5)).toBe(2);
  expect(quantile([4, 1, 2, 3], 0.5)).toBe(2.5);
  expect(quantile([7], 0.5)).toBe(7);
  expect(quantile([], 0.5)).toBeNull();
});

it('is between two values as spreadsheets have it', () => {
  // PERCENTILE.INC(1..10; 0.1) = 1.9
  expect(quantile([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 0.1)).toBeCloseTo(1.9, 12);
  expect(quantile([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 0.9)).toBeCloseTo(9.1, 12);
  expect(quantile([10, 20, 30], 0.1)).toBeCloseTo(12, 12);
});

const values = fc.array(fc.double({ min: -1000, max: 1000, noNaN: true }), { minLength: 1, maxLength: 30 });

/** The definition, step by step: how far along the sorted values, weighed by the distance to both neighbours. */
function naive(some: readonly number[], fraction: number): number {
  const sorted = Float64Array.from(some).sort();
  const place = fraction * (sorted.length - 1);
  let sum = 0;
  for (const [index, value] of sorted.entries()) sum += value * Math.max(0, 1 - Math.abs(index - place));
  return sum;
}

it('is what its definition says, of any values in any order', () => {
  fc.assert(
    fc.property(values, fc.double({ min: 0, max: 1, noNaN: true }), (some, fraction) => {
      expect(quantile(some, fraction)).toBeCloseTo(naive(some, fraction), 6);
      expect(quantile([...some].reverse(), fraction)).toBe(quantile(some, fraction));
    }),
  );
});
