import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CalendarPeriod, calendarPeriods } from '../../src/config/config.ts';
import { dayIn, editionOf } from '../../src/nightly/edition.ts';

const hour = 3_600_000;
const dayLength = 24 * hour;

/** The edition of a period, with its window as ISO times and in hours. */
function edition(period: CalendarPeriod, timezone: string, date: string) {
  const { window, ...days } = editionOf({ kind: 'period', period }, timezone, date);
  if (window.kind !== 'between' || window.from === null || window.to === null) throw new Error('no window');
  const { from, to } = window;
  return {
    ...days,
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
    hours: (to - from) / hour,
  };
}

describe('an edition without a period', () => {
  it('has the name of the day of the run, and the window that was asked for', () => {
    const day = { id: '2026-11-22', date: '2026-11-22', first: '2026-11-22', last: '2026-11-22' };
    expect(editionOf({ kind: 'all' }, 'Europe/Paris', '2026-11-22')).toEqual({
      ...day,
      window: { kind: 'all' },
    });
    const last = { kind: 'last', milliseconds: dayLength } as const;
    expect(editionOf(last, 'Europe/Paris', '2026-11-22')).toEqual({ ...day, window: last });
  });
});

describe('a daily edition', () => {
  it('covers the day before, from midnight to midnight of the zone', () => {
    expect(edition('day', 'Europe/Paris', '2026-11-22')).toEqual({
      id: '2026-11-21',
      date: '2026-11-22',
      first: '2026-11-21',
      last: '2026-11-21',
      from: '2026-11-20T23:00:00.000Z',
      to: '2026-11-21T23:00:00.000Z',
      hours: 24,
    });
  });

  it.each([
    ['Europe/Paris', '2026-03-30', 23],
    ['Europe/Paris', '2026-10-26', 25],
    ['America/New_York', '2026-03-09', 23],
    ['America/New_York', '2026-11-02', 25],
    ['Australia/Sydney', '2026-04-06', 25],
    ['Australia/Sydney', '2026-10-05', 23],
    ['Australia/Lord_Howe', '2026-04-06', 24.5],
    ['Asia/Kolkata', '2026-03-30', 24],
  ])('covers in %s, on %s, a day of %d hours', (timezone, date, hours) => {
    expect(edition('day', timezone, date).hours).toBe(hours);
  });

  it.each([
    // Clocks go from 24:00 straight to 01:00.
    ['America/Santiago', '2026-09-07', '2026-09-06T04:00:00.000Z', 23],
    ['Africa/Cairo', '2026-04-25', '2026-04-23T22:00:00.000Z', 23],
    ['Asia/Beirut', '2026-03-30', '2026-03-28T22:00:00.000Z', 23],
    // Clocks go from 24:00 back to 23:00, so that the day before is the long one.
    ['America/Santiago', '2026-04-06', '2026-04-05T04:00:00.000Z', 24],
    ['America/Santiago', '2026-04-05', '2026-04-04T03:00:00.000Z', 25],
    ['Asia/Beirut', '2026-10-25', '2026-10-23T21:00:00.000Z', 25],
    // Clocks go from 01:00 back to 00:00: midnight is shown twice, and the day starts with the first.
    ['America/Havana', '2026-11-02', '2026-11-01T04:00:00.000Z', 25],
    ['Asia/Amman', '2021-10-30', '2021-10-28T21:00:00.000Z', 25],
  ])('starts, in %s on %s, with the first moment of the day', (timezone, date, from, hours) => {
    expect(edition('day', timezone, date)).toMatchObject({ from, hours });
  });

  it('knows the leap day', () => {
    expect(edition('day', 'UTC', '2028-03-01').id).toBe('2028-02-29');
    expect(edition('day', 'UTC', '2027-03-01').id).toBe('2027-02-28');
  });
});

