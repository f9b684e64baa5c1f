/** The query behind the relation `engagementTimes`: when opens and clicks were, and how many `events`. */
export function engagementTimesQuery(engagement: string): string {
  return `
      SELECT scope, event_type, is_machine, time, 1 AS events
      FROM ${engagement}
      WHERE event_type IN ('open', 'click')`;
}
