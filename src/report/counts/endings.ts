/**
 * The query behind the relation `endings`: unsubscribes and complaints by the person, or null, the domain and the variant, and how many
 * `events`.
 */
export function endingsQuery(engagement: string): string {
  return `
      SELECT scope, event_type, person, domain, variant, 1 AS events
      FROM ${engagement}
      WHERE event_type IN ('unsubscribe', 'complaint')`;
}
