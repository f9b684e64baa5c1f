import type { Dialect } from '../../engine/dialect.ts';
import { type ReasonGrouping, reasonGroup, withoutHosts } from '../reason-masks.ts';

/** What failures are counted by. */
export const failureColumns = [
  ...['scope', 'event_type', 'bounce_category', 'domain', 'sender_block', 'reason', 'code'],
];

/**
 * The query behind the relation `failures`: one row for each text that was given with bounces, errors, exclusions or delays of a
 * scope, by all that they are counted by, and how many `events` it was given with.
 * @param placed the rows that count, with their scope
 */
export function failuresQuery(placed: string): string {
  const columns = failureColumns.join(', ');
  return `
    SELECT ${columns}, count(*) AS events
    FROM ${placed}
    WHERE event_type IN ('bounce', 'error', 'excluded', 'delay')
    GROUP BY ${columns}`;
}

/**
 * The query behind the relation `reasonGroups`: for each reason among the failures, under `original`, the `reason` that it is counted as and the `example` that it may be shown as:
 * masking a text takes longer than anything else that is done with it, so that it is done once.
 */
export function reasonGroupsQuery(
  failures: string,
  dialect: Dialect,
  { reasons, redactDomains }: { readonly reasons: ReasonGrouping; readonly redactDomains: boolean },
): string {
  const example = redactDomains ? withoutHosts(dialect, 'original') : 'original';
  return `
    SELECT original, ${reasons === 'raw' ? example : reasonGroup(dialect, 'original')} AS reason, ${example} AS example
    FROM (SELECT DISTINCT reason AS original FROM ${failures} WHERE reason IS NOT NULL) AS given`;
}