describe('a weekly edition', () => {
  it('covers the week from Monday that ended before the day of the run', () => {
    expect(edition('week', 'Europe/Paris', '2026-11-23')).toEqual({
      id: '2026-W47',
      date: '2026-11-23',
      first: '2026-11-16',
      last: '2026-11-22',
      from: '2026-11-15T23:00:00.000Z',
      to: '2026-11-22T23:00:00.000Z',
      hours: 168,
    });
  });

  it('is the same on each day of a week', () => {
    const week = [
      '2026-11-16',
      '2026-11-17',
      '2026-11-18',
      '2026-11-19',
      '2026-11-20',
      '2026-11-21',
      '2026-11-22',
    ];
    expect(new Set(week.map((date) => edition('week', 'Europe/Paris', date).id))).toEqual(
      new Set(['2026-W46']),
    );
  });

  it.each([
    ['2027-01-01', '2026-W52', '2026-12-21', '2026-12-27'],
    ['2027-01-04', '2026-W53', '2026-12-28', '2027-01-03'],
    ['2027-01-11', '2027-W01', '2027-01-04', '2027-01-10'],
    ['2026-01-05', '2026-W01', '2025-12-29', '2026-01-04'],
    ['2028-03-06', '2028-W09', '2028-02-28', '2028-03-05'],
  ])('on %s is %s', (date, id, first, last) => {
    expect(edition('week', 'UTC', date)).toMatchObject({ id, first, last });
  });

  it.each([
    ['Europe/Paris', '2026-03-30', 167],
    ['Europe/Paris', '2026-10-26', 169],
    ['America/New_York', '2026-03-09', 167],
    ['America/New_York', '2026-11-02', 169],
    ['Pacific/Auckland', '2026-04-06', 169],
    ['America/Santiago', '2026-09-07', 167],
  ])('covers in %s, on %s, a week of %d hours', (timezone, date, hours) => {
    expect(edition('week', timezone, date).hours).toBe(hours);
  });
});

describe('a monthly edition', () => {
  it.each([
    ['2026-11-22', '2026-10', '2026-10-01', '2026-10-31'],
    ['2026-11-01', '2026-10', '2026-10-01', '2026-10-31'],
    ['2027-01-01', '2026-12', '2026-12-01', '2026-12-31'],
    ['2028-03-31', '2028-02', '2028-02-01', '2028-02-29'],
  ])('on %s is %s', (date, id, first, last) => {
    expect(edition('month', 'UTC', date)).toMatchObject({ id, first, last });
  });

  it('is an hour longer or shorter when the clocks change in it', () => {
    expect(edition('month', 'Europe/Paris', '2026-11-01').hours).toBe(31 * 24 + 1);
    expect(edition('month', 'America/New_York', '2026-04-01').hours).toBe(31 * 24 - 1);
  });
});

describe('the day', () => {
  it.each([
    ['Pacific/Auckland', '2026-11-21T12:00:00Z', '2026-11-22'],
    ['America/Los_Angeles', '2026-11-22T06:00:00Z', '2026-11-21'],
    ['Europe/Paris', '2026-11-21T22:59:59.999Z', '2026-11-21'],
    ['Europe/Paris', '2026-11-21T23:00:00Z', '2026-11-22'],
  ])('is told in the zone: %s, %s', (timezone, instant, day) => {
    expect(dayIn(timezone, Date.parse(instant))).toBe(day);
  });
});

describe('editions of any zone and day', () => {
  const dates = fc
    .integer({ min: Date.UTC(2013, 0, 1) / dayLength, max: Date.UTC(2050, 0, 1) / dayLength })
    .map((day) => new Date(day * dayLength).toISOString().slice(0, 10));
  const cases = fc.tuple(
    fc.constantFrom(...calendarPeriods),
    fc.constantFrom(...Intl.supportedValuesOf('timeZone')),
    dates,
  );

  it('meet the next one without gap or overlap', () => {
    fc.assert(
      fc.property(cases, ([period, timezone, date]) => {
        const time = { kind: 'period', period } as const;
        const these = editionOf(time, timezone, date);
        let next = these;
        for (let days = 1; next.id === these.id; days++) {
          const later = new Date(Date.parse(date) + days * dayLength).toISOString().slice(0, 10);
          next = editionOf(time, timezone, later);
        }
        if (these.window.kind !== 'between' || next.window.kind !== 'between') throw new Error('no window');
        expect(next.window.from).toBe(these.window.to);
        expect(Date.parse(next.first) - Date.parse(these.last)).toBe(dayLength);
      }),
      { numRuns: 500 },
    );
  });

  it('begin with the first moment of their first day, end with the last of their last, before the day of the run', () => {
    fc.assert(
      fc.property(cases, ([period, timezone, date]) => {
        const { first, last, window } = editionOf({ kind: 'period', period }, timezone, date);
        if (window.kind !== 'between' || window.from === null || window.to === null)
          throw new Error('no window');
        expect(dayIn(timezone, window.from)).toBe(first);
        expect(dayIn(timezone, window.from - 1) < first).toBe(true);
        expect(dayIn(timezone, window.to - 1)).toBe(last);
        expect(dayIn(timezone, window.to) > last).toBe(true);
        expect(last < date).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
