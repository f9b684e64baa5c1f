import { expect, it } from 'vitest';
import { buckets, isCalendarBucket, mostBuckets, weekShift } from '../../src/report/buckets.ts';

const seconds: Readonly<Record<string, number>> = { M: 60, H: 3600, D: 86_400 };

it('has buckets from a minute to a millennium, each as long as its name says', () => {
  expect(buckets.map(({ duration }) => duration).join(' ')).toBe(
    'PT1M PT5M PT10M PT15M PT30M PT1H PT2H PT3H PT6H PT12H P1D P2D P7D P28D P364D P3640D P36400D P364000D',
  );
  for (const bucket of buckets) {
    const [, number, unit = ''] = /^PT?(\d+)([MHD])$/.exec(bucket.duration) ?? [];
    expect(bucket.seconds, bucket.duration).toBe(Number(number) * (seconds[unit] ?? Number.NaN));
  }
});

it('has a bucket for every span that a timestamp can have', () => {
  expect((buckets.at(-1)?.seconds ?? 0) * mostBuckets).toBeGreaterThan((9999 - 1) * 366 * 86_400);
});

it('begins with the local calendar what is longer than an hour, and on Monday what is whole weeks', () => {
  const namesOf = (some: typeof buckets) => some.map(({ duration }) => duration).join(' ');
  expect(namesOf(buckets.filter((bucket) => !isCalendarBucket(bucket)))).toBe(
    'PT1M PT5M PT10M PT15M PT30M PT1H',
  );
  expect(namesOf(buckets.filter((bucket) => weekShift(bucket) !== 0))).toBe(
    'P7D P28D P364D P3640D P36400D P364000D',
  );
  const monday = Date.parse('2026-11-23T00:00:00Z') / 1000;
  for (const bucket of buckets.filter((some) => some.seconds === 7 * 86_400))
    expect((monday + weekShift(bucket)) % bucket.seconds).toBe(0);
});
