import { describe, expect, it } from 'vitest';
import { sparklineOf, sparklineShape } from '../../../src/render/view/sparkline.ts';

const heights = (counts: readonly number[]) =>
  [...sparklineOf(counts)].map((digit) => Number.parseInt(digit, 36));

describe('a sparkline', () => {
  it('goes from the first to the last send, the highest of its steps in full', () => {
    expect(heights([0, 50, 0, 100, 25, 0, 0])).toEqual([10, 0, 20, 5]);
  });

  it('shows a single send among many', () => {
    expect(heights([1, 1_000_000])).toEqual([1, 20]);
  });

  it('has thirty steps at most, that share out all of the sends', () => {
    expect(heights(Array.from({ length: 30 }, () => 7))).toHaveLength(30);
    expect(heights(Array.from({ length: 31 }, () => 7))).toEqual([
      ...Array.from({ length: 15 }, () => 20),
      10,
    ]);
    expect(heights(Array.from({ length: 60 }, (_, index) => index % 2))).toEqual(
      Array.from({ length: 30 }, () => 20),
    );
  });

  it('is nothing where nothing was sent', () => {
    expect(sparklineOf([])).toBe('');
    expect(sparklineOf([0, 0])).toBe('');
  });

  it('is drawn as an outline, with equal steps in one stroke', () => {
    expect(sparklineShape(sparklineOf([50, 100, 100]))).toEqual({
      path: 'M0 20V10h1V0h2V20z',
      viewBox: '0 0 12 20',
    });
  });

  it('leaves room beside a send that was over at once, and fills its place where it was long', () => {
    expect(sparklineShape(sparklineOf([1])).viewBox).toBe('0 0 12 20');
    expect(sparklineShape(sparklineOf(Array.from({ length: 25 }, () => 1))).viewBox).toBe('0 0 25 20');
  });

  it('takes no more than 170 bytes', () => {
    const jagged = Array.from({ length: 60 }, (_, index) => (index * 7919) % 1000);
    expect(sparklineShape(sparklineOf(jagged)).path.length).toBeLessThan(170);
  });
});
