import type { MachineRules } from '../machines/rules/index.ts';
import { ruleColumns } from '../machines/tagged-events.ts';

/** What opens and clicks are told apart by: among others a column for each rule that is on. */
export function activityColumns(rules: MachineRules): readonly string[] {
  return ['scope', 'event_type', 'is_machine', ...ruleColumns(rules), 'caught'];
}

/** The query behind the relation `activityCounts`: opens and clicks by what the rules say of them, and how many `events`. */
export function activityCountsQuery(activity: string, rules: MachineRules): string {
  return `
      SELECT ${activityColumns(rules).join(', ')}, 1 AS events
      FROM ${activity}`;
}
