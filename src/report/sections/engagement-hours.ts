import * as z from 'zod';
import { engagementOf, engagementSums } from '../counting.ts';
import type { EngagementSection } from './section.ts';

const count = z.int().nonnegative();

const hoursOfWeek = 168;

const schema = z.strictObject({
  rows: z
    .array(
      z.strictObject({
        weekday: z.int().min(1).max(7),
        hour: z.int().min(0).max(23),
        opens: count,
        clicks: count,
      }),
    )
    .max(hoursOfWeek),
});

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

/**
 * Opens and clicks by weekday (1 is Monday) and hour, as clocks of the report's time zone show them: all hours of the week,
 * or none where nobody opened or clicked.
 */
export const engagementHours: EngagementSection<'engagement-hours', typeof schema> = {
  id: 'engagement-hours',
  countsEngagement: true,
  schema,
  absent: { rows: [] },
  query: ({ engagementTimes, clock }) => `
    SELECT
      scope,
      hour_of_week,
      ${engagementSums}
    FROM (
      SELECT scope, event_type, is_machine, ${clock.hourOfWeekSql('time')} AS hour_of_week, events
      FROM ${engagementTimes}
    ) AS placed
    GROUP BY scope, hour_of_week`,
  shape: (rows, { machines }) => {
    const counted = rows.map((row) => {
      const { hour_of_week, ...counts } = rowSchema.parse(row);
      return { hour_of_week, ...engagementOf(counts, machines) };
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
