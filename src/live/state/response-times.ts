/** Times are first looked for by the minute: few of all of them are in the minute that half of the messages, or nine in ten, lie within. */
const minute = 60_000;

/** Which of `total` messages is the last of some tenths, by nearest rank as `Dialect.quantile` has it, in whole numbers. */
const rank = '(total * tenths + 9) // 10';

/**
 * SQL of the relation `responseTimes` (see report/counts/response-times.ts) over first times that are counted.
 * @param table the kept count of first times, of which changes need not be summed up
 * @param asked a relation of the `number` that a scope is counted by and the `scope` that it is asked as
 */
export function responseTimesOf(table: string, asked: string): string {
  const times = ['first_time', 'first_time_with_machines'].map(
    (column, withMachines) => `
      SELECT ${asked}.scope AS scope, event_type, ${withMachines} AS with_machines, ${column} AS time, messages
      FROM ${table} AS kept
      INNER JOIN ${asked} ON ${asked}.number = kept.scope
      WHERE ${column} IS NOT NULL`,
  );
  const figure = (withMachines: number, tenths: number): string =>
    `max(CASE WHEN with_machines = ${withMachines} AND tenths = ${tenths} THEN time END)`;
  return `(
    WITH
      times AS (${times.join(' UNION ALL ')}),
      minutes AS (
        SELECT
          scope, event_type, with_machines, minute, messages,
          sum(messages) OVER (PARTITION BY scope, event_type, with_machines ORDER BY minute) AS up_to,
          sum(messages) OVER (PARTITION BY scope, event_type, with_machines) AS total
        FROM (
          SELECT scope, event_type, with_machines, time // ${minute} AS minute, sum(messages)::BIGINT AS messages
          FROM times
          GROUP BY scope, event_type, with_machines, minute
        ) AS by_minute
      ),
      wanted AS MATERIALIZED (
        SELECT
          scope, event_type, with_machines, tenths, total,
          min(minute) AS minute, min(up_to - messages) AS before
        FROM minutes
        CROSS JOIN (VALUES (5), (9)) AS chosen (tenths)
        WHERE total > 0 AND up_to >= ${rank}
        GROUP BY scope, event_type, with_machines, tenths, total
      ),
      seconds AS (
        SELECT
          scope, event_type, with_machines, tenths, total, time,
          before + sum(messages) OVER (
            PARTITION BY scope, event_type, with_machines, tenths
            ORDER BY time
          ) AS up_to
        FROM (
          SELECT scope, event_type, with_machines, tenths, total, before, time, sum(messages)::BIGINT AS messages
          FROM times
          INNER JOIN wanted USING (scope, event_type, with_machines)
          WHERE time // ${minute} = minute
          GROUP BY scope, event_type, with_machines, tenths, total, before, time
        ) AS within
      ),
      found AS (
        SELECT scope, event_type, with_machines, tenths, min(time) AS time
        FROM seconds
        WHERE up_to >= ${rank}
        GROUP BY scope, event_type, with_machines, tenths
      )
    SELECT
      scope, event_type,
      ${figure(0, 5)} AS half, ${figure(0, 9)} AS ninety,
      ${figure(1, 5)} AS half_with_machines, ${figure(1, 9)} AS ninety_with_machines
    FROM found
    GROUP BY scope, event_type
  )`;
}
