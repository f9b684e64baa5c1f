import * as z from 'zod';
import { type EngagementSection, shareOf } from './section.ts';

/**
 * The steps from the targeted to those who clicked. What is left of the targeted, and of the sent, where a dump does not
 * tell of all of them, has a step of its own: targeted = excluded + errors + leftOfTargeted + sent, and
 * sent = bounced + pending + leftOfSent + delivered.
 */
export const audienceStages = [
  'targeted',
  'excluded',
  'errors',
  'leftOfTargeted',
  'sent',
  'bounced',
  'pending',
  'leftOfSent',
  'delivered',
  'opened',
  'clicked',
] as const;

const schema = z.strictObject({
  rows: z
    .array(
      z.strictObject({
        stage: z.enum(audienceStages),
        count: z.int(),
        share: z.number().nullable(),
      }),
    )
    .max(audienceStages.length),
});

const rowSchema = z.object({ bounced: z.int() });

/**
 * How many of the targeted came how far, always all stages, each as a share of the targeted. `bounced` counts messages: those that a hard or soft bounce
 * took back, and those that an ignored one ended without a delivery; `opened` and `clicked` count people. What is left is
 * below zero where more is told of a later step than of an earlier one.
 */
export const audience: EngagementSection<'audience', typeof schema> = {
  id: 'audience',
  countsEngagement: true,
  schema,
  absent: { rows: [] },
  query: ({ eventCounts, messageCounts }) => `
    SELECT scope, sum(bounced) AS bounced
    FROM (
      SELECT scope, bounced FROM ${messageCounts}
      UNION ALL
      SELECT scope, events AS bounced FROM ${eventCounts} WHERE event_type = 'bounce' AND has_message = 0
    ) AS parts
    GROUP BY scope`,
  shape: ([row], { totals }) => {
    const { targeted, excluded, errors, sent, pending, delivered } = totals;
    const bounced = row === undefined ? 0 : rowSchema.parse(row).bounced;
    const counts: Record<(typeof audienceStages)[number], number> = {
      targeted,
      excluded,
      errors,
      leftOfTargeted: targeted - excluded - errors - sent,
      sent,
      bounced,
      pending,
      leftOfSent: sent - bounced - pending - delivered,
      delivered,
      opened: totals.uniqueOpens,
      clicked: totals.uniqueClicks,
    };
    return {
      rows: audienceStages.map((stage) => ({
        stage,
        count: counts[stage],
        share: shareOf(counts[stage], targeted),
      })),
    };
  },
};
