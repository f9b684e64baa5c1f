import * as z from 'zod';
import { byCountThenText } from './reason-order.ts';
import { exampleOf, reasonsQuery } from './reasons-query.ts';
import { type Section, shareOf } from './section.ts';

const schema = z.strictObject({
  rows: z.array(
    z.strictObject({
      reason: z.string().nullable(),
      code: z.string().nullable(),
      count: z.int().positive(),
      share: z.number().nonnegative().nullable(),
      example: z.string().optional(),
    }),
  ),
});

const rowSchema = z.object({
  reason: z.string().nullable(),
  code: z.string().nullable(),
  count: z.int(),
  example: z.string().nullable(),
});

/** Every reason why a message was not sent, most frequent first; `example` is its most frequent original text. */
export const errorReasons: Section<'error-reasons', typeof schema> = {
  id: 'error-reasons',
  schema,
  query: (context) => reasonsQuery(context, "event_type = 'error'"),
  shape: (rows, { totals }) => ({
    rows: rows
      .map((row) => rowSchema.parse(row))
      .map(({ reason, code, count, example }) => ({
        reason,
        code,
        count,
        share: shareOf(count, totals.errors),
        ...exampleOf(example, reason),
      }))
      .sort(byCountThenText((row) => [row.reason, row.code])),
  }),
};
