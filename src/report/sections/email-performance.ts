import * as z from 'zod';
import { bucketSecondsSql, firstBucketSql } from '../bucket-choice.ts';
import { type Bucket, buckets, mostBuckets } from '../buckets.ts';
import { engagementOf } from '../counting.ts';
import { momentMetrics, placeOf } from '../counts/moments.ts';
import type { EngagementSection, QueryContext } from './section.ts';

const metrics = ['sent', 'delivered', 'bounces', 'errors', 'opens', 'clicks'] as const;
const count = z.int().nonnegative();

const schema = z.strictObject({
  bucket: z.enum(buckets.map(({ duration }) => duration)),
  rows: z
    .array(
      z.strictObject({
        start: z.iso.datetime({ precision: 3 }),
        sent: count,
        delivered: count,
        bounces: count,
        errors: count,
        opens: count,
        clicks: count,
      }),
    )
    .max(mostBuckets),
});

const rowSchema = z.object({
  bucket_seconds: z.int(),
  bucket: z.int(),
  sent: z.int(),
  delivered: z.int(),
  bounces: z.int(),
  errors: z.int(),
  opens: z.int(),
  clicks: z.int(),
  machine_opens: z.int(),
  machine_clicks: z.int(),
});

const bucketNumberSql = ({ known, clock }: QueryContext): string =>
  firstBucketSql(
    known.buckets,
    ({ seconds }) => `bucket_seconds = ${seconds}`,
    (bucket) => clock.bucketNumberSql('time', bucket),
  );

/** How many moments of each metric lie in each bucket. */
function countedMoments(context: QueryContext): string {
  const { moments, impliedMoments, known, dialect, clock, spans } = context;
  const relations = known.impliesSends ? [moments, impliedMoments] : [moments];
  return `
      SELECT scope, metric, bucket_seconds, bucket, sum(moments) AS moments
      FROM (
        SELECT scope, metric, bucket_seconds, ${bucketNumberSql(context)} AS bucket, moments
        FROM (${relations
          .map((relation) => `SELECT scope, metric, time, moments FROM ${relation}`)
          .join(' UNION ALL ')}
        ) AS timed
        ${dialect.innerJoin} (
          SELECT scope, ${bucketSecondsSql(clock)} AS bucket_seconds
          FROM ${spans} AS spans
        ) AS bucket_sizes USING (scope)
      ) AS placed
      GROUP BY scope, metric, bucket_seconds, bucket`;
}

function bucketOf(seconds: number): Bucket {
  const bucket = buckets.find((candidate) => candidate.seconds === seconds);
  if (bucket === undefined) throw new RangeError(`no bucket of ${seconds} s`);
  return bucket;
}

/** The six key figures over time. Summed over the buckets, each is the figure of the totals. */
export const emailPerformance: EngagementSection<'email-performance', typeof schema> = {
  id: 'email-performance',
  countsEngagement: true,
  schema,
  query: (context) => `
    SELECT
      scope,
      bucket_seconds,
      bucket,
      ${momentMetrics.map((metric) => `sum(CASE WHEN metric = ${placeOf(metric)} THEN moments ELSE 0 END) AS ${metric}`).join(',\n      ')}
    FROM ${context.dialect.wherever(
      ['scope', 'metric', 'bucket_seconds', 'bucket', 'moments'],
      countedMoments(context),
    )} AS counted
    GROUP BY scope, bucket_seconds, bucket
    ORDER BY scope, bucket`,
  shape: (rows, { clock, machines }) => {
    const counted = rows
      .map((row) => rowSchema.parse(row))
      .map((row) => ({ ...row, ...engagementOf(row, machines) }))
      .filter((row) => metrics.some((metric) => row[metric] > 0));
    const first = counted[0];
    const last = counted.at(-1);
    if (first === undefined || last === undefined) return { bucket: 'PT1M', rows: [] };
    const bucket = bucketOf(first.bucket_seconds);
    const byNumber = new Map(counted.map((row) => [row.bucket, row]));
    return {
      bucket: bucket.duration,
      rows: Array.from({ length: last.bucket - first.bucket + 1 }, (_, index) => {
        const number = first.bucket + index;
        const row = byNumber.get(number);
        return {
          start: new Date(clock.bucketStart(number, bucket)).toISOString(),
          sent: row?.sent ?? 0,
          delivered: row?.delivered ?? 0,
          bounces: row?.bounces ?? 0,
          errors: row?.errors ?? 0,
          opens: row?.opens ?? 0,
          clicks: row?.clicks ?? 0,
        };
      }),
    };
  },
};
