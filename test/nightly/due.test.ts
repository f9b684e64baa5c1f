import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { missedDue, nextDue } from '../../src/nightly/due.ts';

const hour = 3_600_000;

/** The next times, as ISO texts without seconds, at which a schedule is due. */
function nextTimes(cron: string, timezone: string, after: string, count: number): string[] {
  const times: string[] = [];
  let time = Date.parse(after);
  for (let found = 0; found < count; found++) {
    const due = nextDue({ cron, timezone }, time);
    if (due === null) break;
    times.push(new Date(due).toISOString().replace(':00.000Z', 'Z'));
    time = due;
  }
  return times;
}

describe('the next time due', () => {
  it('keeps its wall time when the clocks are put forward', () => {
    const paris = nextTimes('0 6 * * *', 'Europe/Paris', '2026-03-27T12:00:00Z', 3);
    expect(paris).toEqual(['2026-03-28T05:00Z', '2026-03-29T04:00Z', '2026-03-30T04:00Z']);
    const newYork = nextTimes('0 6 * * *', 'America/New_York', '2026-03-06T12:00:00Z', 3);
    expect(newYork).toEqual(['2026-03-07T11:00Z', '2026-03-08T10:00Z', '2026-03-09T10:00Z']);
  });

  it('keeps its wall time when the clocks are put back', () => {
    const paris = nextTimes('0 6 * * *', 'Europe/Paris', '2026-10-23T12:00:00Z', 3);
    expect(paris).toEqual(['2026-10-24T04:00Z', '2026-10-25T05:00Z', '2026-10-26T05:00Z']);
    const sydney = nextTimes('0 6 * * *', 'Australia/Sydney', '2026-04-03T12:00:00Z', 3);
    expect(sydney).toEqual(['2026-04-03T19:00Z', '2026-04-04T20:00Z', '2026-04-05T20:00Z']);
  });

  it.each(['30 2 * * *', '30 2,14 * * *'])(
    'of %s, skipped by the clocks, is when they have skipped it',
    (cron) => {
      const times = nextTimes(cron, 'Europe/Paris', '2026-03-28T20:00:00Z', 4);
      expect(times.filter((time) => time.startsWith('2026-03-29T0'))).toEqual(['2026-03-29T01:00Z']);
    },
  );

  it.each(['30 2 * * *', '30 2,14 * * *'])(
    'of %s, shown twice by the clocks, is the first of the two',
    (cron) => {
      const times = nextTimes(cron, 'Europe/Paris', '2026-10-24T20:00:00Z', 4);
      expect(times.filter((time) => time.startsWith('2026-10-25T0'))).toEqual(['2026-10-25T00:30Z']);
    },
  );

  it('of a midnight that the clocks skip is the first moment of the day', () => {
    const times = nextTimes('0 0 * * *', 'Africa/Cairo', '2026-04-22T23:00:00Z', 2);
    expect(times).toEqual(['2026-04-23T22:00Z', '2026-04-24T21:00Z']);
  });

  it('is left out where the clocks skip the rest of the day', () => {
    // Nuuk goes from 28 March 23:00 straight to 29 March 00:00.
    const times = nextTimes('30 23 * * *', 'America/Nuuk', '2026-03-27T12:00:00Z', 2);
    expect(times).toEqual(['2026-03-28T01:30Z', '2026-03-30T00:30Z']);
  });

  it('comes every hour of a day of 25 hours', () => {
    expect(nextTimes('0 * * * *', 'Europe/Paris', '2026-10-24T22:00:00Z', 4)).toEqual([
      '2026-10-24T23:00Z',
      '2026-10-25T00:00Z',
      '2026-10-25T01:00Z',
      '2026-10-25T02:00Z',
    ]);
  });

  it('is later than the instant that is asked from, even if that is due', () => {
    expect(nextTimes('0 6 * * *', 'UTC', '2026-11-22T06:00:00.000Z', 1)).toEqual(['2026-11-23T06:00Z']);
    expect(nextTimes('0 6 * * *', 'UTC', '2026-11-22T05:59:59.999Z', 1)).toEqual(['2026-11-22T06:00Z']);
  });

  it('is none for a day that no year has', () => {
    expect(nextDue({ cron: '0 6 30 2 *', timezone: 'UTC' }, Date.UTC(2026, 10, 22))).toBeNull();
  });
});

describe('the time that was missed', () => {
  const nightly = { cron: '0 6 * * *', timezone: 'Europe/Paris' };
  const missed = (lastRun: string, now: string) => {
    const due = missedDue(nightly, Date.parse(lastRun), Date.parse(now));
    return due === null ? null : new Date(due).toISOString();
  };

  it('is the latest of several', () => {
    expect(missed('2026-11-18T05:00:00Z', '2026-11-22T12:00:00Z')).toBe('2026-11-22T05:00:00.000Z');
  });

  it('may be now, and is not the last run itself', () => {
    expect(missed('2026-11-21T05:00:00Z', '2026-11-22T05:00:00Z')).toBe('2026-11-22T05:00:00.000Z');
    expect(missed('2026-11-22T05:00:00Z', '2026-11-22T05:00:00Z')).toBeNull();
    expect(missed('2026-11-22T05:00:00Z', '2026-11-23T04:59:59Z')).toBeNull();
  });

  it('is none when the clock was put back behind the last run', () => {
    expect(missed('2026-11-22T05:00:00Z', '2026-11-22T04:00:00Z')).toBeNull();
  });

  it('is found at once in a year of minutes', () => {
    const everyMinute = { cron: '* * * * *', timezone: 'Europe/Paris' };
    const now = Date.parse('2026-11-22T12:00:30Z');
    const started = performance.now();
    expect(missedDue(everyMinute, now - 365 * 24 * hour, now)).toBe(now - 30_000);
    expect(performance.now() - started).toBeLessThan(500);
  });
});

it('is the same time whether it is looked for ahead or back', () => {
  const schedules = fc.record({
    cron: fc.constantFrom(
      '0 6 * * *',
      '30 2 * * *',
      '30 0,2,23 * * 1-5',
      '*/20 1-3 * * *',
      '0 0 1 * *',
      '15 2 * * 7',
    ),
    timezone: fc.constantFrom(
      'Europe/Paris',
      'America/New_York',
      'America/Santiago',
      'Africa/Cairo',
      'Australia/Lord_Howe',
    ),
  });
  const instants = fc.integer({ min: Date.UTC(2026, 0, 1) / 60_000, max: Date.UTC(2028, 0, 1) / 60_000 });
  fc.assert(
    fc.property(schedules, instants, (schedule, minutes) => {
      const after = minutes * 60_000;
      const due = nextDue(schedule, after);
      if (due === null) throw new Error('never due');
      expect(missedDue(schedule, after, due)).toBe(due);
      expect(missedDue(schedule, after, due - 1)).toBeNull();
    }),
    { numRuns: 500 },
  );
});
