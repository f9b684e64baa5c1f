import { countIf } from '../counting.ts';

/**
 * The query behind the relation `messageCounts`: by domain and variant, how many messages of each scope
 * - `implied_sent`: have no `sent` event, but one that tells of their send;
 * - `delivered`: were delivered, and no hard or soft bounce took that back;
 * - `pending`: were sent and nothing else is known of them;
 * - `bounced`: a hard or soft bounce took back, or an ignored one ended without a delivery.
 */
export function messageCountsQuery(messages: string): string {
  return `
    SELECT
      scope,
      domain,
      variant,
      ${countIf('sent_time IS NULL AND implied_sent_time IS NOT NULL')} AS implied_sent,
      ${countIf('delivered_time IS NOT NULL AND ending < 3')} AS delivered,
      ${countIf('sent_time IS NOT NULL AND delivered_time IS NULL AND ending = 0')} AS pending,
      ${countIf('ending = 3 OR (ending = 2 AND delivered_time IS NULL)')} AS bounced
    FROM ${messages}
    GROUP BY scope, domain, variant`;
}
