import { describe, expect, it } from 'vitest';
import { reportOf } from '../support/report-of.ts';

const event = (timestamp: string, event_type = 'sent'): object => ({ event_type, timestamp });

/** Bucket length and starts of the report of events at these times. */
async function bucketsOf(
  timezone: string,
  ...times: string[]
): Promise<{ bucket: string; starts: string[] }> {
  const { sections } = await reportOf(
    times.map((time) => event(time)),
    { timezone },
  );
  const { bucket, rows } = sections['email-performance'];
  return { bucket, starts: rows.map(({ start }) => start) };
}

describe('the bucket', () => {
  it.each([
    ['2026-11-22T08:00:30Z', 'PT1M', 1],
    ['2026-11-22T08:59:59Z', 'PT1M', 60],
    ['2026-11-22T09:00:00Z', 'PT5M', 13],
    ['2026-11-23T08:00:00Z', 'PT30M', 49],
    ['2026-11-29T08:00:00Z', 'PT3H', 57],
    ['2026-12-22T08:00:00Z', 'P1D', 31],
    ['2027-11-22T08:00:00Z', 'P7D', 54],
    ['9999-12-31T23:59:59Z', 'P364000D', 9],
  ])('up to %s is %s', async (last, bucket, count) => {
    const found = await bucketsOf('UTC', '2026-11-22T08:00:00Z', last);
    expect(found.bucket).toBe(bucket);
    expect(found.starts).toHaveLength(count);
  });

  it('of an hour or less starts on the hour of the zone', async () => {
    const { starts } = await bucketsOf('Asia/Kolkata', '2026-11-22T08:10:00Z', '2026-11-24T08:10:00Z');
    expect(starts.slice(0, 2)).toEqual(['2026-11-22T07:30:00.000Z', '2026-11-22T08:30:00.000Z']);
  });

  it('of a day starts at local midnight, also when the clocks change', async () => {
    const { bucket, starts } = await bucketsOf(
      'Europe/Paris',
      '2026-10-01T12:00:00Z',
      '2026-11-10T12:00:00Z',
    );
    expect(bucket).toBe('P1D');
    expect(starts[0]).toBe('2026-09-30T22:00:00.000Z');
    expect(starts.filter((start) => start.startsWith('2026-10-2'))).toContain('2026-10-24T22:00:00.000Z');
    expect(starts.at(-1)).toBe('2026-11-09T23:00:00.000Z');
  });

  it('starts with the first moment of a day whose midnight the clocks skip', async () => {
    // Cairo goes from 24 April 24:00 straight to 25 April 01:00.
    const { starts } = await bucketsOf('Africa/Cairo', '2026-04-10T12:00:00Z', '2026-05-20T12:00:00Z');
    expect(starts).toContain('2026-04-23T22:00:00.000Z');
    expect(new Set(starts).size).toBe(starts.length);
  });

  it('of weeks starts on Monday', async () => {
    const { starts } = await bucketsOf('UTC', '2026-01-01T00:00:00Z', '2026-12-31T00:00:00Z');
    expect(new Date(starts[0] ?? '').getUTCDay()).toBe(1);
  });
});
