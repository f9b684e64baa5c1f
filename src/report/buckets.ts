/** A span of time that the events of a chart are counted in. */
export interface Bucket {
  /** ISO 8601 duration, as report.json names it. */
  readonly duration: string;
  readonly seconds: number;
}

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

/** At most this many buckets are shown. */
export const mostBuckets = 60;

/**
 * The buckets to choose from, finest first. Those up to an hour divide the hour, those up to a day divide the day,
 * longer ones are whole weeks but for two days, so that each starts where a person expects it to.
 */
export const buckets: readonly Bucket[] = [
  ...[1, 5, 10, 15, 30].map((minutes) => ({ duration: `PT${minutes}M`, seconds: minutes * minute })),
  ...[1, 2, 3, 6, 12].map((hours) => ({ duration: `PT${hours}H`, seconds: hours * hour })),
  // Without an end in sight (a stray date far off) the buckets only have to stay few.
  ...[1, 2, 7, 28, 364, 3640, 36_400, 364_000].map((days) => ({
    duration: `P${days}D`,
    seconds: days * day,
  })),
];

/** True for buckets that follow the local calendar (midnight, Monday) rather than the hour. */
export function isCalendarBucket(bucket: Bucket): boolean {
  return bucket.seconds > hour;
}

/** 1970-01-01 was a Thursday: shifted by these seconds, three days, whole weeks start on Monday. */
export const mondayShift = 3 * day;

/** The seconds to shift time by, so that a bucket starts where a person expects it to. */
export function weekShift(bucket: Bucket): number {
  return bucket.seconds % (7 * day) === 0 ? mondayShift : 0;
}
