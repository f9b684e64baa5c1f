import * as z from 'zod';
import type { EngagementSection } from './section.ts';

const metrics = ['sent', 'delivered', 'bounces', 'errors', 'opens', 'clicks'] as const;

const schema = z.strictObject({
  rows: z
    .array(
      z.strictObject({
        metric: z.enum(metrics),
        count: z.int().nonnegative(),
        rate: z.number().nonnegative().nullable(),
      }),
    )
    .max(metrics.length),
});

/** The six key figures; `sent` has no rate. */
export const emailSummary: EngagementSection<'email-summary', typeof schema> = {
  id: 'email-summary',
  countsEngagement: true,
  schema,
  shape: (_rows, { totals, rates }) => ({
    rows: metrics.map((metric) => ({
      metric,
      count: totals[metric],
      rate: metric === 'sent' ? null : rates[metric],
    })),
  }),
};
