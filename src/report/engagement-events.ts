/**
 * The query behind the relation `engagement`: one row per open, click, unsubscribe and complaint of each scope.
 * - `agent`, `link`: keys of the relations of these names, or null;
 * - `domain`, `variant`: what its own row says, else its message's;
 * - `sent_time`, `delivered_time`: of its message, or null where no row of the scope tells.
 */
export function engagementEventsQuery(events: string, messages: string): string {
  return `
    SELECT
      engaged.scope AS scope,
      event_type,
      time,
      engaged.message AS message,
      person,
      is_machine,
      agent,
      link,
      coalesce(engaged.domain, outcomes.domain) AS domain,
      coalesce(engaged.variant, outcomes.variant) AS variant,
      sent_time,
      delivered_time
    FROM ${events} AS engaged
    LEFT JOIN ${messages} AS outcomes
      ON outcomes.scope = engaged.scope AND outcomes.message = engaged.message
    WHERE event_type IN ('open', 'click', 'unsubscribe', 'complaint')`;
}
