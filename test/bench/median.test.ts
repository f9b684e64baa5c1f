import { describe, expect, test } from 'vitest';
import { medianBy } from '../../bench/median.ts';
import { medianOf } from '../../bench/process/in-turn.ts';

const own = (value: number): number => value;

describe('a median', () => {
  test('is the middle one by size, not by place', () => {
    expect(medianBy([100, 9, 20], own)).toBe(20);
  });

  test('of an even number is one that was measured', () => {
    expect(medianBy([4, 1, 3, 2], own)).toBe(2);
  });

  test('of nothing is an error', () => {
    expect(() => medianBy([], own)).toThrow(RangeError);
  });
});

describe('the median run', () => {
  const run = (milliseconds: number, peakMebibytes: number | null) => ({
    milliseconds,
    processor: 2 * milliseconds,
    peakMebibytes,
    familyMebibytes: peakMebibytes === null ? null : 2 * peakMebibytes,
  });

  test('has its own CPU time, with the fastest time and the largest peaks of all runs', () => {
    expect(medianOf([run(30, 5), run(10, 9), run(20, 4)])).toEqual({
      milliseconds: 20,
      processor: 40,
      peakMebibytes: 9,
      familyMebibytes: 18,
      fastest: 10,
      turns: 3,
    });
  });

  test('has no peak where no run could tell one', () => {
    expect(medianOf([run(1, null)]).peakMebibytes).toBeNull();
  });
});
