import type { MachineActivity } from './report.ts';

// The sums that several queries count alike, in the SQL that every engine runs.

/** How many rows of a group a condition chooses. */
export const countIf = (condition: string): string => `count(CASE WHEN ${condition} THEN 1 END)`;

/** The same of a group of counted rows, each of which stands for as many as `events` says. */
export const sumIf = (condition: string): string => `sum(CASE WHEN ${condition} THEN events ELSE 0 END)`;

/** The columns of opens and clicks of a group of counted rows, those of machines apart. */
export const engagementSums = `${sumIf("event_type = 'open' AND is_machine = 0")} AS opens,
      ${sumIf("event_type = 'click' AND is_machine = 0")} AS clicks,
      ${sumIf("event_type = 'open' AND is_machine = 1")} AS machine_opens,
      ${sumIf("event_type = 'click' AND is_machine = 1")} AS machine_clicks`;

interface EngagementRow {
  readonly opens: number;
  readonly clicks: number;
  readonly machine_opens: number;
  readonly machine_clicks: number;
}

/** The opens and clicks of a row with these columns, a machine's among them or not. */
export function engagementOf(
  { opens, clicks, machine_opens, machine_clicks }: EngagementRow,
  machines: MachineActivity,
): { readonly opens: number; readonly clicks: number } {
  if (machines === 'excluded') return { opens, clicks };
  return { opens: opens + machine_opens, clicks: clicks + machine_clicks };
}
