/** The query behind the relation `clicks`: one row per click, with its link and its person, or null. */
export function clicksQuery(engagement: string): string {
  return `
      SELECT scope, link, time, person, is_machine
      FROM ${engagement}
      WHERE event_type = 'click'`;
}
