import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countTicks } from '../../src/charts/count-ticks.ts';
import { elapsedAxis } from '../../src/charts/elapsed-ticks.ts';
import { textWidth } from '../../src/charts/text-width.ts';
import { tickSize } from '../../src/charts/theme.ts';
import { clockAxis, timeTicks } from '../../src/charts/time-ticks.ts';
import { formatOf } from '../../src/render/view/format-of.ts';
import { zoneOf } from '../../src/time-zone.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

describe('count axis', () => {
  it.each([
    [0, [0, 1]],
    [1, [0, 1]],
    [2, [0, 1, 2]],
    [4, [0, 2, 4]],
    [7, [0, 5, 10]],
    [15, [0, 5, 10, 15]],
    [16, [0, 10, 20]],
    [90, [0, 50, 100]],
    [6_000_001, [0, 5_000_000, 10_000_000]],
  ])('of up to %i goes by 1, 2 or 5 and their tens', (largest, ticks) => {
    expect(countTicks(largest)).toEqual(ticks);
  });

  it('has as many ticks as are wanted', () => {
    expect(countTicks(10, 5)).toEqual([0, 2, 4, 6, 8, 10]);
    expect(countTicks(10, 1)).toEqual([0, 10]);
  });

  it('begins at zero, holds the largest count and has few whole ticks', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2_000_000_000 }), (largest) => {
        const ticks = countTicks(largest);
        expect(ticks[0]).toBe(0);
        expect(ticks.at(-1)).toBeGreaterThanOrEqual(Math.max(1, largest));
        expect(ticks.length).toBeLessThanOrEqual(4);
        expect(ticks.every(Number.isInteger)).toBe(true);
      }),
    );
  });
});

describe('time axis', () => {
  it('has ticks at round local hours across a clock change', () => {
    const zone = zoneOf('Europe/Paris');
    const ticks = timeTicks(Date.parse('2026-03-28T05:00:00Z'), Date.parse('2026-03-30T17:00:00Z'), 11, zone);
    expect(ticks.map(({ at }) => new Date(at + zone.offsetAt(at)).getUTCHours() % 6)).toEqual(
      ticks.map(() => 0),
    );
    expect(ticks.filter(({ midnight }) => midnight)).toHaveLength(2);
  });

  it('never has more ticks than fit, nor ticks outside', () => {
    const zone = zoneOf('Asia/Kolkata');
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 2e12 }),
        fc.integer({ min: 60_000, max: 3e10 }),
        (from, length) => {
          const ticks = timeTicks(from, from + length, 10, zone);
          expect(ticks.length).toBeLessThanOrEqual(11);
          expect(ticks.every(({ at }) => at >= from && at <= from + length)).toBe(true);
        },
      ),
    );
  });

  const midnight = Date.parse('2026-11-22T00:00:00Z');
  const ticksIn = (length: number, most: number, from = midnight, zone = 'UTC') =>
    timeTicks(from, from + length, most, zoneOf(zone)).map(({ at }) => at - from);

  it('has both ends among its ticks where they are round', () => {
    expect(ticksIn(10 * minute, 5)).toEqual([0, 2, 4, 6, 8, 10].map((minutes) => minutes * minute));
    expect(ticksIn(hour, 2, midnight + 20 * minute)).toEqual([10 * minute, 40 * minute]);
  });

  it.each([
    [4 * minute, minute],
    [8 * minute, 2 * minute],
    [20 * minute, 5 * minute],
    [40 * minute, 10 * minute],
    [hour, 15 * minute],
    [2 * hour, 30 * minute],
    [4 * hour, hour],
    [8 * hour, 2 * hour],
    [12 * hour, 3 * hour],
    [day, 6 * hour],
    [2 * day, 12 * hour],
    [4 * day, day],
    [8 * day, 2 * day],
    [28 * day, 7 * day],
    [56 * day, 14 * day],
    [112 * day, 28 * day],
    [364 * day, 91 * day],
    [1456 * day, 364 * day],
  ])('of %i ms goes by the finest of its steps of which no more than four fit: %i ms', (length, step) => {
    const [first = 0, second = 0] = ticksIn(length, 4);
    expect(second - first).toBe(step);
  });

  it('begins with the local day, east and west of UTC', () => {
    const quarters = [0, 6, 12, 18, 24].map((hours) => hours * hour);
    expect(ticksIn(day, 4, Date.parse('2026-11-22T05:00:00Z'), 'America/New_York')).toEqual(quarters);
    expect(ticksIn(day, 4, Date.parse('2026-11-21T15:00:00Z'), 'Asia/Tokyo')).toEqual(quarters);
  });

  it('goes by years, and stops in time, where even these are too many', () => {
    const ticks = ticksIn(10_000 * day, 4);
    expect(ticks).toHaveLength(6);
    expect((ticks[1] ?? 0) - (ticks[0] ?? 0)).toBe(364 * day);
  });

  it('has no tick twice for the hour that clocks skip', () => {
    // In Paris 02:00 to 02:59 are not shown on this day: their ticks would fall on those of the hour after.
    const from = Date.parse('2026-03-29T00:00:00Z');
    expect(ticksIn(3 * hour, 6, from, 'Europe/Paris')).toEqual(
      [0, 30, 60, 90, 120, 150, 180].map((minutes) => minutes * minute),
    );
  });
});

