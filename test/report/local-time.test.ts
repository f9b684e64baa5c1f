import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDuckDB } from '../../src/engine/duckdb.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { type Bucket, buckets } from '../../src/report/buckets.ts';
import { LocalClock } from '../../src/report/local-clock.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await openDuckDB();
});
afterAll(() => engine.close());

const hour = 3_600_000;
const day = 24 * hour;

function bucketOf(duration: string): Bucket {
  const bucket = buckets.find((one) => one.duration === duration);
  if (bucket === undefined) throw new Error(`no bucket ${duration}`);
  return bucket;
}

/** What SQL makes of times, in their order. */
async function made(sql: (time: string) => string, times: readonly number[]): Promise<number[]> {
  const rows = times.map((time, place) => `(${place}, ${time}::BIGINT)`).join(', ');
  const found = await engine.query(
    `SELECT ${sql('time')}::BIGINT AS made FROM (VALUES ${rows}) AS times (place, time) ORDER BY place`,
  );
  return found.map(({ made }) => Number(made));
}

/** A clock that is exact for a time and what is near it. */
const clockAt = (zone: string, time: number): LocalClock => new LocalClock(zone, time, time);

/** When the bucket starts that a time falls in. */
async function startOf(zone: string, time: string, duration: string): Promise<string> {
  const instant = Date.parse(time);
  const clock = clockAt(zone, instant);
  const bucket = bucketOf(duration);
  const [number = Number.NaN] = await made((column) => clock.bucketNumberSql(column, bucket), [instant]);
  return new Date(clock.bucketStart(number, bucket)).toISOString().replace(':00.000Z', 'Z');
}

