import * as z from 'zod';
import type { MachineActivity } from '../report.ts';
import type { EngagementSection } from './section.ts';

export const activities = ['opens', 'clicks', 'unsubscribes', 'complaints'] as const;
type Activity = (typeof activities)[number];

const count = z.int().nonnegative();
const seconds = count.nullable();

const schema = z.strictObject({
  rows: z
    .array(
      z.strictObject({
        activity: z.enum(activities),
        count,
        unique: count,
        rate: z.number().nonnegative().nullable(),
        medianSeconds: seconds,
        ninetiethSeconds: seconds,
      }),
    )
    .max(activities.length),
});

const eventTypes = { opens: 'open', clicks: 'click', unsubscribes: 'unsubscribe', complaints: 'complaint' };

const milliseconds = z.number().nullable();

const rowSchema = z.object({
  event_type: z.enum(Object.values(eventTypes)),
  people: z.int(),
  half: milliseconds,
  ninety: milliseconds,
  half_with_machines: milliseconds,
  ninety_with_machines: milliseconds,
});

type QueriedRow = z.infer<typeof rowSchema>;

/** After how long half of the messages had their first event, and nine in ten. */
function timesOf(row: QueriedRow | undefined, machines: MachineActivity) {
  const inSeconds = (time: number | null | undefined): number | null =>
    time === null || time === undefined ? null : Math.round(time / 1000);
  const included = machines === 'included';
  return {
    medianSeconds: inSeconds(included ? row?.half_with_machines : row?.half),
    ninetiethSeconds: inSeconds(included ? row?.ninety_with_machines : row?.ninety),
  };
}

/**
 * What people did with their messages: how often, how many of them, and how long after its send a message that was
 * opened (clicked, ...) was so for the first time: half of them within the median, nine in ten within the other.
 */
export const engagement: EngagementSection<'engagement', typeof schema> = {
  id: 'engagement',
  countsEngagement: true,
  schema,
  absent: { rows: [] },
  query: ({ endings, responseTimes }) => `
    SELECT
      scope,
      event_type,
      sum(people) AS people,
      max(half) AS half,
      max(ninety) AS ninety,
      max(half_with_machines) AS half_with_machines,
      max(ninety_with_machines) AS ninety_with_machines
    FROM (
      SELECT
        scope,
        event_type,
        CASE WHEN person IS NULL THEN sum(events) ELSE 1 END AS people,
        NULL AS half,
        NULL AS ninety,
        NULL AS half_with_machines,
        NULL AS ninety_with_machines
      FROM ${endings}
      GROUP BY scope, event_type, person
      UNION ALL
      SELECT scope, event_type, 0 AS people, half, ninety, half_with_machines, ninety_with_machines
      FROM ${responseTimes}
    ) AS counted
    GROUP BY scope, event_type`,
  shape: (rows, { totals, rates, machines }) => {
    const queried = rows.map((row) => rowSchema.parse(row));
    const rowOf = (activity: Activity) =>
      queried.find(({ event_type }) => event_type === eventTypes[activity]);
    const uniqueOf = (activity: Activity): number => {
      if (activity === 'opens') return totals.uniqueOpens;
      return activity === 'clicks' ? totals.uniqueClicks : (rowOf(activity)?.people ?? 0);
    };
    return {
      rows: activities.map((activity) => ({
        activity,
        count: totals[activity],
        unique: uniqueOf(activity),
        rate: rates[activity],
        ...timesOf(rowOf(activity), machines),
      })),
    };
  },
};
