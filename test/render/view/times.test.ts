import { describe, expect, it } from 'vitest';
import { bucketEnd, bucketInWords, bucketOf } from '../../../src/render/view/duration.ts';
import { formatOf } from '../../../src/render/view/format-of.ts';
import { zoneOf } from '../../../src/time-zone.ts';

const at = (instant: string): number => Date.parse(instant);

describe('times', () => {
  it.each([
    ['en', 'Europe/Paris', '2026-03-01T08:05:00Z', '1 Mar 2026, 09:05'],
    ['fr', 'Europe/Paris', '2026-03-01T08:05:00Z', '1er\u00a0mars\u00a02026\u00a0à\u00a009:05'],
    ['en', 'Asia/Kolkata', '2026-08-31T18:30:00Z', '1 Sep 2026, 00:00'],
    ['fr', 'America/New_York', '2026-01-01T02:00:00Z', '31\u00a0déc.\u00a02025\u00a0à\u00a021:00'],
  ] as const)('writes a time in %s and %s', (locale, zone, instant, written) => {
    expect(formatOf(locale, zone).dateTime(at(instant))).toBe(written);
  });

  it('names the day once in a period of one day', () => {
    const { period } = formatOf('en', 'UTC');
    expect(period(at('2026-03-12T08:00:00Z'), at('2026-03-12T17:30:00Z'))).toBe('12 Mar 2026, 08:00 – 17:30');
    expect(period(at('2026-03-12T08:00:00Z'), at('2026-03-12T08:00:09Z'))).toBe('12 Mar 2026, 08:00');
  });

  it('tells apart what clocks show twice in the night when they are put back', () => {
    const { dateTime, period } = formatOf('en', 'Europe/Paris');
    const night = ['2026-10-24T23:59Z', '2026-10-25T00:30Z', '2026-10-25T01:30Z', '2026-10-25T02:00Z'];
    expect(night.map((instant) => dateTime(at(instant)))).toEqual([
      '25 Oct 2026, 01:59',
      '25 Oct 2026, 02:30 (UTC+02:00)',
      '25 Oct 2026, 02:30 (UTC+01:00)',
      '25 Oct 2026, 03:00',
    ]);
    expect(period(at('2026-10-25T00:30Z'), at('2026-10-25T01:00Z'))).toBe(
      '25 Oct 2026, 02:30 (UTC+02:00) – 02:00 (UTC+01:00)',
    );
    expect(dateTime(at('2026-03-29T01:30Z'))).toBe('29 Mar 2026, 03:30');
  });

  it('writes the distance from UTC, negative and of half hours too', () => {
    expect(formatOf('en', 'Asia/Kolkata').offset(at('2026-01-01T00:00:00Z'))).toBe('UTC+05:30');
    expect(formatOf('en', 'America/New_York').offset(at('2026-01-01T00:00:00Z'))).toBe('UTC−05:00');
  });
});

describe('zones', () => {
  it('finds the instant of a local time on either side of a clock change', () => {
    const paris = zoneOf('Europe/Paris');
    expect(paris.instantOf(at('2026-03-29T01:30:00Z'))).toBe(at('2026-03-29T00:30:00Z'));
    expect(paris.instantOf(at('2026-03-29T03:30:00Z'))).toBe(at('2026-03-29T01:30:00Z'));
  });

  it('moves a local time that clocks skip on by the skip', () => {
    expect(zoneOf('Europe/Paris').instantOf(at('2026-03-29T02:30:00Z'))).toBe(at('2026-03-29T01:30:00Z'));
  });
});

describe('buckets', () => {
  it('ends a day at the next local midnight when clocks change', () => {
    const end = bucketEnd(at('2026-03-28T23:00:00Z'), bucketOf('P1D'), zoneOf('Europe/Paris'));
    expect(end).toBe(at('2026-03-29T22:00:00Z'));
  });

  it('says how finely time is divided', () => {
    expect(bucketInWords(bucketOf('PT15M'), formatOf('fr', 'UTC'))).toBe('toutes les 15\u202fminutes');
    expect(bucketInWords(bucketOf('PT1H'), formatOf('en', 'UTC'))).toBe('per hour');
  });

  it('takes nothing else for a bucket', () => {
    expect(() => bucketOf('1 hour')).toThrow(RangeError);
  });
});
