import { type Bucket, buckets, mostBuckets } from './buckets.ts';
import type { LocalClock } from './local-clock.ts';

/** SQL for a value of each bucket, that of the first one whose condition is true; that of the last where none is, and 0 of no buckets. */
export function firstBucketSql(
  of: readonly Bucket[],
  condition: (bucket: Bucket) => string,
  value: (bucket: Bucket) => string,
): string {
  const last = of.at(-1);
  if (last === undefined) return '0';
  const branches = of.slice(0, -1).map((bucket) => `WHEN ${condition(bucket)} THEN ${value(bucket)}`);
  return branches.length === 0 ? value(last) : `CASE ${branches.join('\n        ')} ELSE ${value(last)} END`;
}

/** SQL for the seconds of the finest bucket of which a span, from `first_time` to `last_time`, shows few enough. */
export function bucketSecondsSql(clock: LocalClock): string {
  return firstBucketSql(
    buckets,
    (bucket) => {
      const [first, last] = ['first_time', 'last_time'].map((time) => clock.bucketNumberSql(time, bucket));
      return `${last} - ${first} < ${mostBuckets}`;
    },
    ({ seconds }) => String(seconds),
  );
}
