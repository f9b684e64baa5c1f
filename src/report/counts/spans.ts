/** The query behind the relation `spans`: when the first and the last event of each scope was. */
export function spansQuery(eventCounts: string): string {
  return `
    SELECT scope, min(first_time) AS first_time, max(last_time) AS last_time
    FROM ${eventCounts}
    GROUP BY scope`;
}