describe('a bucket', () => {
  it.each([
    ['UTC', '2026-11-22T08:17:59.999Z', 'PT1M', '2026-11-22T08:17Z'],
    ['UTC', '2026-11-22T08:59:59.999Z', 'PT1H', '2026-11-22T08:00Z'],
    ['UTC', '1969-12-31T23:30:00Z', 'PT1H', '1969-12-31T23:00Z'],
    // An hour starts on the hour of the zone, and is the same whether clocks are changed or not.
    ['Asia/Kolkata', '2026-11-22T08:10:00Z', 'PT1H', '2026-11-22T07:30Z'],
    ['Asia/Kathmandu', '2026-11-22T08:10:00Z', 'PT30M', '2026-11-22T07:45Z'],
    ['America/St_Johns', '2026-11-22T08:10:00Z', 'PT1H', '2026-11-22T07:30Z'],
    ['Europe/Paris', '2026-10-25T00:30:00Z', 'PT1H', '2026-10-25T00:00Z'],
    ['Europe/Paris', '2026-10-25T01:30:00Z', 'PT1H', '2026-10-25T01:00Z'],
    // Lord Howe Island puts its clocks on by half an hour, from UTC+10:30 to UTC+11: the half that is left of the
    // hour is counted with the one before.
    ['Australia/Lord_Howe', '2026-10-03T15:10:00Z', 'PT1H', '2026-10-03T14:30Z'],
    ['Australia/Lord_Howe', '2026-10-03T15:40:00Z', 'PT1H', '2026-10-03T14:30Z'],
    ['Australia/Lord_Howe', '2026-10-03T16:10:00Z', 'PT1H', '2026-10-03T16:00Z'],
    // A longer one starts with the local day.
    ['Europe/Paris', '2026-11-22T08:10:00Z', 'PT2H', '2026-11-22T07:00Z'],
    ['Europe/Paris', '2026-07-22T23:10:00Z', 'PT6H', '2026-07-22T22:00Z'],
    ['Europe/Paris', '2026-07-22T21:59:00Z', 'P1D', '2026-07-21T22:00Z'],
    ['Europe/Paris', '2026-11-22T23:00:00Z', 'P1D', '2026-11-22T23:00Z'],
    ['America/New_York', '2026-11-22T04:59:59Z', 'P1D', '2026-11-21T05:00Z'],
    // The day on which clocks change, before the change and after it.
    ['Europe/Paris', '2026-03-29T00:30:00Z', 'P1D', '2026-03-28T23:00Z'],
    ['Europe/Paris', '2026-03-29T12:00:00Z', 'P1D', '2026-03-28T23:00Z'],
    ['Europe/Paris', '2026-10-25T22:59:59Z', 'P1D', '2026-10-24T22:00Z'],
    // Whole weeks start on Monday.
    ['UTC', '2026-11-22T23:59:59Z', 'P7D', '2026-11-16T00:00Z'],
    ['Europe/Paris', '2026-11-22T23:00:00Z', 'P7D', '2026-11-22T23:00Z'],
    // Cairo goes from 24 April 24:00 straight to 25 April 01:00 (Thursday to Friday; 2026-04-23T22:00Z).
    ['Africa/Cairo', '2026-04-24T12:00:00Z', 'P1D', '2026-04-23T22:00Z'],
    ['Africa/Cairo', '2026-04-25T12:00:00Z', 'P1D', '2026-04-24T21:00Z'],
    ['Africa/Cairo', '2026-04-23T21:59:00Z', 'P1D', '2026-04-22T22:00Z'],
    // Long ago and in a far future the zone has the offset of 1970 and of 2100.
    ['Europe/Paris', '2300-07-01T12:00:00Z', 'P1D', '2300-06-30T23:00Z'],
    ['Europe/Paris', '1800-07-01T12:00:00Z', 'P1D', '1800-06-30T23:00Z'],
  ])('in %s that %s falls in, of %s, starts at %s', async (zone, time, duration, start) => {
    expect(await startOf(zone, time, duration)).toBe(start);
  });

  it('begins when the one before it ends, and holds its time, in any zone and at any time', async () => {
    const zones = [
      'UTC',
      'Europe/Paris',
      'Asia/Kolkata',
      'America/New_York',
      'Australia/Lord_Howe',
      'Africa/Cairo',
    ];
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...zones),
        fc.constantFrom(...buckets),
        fc.integer({ min: Date.parse('2025-01-01T00:00:00Z'), max: Date.parse('2027-01-01T00:00:00Z') }),
        fc.integer({ min: 0, max: 400 * day }),
        async (zone, bucket, first, length) => {
          const clock = new LocalClock(zone, first, first + length);
          const times = [0, 0.3, 0.5, 0.9, 1].map((part) => first + Math.round(part * length));
          const numbers = await made((column) => clock.bucketNumberSql(column, bucket), times);
          for (const [place, time] of times.entries()) {
            const number = numbers[place] ?? Number.NaN;
            expect(clock.bucketStart(number, bucket)).toBeLessThanOrEqual(time);
            expect(clock.bucketStart(number + 1, bucket)).toBeGreaterThan(time);
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('the hour of the week', () => {
  const hoursOf = (zone: string, times: readonly string[], around = times[0] ?? ''): Promise<number[]> =>
    made((column) => clockAt(zone, Date.parse(around)).hourOfWeekSql(column), times.map(Date.parse));

  it('goes from 0 on Monday at midnight to 167 on Sunday at eleven', async () => {
    expect(await hoursOf('UTC', ['2026-11-23T00:59:59.999Z', '2026-11-22T23:00:00Z'])).toEqual([0, 167]);
    expect(await hoursOf('Asia/Kolkata', ['2026-11-22T18:30:00Z', '2026-11-22T18:29:59.999Z'])).toEqual([
      0, 167,
    ]);
  });

  it.each([
    // Sunday: the hour after one o'clock is three o'clock.
    ['2026-03-29T00:59:59.999Z', '2026-03-29T01:00:00Z', [145, 147]],
    // Sunday: the hour after two o'clock is two o'clock again.
    ['2026-10-25T00:59:59.999Z', '2026-10-25T01:00:00Z', [146, 146]],
  ])('changes with the clocks, to the very moment: %s and %s', async (before, after, hours) => {
    for (const [zone, shift] of [
      ['Europe/Paris', 0],
      ['Europe/Athens', 1],
    ] as const) {
      const shown = hours.map((one) => one + shift);
      expect(await hoursOf(zone, [before, after])).toEqual(shown);
      expect(await hoursOf(zone, [before, after], after)).toEqual(shown);
    }
  });

  it('knows each change from a day before the first time to a day after the last', async () => {
    const [change, winter] = ['2026-03-29T01:00:00Z', '2026-10-25T01:00:00Z'].map((time) => Date.parse(time));
    const clock = new LocalClock('Europe/Paris', (change ?? 0) + day, (winter ?? 0) - day);
    const times = [(change ?? 0) - 1, change ?? 0, (winter ?? 0) - 1, winter ?? 0];
    expect(await made((column) => clock.hourOfWeekSql(column), times)).toEqual([145, 147, 146, 146]);
  });
});

it('is the clock of its zone', () => {
  expect(clockAt('Europe/Paris', 0).timezone).toBe('Europe/Paris');
});

it('asks in SQL for the time only where the offset is not always the same', () => {
  const clock = clockAt('Asia/Kolkata', Date.parse('2026-11-22T00:00:00Z'));
  expect(clock.bucketNumberSql('time', bucketOf('P1D'))).toBe('floor((time / 1000 + 19800) / 86400)');
  expect(clock.bucketNumberSql('time', bucketOf('PT1H'))).toBe('floor((time / 1000 + 1800) / 3600)');
  const years = new LocalClock(
    'Europe/Paris',
    Date.parse('2026-01-01T00:00:00Z'),
    Date.parse('2026-12-31T00:00:00Z'),
  );
  const hour =
    'floor((time / 1000 + CASE WHEN time < 1774746000000 THEN 262800 WHEN time < 1792890000000 THEN 266400 ELSE 262800 END) / 3600)';
  expect(years.hourOfWeekSql('time')).toBe(`${hour} - floor(${hour} / 168) * 168`);
  const paris = clockAt('Europe/Paris', Date.parse('2026-10-25T00:00:00Z'));
  expect(paris.bucketNumberSql('time', bucketOf('PT1H'))).toBe('floor((time / 1000 + 0) / 3600)');
});
