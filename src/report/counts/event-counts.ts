/**
 * The query behind the relation `eventCounts`: one row per kind of event of each scope, so that most figures are sums over
 * a few rows.
 * - `has_message`: 1 where the events belong to a message, 0 where they name neither a message nor a recipient;
 * - `events`: how many there are; `first_time`, `last_time`: when the first and the last of them were.
 */
export function eventCountsQuery(events: string): string {
  return `
    SELECT
      scope,
      event_type,
      bounce_category,
      is_machine,
      implies_sent,
      CASE WHEN message IS NULL THEN 0 ELSE 1 END AS has_message,
      domain,
      variant,
      count(*) AS events,
      min(time) AS first_time,
      max(time) AS last_time
    FROM ${events}
    GROUP BY scope, event_type, bounce_category, is_machine, implies_sent, has_message, domain, variant`;
}
