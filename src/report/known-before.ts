import * as z from 'zod';
import type { QueryRow } from '../engine/engine.ts';
import { bucketSecondsSql } from './bucket-choice.ts';
import { type Bucket, buckets } from './buckets.ts';
import type { LocalClock } from './local-clock.ts';
import type { Relations } from './relations.ts';

/** What is known of all scopes before the sections ask, so that none asks for what is not there. */
export interface KnownBefore {
  /** Whether an event tells of a send for its message. */
  readonly impliesSends: boolean;
  /** Whether sends or bounces that do not name it themselves could be told it by another row of their message. */
  readonly isTold: Readonly<Record<'domain' | 'variant', boolean>>;
  /** The buckets that are shown, the finest first. */
  readonly buckets: readonly Bucket[];
}

const rowSchema = z.object({
  implied: z.int(),
  without_domain: z.int(),
  without_variant: z.int(),
  with_domain: z.int(),
  with_variant: z.int(),
});

const ofMessages = "has_message = 1 AND event_type IN ('sent', 'bounce')";
const count = (condition: string): string => `count(CASE WHEN ${condition} THEN 1 END)`;

/** Asks for it. */
export async function knownBefore(
  query: (sql: string) => Promise<readonly QueryRow[]>,
  { eventCounts, spans }: Pick<Relations, 'eventCounts' | 'spans'>,
  clock: LocalClock,
): Promise<KnownBefore> {
  const [[row], sizes] = await Promise.all([
    query(`
      SELECT
        ${count('implies_sent = 1')} AS implied,
        ${count(`${ofMessages} AND domain IS NULL`)} AS without_domain,
        ${count(`${ofMessages} AND variant IS NULL`)} AS without_variant,
        ${count('domain IS NOT NULL')} AS with_domain,
        ${count('variant IS NOT NULL')} AS with_variant
      FROM ${eventCounts}`),
    query(`
      SELECT bucket_seconds
      FROM (SELECT ${bucketSecondsSql(clock)} AS bucket_seconds FROM ${spans} AS spans) AS sizes
      GROUP BY bucket_seconds`),
  ]);
  const counts = rowSchema.parse(row);
  const shown = new Set(sizes.map(({ bucket_seconds }) => Number(bucket_seconds)));
  return {
    impliesSends: counts.implied > 0,
    isTold: {
      // Messages without a name are counted under none, for domains.
      domain: counts.without_domain > 0,
      variant: counts.without_variant > 0 && counts.with_variant > 0,
    },
    buckets: buckets.filter(({ seconds }) => shown.has(seconds)),
  };
}
