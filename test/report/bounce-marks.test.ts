import { describe, expect, it } from 'vitest';
import { withBounceMarks } from '../../src/report/sections/bounce-marks.ts';

const group = (sent: number, bounces: number) => ({ sent, bounces });
const standOut = (...groups: readonly { sent: number; bounces: number }[]): readonly boolean[] =>
  withBounceMarks(groups).map(({ standsOut }) => standsOut);

describe('a bounce rate that stands out', () => {
  it('is never found on fewer than 30 messages', () => {
    expect(standOut(group(29, 29), group(1000, 10))).toEqual([false, false]);
    expect(standOut(group(30, 30), group(1000, 10))).toEqual([true, false]);
  });

  it('is never found against fewer than 30 others', () => {
    expect(standOut(group(1000, 900), group(29, 0))).toEqual([false, false]);
    expect(standOut(group(1000, 900), group(30, 0))).toEqual([true, false]);
  });

  it('is found only where chance would not give it: 11 of 100 against 5 %, not 10', () => {
    expect(standOut(group(100, 10), group(1000, 50))).toEqual([false, false]);
    expect(standOut(group(100, 11), group(1000, 50))).toEqual([true, false]);
  });

  it('takes more to be found among many: 12 of 100 where eleven are compared, not 11', () => {
    const others = Array.from({ length: 10 }, () => group(100, 5));
    expect(standOut(group(100, 11), ...others)[0]).toBe(false);
    expect(standOut(group(100, 12), ...others)[0]).toBe(true);
  });

  it('is found only where it is the worse one', () => {
    expect(standOut(group(500, 0), group(500, 100))).toEqual([false, true]);
  });

  it('is higher by a percentage point at least, however many messages there are', () => {
    expect(standOut(group(1_000_000, 29_900), group(1_000_000, 20_000))[0]).toBe(false);
    expect(standOut(group(1_000_000, 30_000), group(1_000_000, 20_000))[0]).toBe(true);
  });

  it('is not a single bounce of few messages', () => {
    expect(standOut(group(30, 1), group(100_000, 100))).toEqual([false, false]);
  });
});

describe('a compared bounce rate', () => {
  it('comes with its difference to the others and the interval of that', () => {
    const [first, second] = withBounceMarks([group(70, 56), group(80, 48)]);
    expect(first?.bounceRate).toBe(0.8);
    expect(first?.difference).toBeCloseTo(0.2, 12);
    expect(first?.low).toBeCloseTo(0.0524, 4);
    expect(first?.high).toBeCloseTo(0.3339, 4);
    expect(second?.low).toBeCloseTo(-0.3339, 4);
  });

  it('is none on too few messages, and no rate without any', () => {
    expect(withBounceMarks([group(29, 3), group(0, 2), group(50, 1)])).toMatchObject([
      { bounceRate: 3 / 29, difference: null, low: null, high: null },
      { bounceRate: null, difference: null },
      { bounceRate: 1 / 50, difference: null },
    ]);
  });

  it('counts no more bounces than messages, where some bounced twice', () => {
    const [often] = withBounceMarks([group(40, 60), group(40, 20)]);
    expect(often).toMatchObject({ bounceRate: 1.5, difference: 0.5, standsOut: true });
  });
});
