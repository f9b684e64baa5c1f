import * as z from 'zod';
import type { Section } from './section.ts';

const metrics = ['sent', 'delivered', 'bounces', 'errors', 'opens', 'clicks'] as const;

const schema = z.strictObject({
  rows: z.array(
    z.strictObject({
      metric: z.enum(metrics),
      count: z.int().nonnegative(),
      rate: z.number().nonnegative().nullable(),
    }),
  ),
});

/** The six key figures; `sent` has no rate. */
export const emailSummary: Section<'email-summary', typeof schema> = {
  id: 'email-summary',
  schema,
  shape: (_rows, { totals, rates }) => ({
    rows: metrics.map((metric) => ({
      metric,
      count: totals[metric],
      rate: metric === 'sent' ? null : rates[metric],
    })),
  }),
};
