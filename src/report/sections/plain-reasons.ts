import * as z from 'zod';
import type { QueryRow } from '../../engine/engine.ts';
import { byCountThenText } from './reason-order.ts';
import { exampleOf } from './reasons-query.ts';
import { shareOf } from './section.ts';

/** What report.json holds of reasons that have nothing but their texts and counts. */
export const plainReasonsSchema = z.strictObject({
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

/** The rows of a query of reasons as shares of a whole, most frequent first; `example` is the most frequent original text. */
export function plainReasons(rows: readonly QueryRow[], whole: number): z.infer<typeof plainReasonsSchema> {
  return {
    rows: rows
      .map((row) => rowSchema.parse(row))
      .map(({ reason, code, count, example }) => ({
        reason,
        code,
        count,
        share: shareOf(count, whole),
        ...exampleOf(example, reason),
      }))
      .sort(byCountThenText((row) => [row.reason, row.code])),
  };
}
