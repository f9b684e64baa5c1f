/**
 * The query behind the relation `messages`: one row per message of each scope with what became of it.
 * - `sent_events`: how many `sent` events it has;
 * - `sent_time`: when it was first sent, by a `sent` event or another one that tells of it, or null;
 * - `implied_sent_time`: when an event first told of its send, in formats that have no `sent` event;
 * - `delivered_time`: when it was first delivered, or null;
 * - `ended`: 1 if it bounced in any way, or was stopped by an error or an exclusion after its sender had accepted it;
 * - `bounced`: 1 if it bounced in any way;
 * - `failed`: 1 if a hard or soft bounce took its delivery back;
 * - `domain`, `variant`: of its recipient and its content; null where no row of it says.
 * Events without a message id or recipient belong to no message and are counted by themselves.
 */
export function messageOutcomesQuery(events: string): string {
  return `
    SELECT
      scope,
      message,
      sum(CASE WHEN event_type = 'sent' THEN 1 ELSE 0 END) AS sent_events,
      min(CASE WHEN event_type = 'sent' OR implies_sent = 1 THEN time END) AS sent_time,
      min(CASE WHEN implies_sent = 1 THEN time END) AS implied_sent_time,
      min(CASE WHEN event_type = 'delivered' THEN time END) AS delivered_time,
      max(CASE WHEN event_type IN ('bounce', 'error', 'excluded') THEN 1 ELSE 0 END) AS ended,
      max(CASE WHEN event_type = 'bounce' THEN 1 ELSE 0 END) AS bounced,
      max(CASE WHEN event_type = 'bounce' AND bounce_category <> 'ignored' THEN 1 ELSE 0 END) AS failed,
      max(domain) AS domain,
      max(variant) AS variant
    FROM ${events}
    WHERE event_type IN ('sent', 'delivered', 'bounce', 'error', 'excluded') AND message IS NOT NULL
    GROUP BY scope, message`;
}
