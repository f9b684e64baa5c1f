/** The query behind the relation `agentUse`: opens and clicks by the key of their program, or null, and how many `events`. */
export function agentUseQuery(engagement: string): string {
  return `
      SELECT scope, agent, event_type, is_machine, 1 AS events
      FROM ${engagement}
      WHERE event_type IN ('open', 'click')`;
}
