import type { Zone } from '../../time-zone.ts';
import type { Format } from './format.ts';

export interface Bucket {
  readonly unit: 'minute' | 'hour' | 'day';
  readonly size: number;
}

const units = { M: 'minute', H: 'hour', D: 'day' } as const;
const milliseconds = { minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const;

/** The bucket of an ISO 8601 duration such as PT15M, PT1H or P1D. */
export function bucketOf(duration: string): Bucket {
  const [, size, unit] = /^PT?(\d+)([MHD])$/.exec(duration) ?? [];
  if (unit !== 'M' && unit !== 'H' && unit !== 'D') throw new RangeError(`not a bucket: ${duration}`);
  return { unit: units[unit], size: Number(size) };
}

/** The end of the bucket that begins at an instant. Days are those of the zone: of 23 or 25 hours when clocks change. */
export function bucketEnd(start: number, { unit, size }: Bucket, zone: Zone): number {
  const length = milliseconds[unit] * size;
  return unit === 'day' ? zone.instantOf(start + zone.offsetAt(start) + length) : start + length;
}

/** A bucket in words: per hour, per 15 minutes. */
export function bucketInWords({ unit, size }: Bucket, { plural, count }: Format): string {
  return plural(`bucket.${unit}`, size, { count: count(size) });
}