describe('labels of the time axis', () => {
  const format = formatOf('en', 'UTC');
  const labelsOf = (from: string, to: string, most: number, width = 600) => {
    const [start, end] = [Date.parse(from), Date.parse(to)];
    const labels = clockAxis(start, end, most, (at) => ((at - start) / (end - start)) * width, format);
    return labels.map(({ x, lines }) => `${Math.round(x)} ${lines.join(' | ')}`);
  };

  it('tell the hours, and the day below the first and each midnight', () => {
    expect(labelsOf('2026-11-22T12:00:00Z', '2026-11-23T12:00:00Z', 4)).toEqual([
      '0 12:00 | 22 Nov',
      '150 18:00',
      '300 00:00 | 23 Nov',
      '450 06:00',
      '600 12:00',
    ]);
  });

  it('are days alone where the ticks are days apart', () => {
    expect(labelsOf('2026-11-22T00:00:00Z', '2026-11-24T00:00:00Z', 2)).toEqual([
      '0 22 Nov',
      '300 23 Nov',
      '600 24 Nov',
    ]);
  });

  it('tell the hour of a single midnight too', () => {
    expect(labelsOf('2026-11-22T18:00:00Z', '2026-11-23T08:00:00Z', 1)).toEqual(['257 00:00 | 23 Nov']);
  });

  it('leave a day out that would touch the one before', () => {
    const evening = ['2026-11-22T22:00:00Z', '2026-11-23T02:00:00Z', 4] as const;
    const [first, , midnight] = labelsOf(...evening, 100);
    expect([first, midnight]).toEqual(['0 22:00 | 22 Nov', '50 00:00 | 23 Nov']);
    expect(labelsOf(...evening, 60)[2]).toBe('30 00:00');
    // Some room has to be left between the two.
    const width = (textWidth('22 Nov', tickSize) + textWidth('23 Nov', tickSize)) / 2;
    expect(labelsOf(...evening, 2 * (width + 5))[2]).not.toContain('Nov');
    expect(labelsOf(...evening, 2 * (width + 7))[2]).toContain('23 Nov');
  });
});

describe('axis of elapsed time', () => {
  const format = formatOf('en', 'UTC');
  const labelsTo = (hours: number, most: number): readonly string[] =>
    elapsedAxis(0, hours * hour, most, (at) => at, format).map(({ lines }) => lines.join());

  it('begins at the send and goes on in round steps', () => {
    expect(labelsTo(0.25, 8)).toEqual([
      '0',
      '2 min',
      '4 min',
      '6 min',
      '8 min',
      '10 min',
      '12 min',
      '14 min',
    ]);
    expect(labelsTo(24, 10)).toEqual(['0', '3 h', '6 h', '9 h', '12 h', '15 h', '18 h', '21 h', '1 d']);
    expect(labelsTo(48, 4)).toEqual(['0', '12 h', '1 d', '1 d 12 h', '2 d']);
  });

  it.each([
    [4, '1 min'],
    [8, '2 min'],
    [20, '5 min'],
    [40, '10 min'],
    [60, '15 min'],
    [120, '30 min'],
    [240, '1 h'],
    [480, '2 h'],
    [720, '3 h'],
    [1440, '6 h'],
    [2880, '12 h'],
    [4 * 1440, '1 d'],
    [8 * 1440, '2 d'],
    [28 * 1440, '7 d'],
    [56 * 1440, '14 d'],
    [112 * 1440, '28 d'],
    [364 * 1440, '91 d'],
    [1456 * 1440, '364 d'],
    [10 * 1440, '7 d'],
    [40 * 1440, '14 d'],
    [200 * 1440, '91 d'],
    [4000 * 1440, '1,000 d'],
  ])('of %i minutes goes by the finest of its steps of which no more than four fit: %s', (minutes, step) => {
    expect(labelsTo(minutes / 60, 4)[1]).toBe(step);
  });

  it('has labels at round lengths only, wherever it begins, and each at its place', () => {
    expect(elapsedAxis(90 * minute, 5 * hour, 4, (at) => at / minute, format)).toEqual([
      { x: 120, lines: ['2 h'] },
      { x: 180, lines: ['3 h'] },
      { x: 240, lines: ['4 h'] },
      { x: 300, lines: ['5 h'] },
    ]);
    expect(elapsedAxis(minute, 1.5 * minute, 4, (at) => at, format)).toEqual([
      { x: minute, lines: ['1 min'] },
    ]);
    expect(elapsedAxis(1.1 * minute, 1.5 * minute, 4, (at) => at, format)).toEqual([]);
  });

  it('never has more labels than fit', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e7 }), fc.integer({ min: 2, max: 20 }), (hours, most) => {
        expect(labelsTo(hours, most).length).toBeLessThanOrEqual(most + 1);
      }),
    );
  });
});
