import * as z from 'zod';
import { bounceCategories } from './bounce-categories.ts';
import { byCountThenText } from './reason-order.ts';
import { type Section, shareOf } from './section.ts';

const schema = z.strictObject({
  rows: z.array(
    z.strictObject({
      reason: z.string().nullable(),
      code: z.string().nullable(),
      category: z.enum(bounceCategories),
      count: z.int().positive(),
      share: z.number().nonnegative().nullable(),
    }),
  ),
});

const rowSchema = z.object({
  reason: z.string().nullable(),
  code: z.string().nullable(),
  category: z.enum(bounceCategories),
  count: z.int(),
});

/** Every distinct bounce reason with its code and category, most frequent first. */
export const bounceReasons: Section<'bounce-reasons', typeof schema> = {
  id: 'bounce-reasons',
  schema,
  query: ({ events }) => `
    SELECT scope, reason, code, bounce_category AS category, count(*) AS count
    FROM ${events}
    WHERE event_type = 'bounce'
    GROUP BY scope, reason, code, bounce_category`,
  shape: (rows, { totals }) => ({
    rows: rows
      .map((row) => rowSchema.parse(row))
      .map(({ reason, code, category, count }) => ({
        reason,
        code,
        category,
        count,
        share: shareOf(count, totals.bounces),
      }))
      .sort(byCountThenText((row) => [row.reason, row.code, row.category])),
  }),
};
