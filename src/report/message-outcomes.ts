/**
 * The query behind the relation `messages`: one row per message of each scope with what became of it.
 * - `sent_time`: when its first `sent` event was, or null;
 * - `implied_sent_time`: when an event first told of its send, in formats that have no `sent` event;
 * - `delivered_time`: when it was first delivered, or null;
 * - `ending`: 3 where a hard or soft bounce took its delivery back, else 2 where it bounced, else 1 where an error or an
 *   exclusion stopped it after its sender had accepted it, else 0;
 * - `domain`, `variant`: of its recipient and its content; null where no row of it says.
 * Events without a message id or recipient belong to no message and are counted by themselves.
 */
export function messageOutcomesQuery(events: string): string {
  return `
    SELECT
      scope,
      message,
      min(CASE WHEN event_type = 'sent' THEN time END) AS sent_time,
      min(CASE WHEN implies_sent = 1 THEN time END) AS implied_sent_time,
      min(CASE WHEN event_type = 'delivered' THEN time END) AS delivered_time,
      max(CASE
        WHEN event_type IN ('sent', 'delivered') THEN 0
        WHEN event_type <> 'bounce' THEN 1
        WHEN bounce_category = 'ignored' THEN 2
        ELSE 3
      END) AS ending,
      max(domain) AS domain,
      max(variant) AS variant
    FROM ${events}
    WHERE event_type IN ('sent', 'delivered', 'bounce', 'error', 'excluded') AND message IS NOT NULL
    GROUP BY scope, message`;
}
