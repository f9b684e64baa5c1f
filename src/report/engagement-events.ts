import type { Dialect } from '../engine/dialect.ts';

/**
 * The query behind the relation `engagement`: one row per open, click, unsubscribe and complaint of each scope.
 * - `agent`, `link`: keys of the relations of these names, or null;
 * - `domain`, `variant`: what its own row says, else its message's;
 * - `since_send`: milliseconds since its message was sent, by a `sent` event or another one that tells of it, or null where no row
 *   of the scope tells; an event dated before its send, by another clock, came at once;
 * - `delivered_time`: of its message, or null.
 * @param placed the rows that count, with their scope
 */
export function engagementEventsQuery(placed: string, messages: string, dialect: Dialect): string {
  return `
    SELECT
      scope, event_type, time, message, person, is_machine, agent, link, domain, variant, delivered_time,
      CASE WHEN time > sent THEN time - sent WHEN sent IS NOT NULL THEN 0 END AS since_send
    FROM (
      SELECT
        scope, event_type, time, message, person, is_machine, agent, link,
        coalesce(own_domain, message_domain) AS domain,
        coalesce(own_variant, message_variant) AS variant,
        delivered_time,
        CASE
          WHEN implied_sent_time < sent_time OR sent_time IS NULL THEN implied_sent_time
          ELSE sent_time
        END AS sent
      FROM (
        SELECT
          scope, event_type, time, message, person, is_machine, agent, link,
          domain AS own_domain,
          variant AS own_variant
        FROM ${placed}
        WHERE event_type IN ('open', 'click', 'unsubscribe', 'complaint')
      ) AS engaged
      ${dialect.leftJoin} (
        SELECT
          scope, message, sent_time, implied_sent_time, delivered_time,
          domain AS message_domain,
          variant AS message_variant
        FROM ${messages}
      ) AS outcomes USING (scope, message)
    ) AS told`;
}
