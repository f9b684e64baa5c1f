import * as z from 'zod';
import { type Section, shareOf } from './section.ts';

export const bounceCategories = ['hard', 'soft', 'ignored'] as const;

const schema = z.strictObject({
  rows: z
    .array(
      z.strictObject({
        category: z.enum(bounceCategories),
        count: z.int().nonnegative(),
        share: z.number().nonnegative().nullable(),
      }),
    )
    .length(bounceCategories.length),
});

const rowSchema = z.object({ category: z.enum(bounceCategories), count: z.int() });

/** Hard, soft and ignored bounces, always all three and in this order. */
export const bounceCategoriesSection: Section<'bounce-categories', typeof schema> = {
  id: 'bounce-categories',
  schema,
  query: ({ eventCounts }) => `
    SELECT scope, bounce_category AS category, sum(events) AS count
    FROM ${eventCounts}
    WHERE event_type = 'bounce'
    GROUP BY scope, bounce_category`,
  shape: (rows, { totals }) => {
    const counts = new Map(
      rows.map((row) => rowSchema.parse(row)).map(({ category, count }) => [category, count]),
    );
    return {
      rows: bounceCategories.map((category) => {
        const count = counts.get(category) ?? 0;
        return { category, count, share: shareOf(count, totals.bounces) };
      }),
    };
  },
};
