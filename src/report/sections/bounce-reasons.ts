import * as z from 'zod';
import { enhancedStatus } from '../enhanced-status.ts';
import { bounceCategories } from './bounce-categories.ts';
import { byCountThenText } from './reason-order.ts';
import { exampleOf, reasonsQuery } from './reasons-query.ts';
import { type Section, shareOf } from './section.ts';

const schema = z.strictObject({
  rows: z.array(
    z.strictObject({
      reason: z.string().nullable(),
      code: z.string().nullable(),
      status: z.string().nullable().default(null),
      category: z.enum(bounceCategories),
      count: z.int().positive(),
      share: z.number().nonnegative().nullable(),
      example: z.string().optional(),
    }),
  ),
});

const rowSchema = z.object({
  reason: z.string().nullable(),
  code: z.string().nullable(),
  bounce_category: z.enum(bounceCategories),
  count: z.int(),
  example: z.string().nullable(),
});

/**
 * Every bounce reason with its code and category, most frequent first; `status` is its RFC 3463 enhanced status, `example`
 * its most frequent original text.
 */
export const bounceReasons: Section<'bounce-reasons', typeof schema> = {
  id: 'bounce-reasons',
  schema,
  query: (context) => reasonsQuery(context, "event_type = 'bounce'", ['bounce_category']),
  shape: (rows, { totals }) => ({
    rows: rows
      .map((row) => rowSchema.parse(row))
      .map(({ reason, code, bounce_category: category, count, example }) => ({
        reason,
        code,
        status: enhancedStatus({ code, reason }),
        category,
        count,
        share: shareOf(count, totals.bounces),
        ...exampleOf(example, reason),
      }))
      .sort(byCountThenText((row) => [row.reason, row.code, row.category])),
  }),
};
