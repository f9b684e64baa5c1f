import * as z from 'zod';
import { byCountThenText } from './reason-order.ts';
import { type Section, shareOf } from './section.ts';

const schema = z.strictObject({
  rows: z.array(
    z.strictObject({
      reason: z.string().nullable(),
      code: z.string().nullable(),
      count: z.int().positive(),
      share: z.number().nonnegative().nullable(),
    }),
  ),
});

const rowSchema = z.object({ reason: z.string().nullable(), code: z.string().nullable(), count: z.int() });

/** Every distinct reason why a message was not sent, most frequent first. */
export const errorReasons: Section<'error-reasons', typeof schema> = {
  id: 'error-reasons',
  schema,
  query: ({ events }) => `
    SELECT scope, reason, code, count(*) AS count
    FROM ${events}
    WHERE event_type = 'error'
    GROUP BY scope, reason, code`,
  shape: (rows, { totals }) => ({
    rows: rows
      .map((row) => rowSchema.parse(row))
      .map(({ reason, code, count }) => ({ reason, code, count, share: shareOf(count, totals.errors) }))
      .sort(byCountThenText((row) => [row.reason, row.code])),
  }),
};
