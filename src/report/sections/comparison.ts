import * as z from 'zod';
import { comparedMetrics } from '../comparison/compared-metrics.ts';
import type { Section } from './section.ts';

const number = z.number().nullable();
const instant = z.iso.datetime({ precision: 3 });
const metric = z.enum(comparedMetrics);

/** The counts whose change since an earlier report of the same delivery is told, in this order. */
export const changedTotals = [
  'sent',
  'delivered',
  'bounces',
  'errors',
  'opens',
  'clicks',
  'unsubscribes',
  'complaints',
] as const;

const schema = z.strictObject({
  rows: z
    .array(
      z.strictObject({
        metric,
        value: number,
        median: number,
        low: number,
        high: number,
        deliveries: z.int().nonnegative(),
        delta: number,
      }),
    )
    .max(comparedMetrics.length),
  /** The values of each metric, oldest delivery first, this one last. */
  courses: z.array(z.strictObject({ metric, values: z.array(number) })).max(comparedMetrics.length),
  /** The deliveries that it was compared with, oldest first. */
  deliveries: z.array(
    z.strictObject({
      id: z.string(),
      label: z.string().nullable(),
      firstEvent: instant,
      lastEvent: instant,
    }),
  ),
  /** What changed since the last report of the same delivery, whose data ended at `lastEvent`. */
  snapshot: z
    .strictObject({
      lastEvent: instant,
      changes: z.array(z.strictObject({ metric: z.enum(changedTotals), change: z.int() })),
      reason: z
        .strictObject({
          reason: z.string().nullable(),
          code: z.string().nullable(),
          change: z.int().positive(),
        })
        .nullable(),
    })
    .nullable(),
});

export type Comparison = z.infer<typeof schema>;

/** What a report holds that was compared with nothing. */
export const nothingCompared: Comparison = { rows: [], courses: [], deliveries: [], snapshot: null };

/** The report beside earlier ones. It is no query's answer: conclude.ts fills it in when they are at hand. */
export const comparison: Section<'comparison', typeof schema> = {
  id: 'comparison',
  schema,
  absent: nothingCompared,
  shape: () => nothingCompared,
};
