import type { Dialect } from '../../engine/dialect.ts';

/**
 * How long after its send each message was first opened, clicked, unsubscribed from or complained of, in milliseconds: by a person, or null
 * where only machines did so, and by anybody. One row for
 * each message and type of event whose time is known.
 */
export function firstTimesQuery(engagement: string): string {
  return `
      SELECT
        scope,
        event_type,
        min(CASE WHEN is_machine = 0 THEN since_send END) AS first_time,
        min(since_send) AS first_time_with_machines,
        1 AS messages
      FROM ${engagement}
      WHERE since_send IS NOT NULL
      GROUP BY scope, event_type, message`;
}

/** The query behind the relation `responseTimes`: of these times, within which half of the messages are, and nine in ten. */
export function responseTimesQuery(firstTimes: string, { quantile }: Dialect): string {
  return `
      SELECT
        scope,
        event_type,
        ${quantile('first_time', 0.5)} AS half,
        ${quantile('first_time', 0.9)} AS ninety,
        ${quantile('first_time_with_machines', 0.5)} AS half_with_machines,
        ${quantile('first_time_with_machines', 0.9)} AS ninety_with_machines
      FROM ${firstTimes} AS first_times
      GROUP BY scope, event_type`;
}
