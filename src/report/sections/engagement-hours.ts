import * as z from 'zod';
import type { EngagementSection } from './section.ts';

const count = z.int().nonnegative();

const schema = z.strictObject({
  rows: z.array(
    z.strictObject({
      weekday: z.int().min(1).max(7),
      hour: z.int().min(0).max(23),
      opens: count,
      clicks: count,
    }),
  ),
});

const hoursOfWeek = 168;

const rowSchema = z.object({
  hour_of_week: z
    .int()
    .min(0)
    .max(hoursOfWeek - 1),
  opens: count,
  clicks: count,
  machine_opens: count,
  machine_clicks: count,
});

const countIf = (type: string, machine: 0 | 1): string =>
  `sum(CASE WHEN event_type = '${type}' AND is_machine = ${machine} THEN 1 ELSE 0 END)`;

/**
 * Opens and clicks by weekday (1 is Monday) and hour, as clocks of the report's time zone show them: all hours of the week,
 * or none where nobody opened or clicked.
 */
export const engagementHours: EngagementSection<'engagement-hours', typeof schema> = {
  id: 'engagement-hours',
  countsEngagement: true,
  schema,
  absent: { rows: [] },
  query: ({ engagement, clock }) => `
    SELECT
      scope,
      hour_of_week,
      ${countIf('open', 0)} AS opens,
      ${countIf('click', 0)} AS clicks,
      ${countIf('open', 1)} AS machine_opens,
      ${countIf('click', 1)} AS machine_clicks
    FROM (
      SELECT scope, event_type, is_machine, ${clock.hourOfWeekSql('time')} AS hour_of_week
      FROM ${engagement}
      WHERE event_type IN ('open', 'click')
    ) AS placed
    GROUP BY scope, hour_of_week`,
  shape: (rows, { machines }) => {
    const counted = rows.map((row) => {
      const { hour_of_week, opens, clicks, machine_opens, machine_clicks } = rowSchema.parse(row);
      if (machines === 'excluded') return { hour_of_week, opens, clicks };
      return { hour_of_week, opens: opens + machine_opens, clicks: clicks + machine_clicks };
    });
    if (counted.every(({ opens, clicks }) => opens + clicks === 0)) return { rows: [] };
    const byHour = new Map(counted.map((row) => [row.hour_of_week, row]));
    return {
      rows: Array.from({ length: hoursOfWeek }, (_, index) => ({
        weekday: Math.floor(index / 24) + 1,
        hour: index % 24,
        opens: byHour.get(index)?.opens ?? 0,
        clicks: byHour.get(index)?.clicks ?? 0,
      })),
    };
  },
};
