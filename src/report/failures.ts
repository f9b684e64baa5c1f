/**
 * The query behind the relation `failures`: one row for each text that was given with bounces, errors, exclusions or delays of a
 * scope, by all that they are counted by, and how many `events` it was given with.
 * @param placed the rows that count, with their scope
 */
export function failuresQuery(placed: string): string {
  const columns = 'scope, event_type, bounce_category, domain, sender_block, reason, code';
  return `
    SELECT ${columns}, count(*) AS events
    FROM ${placed}
    WHERE event_type IN ('bounce', 'error', 'excluded', 'delay')
    GROUP BY ${columns}`;
}
