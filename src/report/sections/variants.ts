import * as z from 'zod';
import { estimate } from '../statistics/estimate.ts';
import { holm } from '../statistics/holm.ts';
import { newcombeDifference } from '../statistics/newcombe.ts';
import { twoProportions } from '../statistics/two-proportions.ts';
import type { Proportion } from '../statistics/wilson.ts';
import { fewestMessages } from './bounce-marks.ts';
import { compareText } from './reason-order.ts';
import { byVariant, type Results, resultsOf, resultsQuery } from './results-query.ts';
import { type EngagementSection, shareOf } from './section.ts';

/** What is compared, and what each is a share of. `sent` is a share of nothing: how many get a variant is chosen. */
const wholes = {
  sent: null,
  delivered: 'sent',
  bounces: 'sent',
  opens: 'delivered',
  clicks: 'delivered',
  unsubscribes: 'delivered',
  complaints: 'delivered',
} as const;

type Metric = keyof typeof wholes;

const metrics = Object.keys(wholes) as Metric[];
const count = z.int().nonnegative();
const difference = z.number().min(-1).max(1).nullable();

/** How rare a false difference among all variants of a metric is to be. */
const level = 0.05;

const schema = z.strictObject({
  rows: z.array(
    z.strictObject({
      variant: z.string().nullable(),
      metric: z.enum(metrics),
      count,
      of: count.nullable(),
      rate: z.number().nonnegative().nullable(),
      difference,
      low: difference,
      high: difference,
      significant: z.boolean(),
    }),
  ),
});

const notCompared = { difference: null, low: null, high: null, significant: false };

/** A metric of a variant as a share. Where there is more of it than it is a share of, as in a window cut short, it is the whole. */
function proportionOf(results: Results, metric: Metric): Proportion | null {
  const whole = wholes[metric];
  if (whole === null) return null;
  return { count: Math.min(results[metric], results[whole]), of: results[whole] };
}

/** How a metric of each other variant differs from that of the first, in their order. */
function differencesTo(first: Results, others: readonly Results[], metric: Metric) {
  const own = proportionOf(first, metric);
  const compared = others.map((other) => {
    const proportion = proportionOf(other, metric);
    if (own === null || proportion === null || Math.min(own.of, proportion.of) < fewestMessages) return null;
    return { ...newcombeDifference(proportion, own), p: twoProportions(proportion, own).p };
  });
  const tested = compared.filter((one) => one !== null);
  const significant = holm(
    tested.map(({ p }) => p),
    level,
  );
  const found = new Set(tested.filter((_, index) => significant[index]));
  return compared.map((one) => {
    if (one === null) return notCompared;
    const { difference, low, high } = one;
    const holdsZero = low <= 0 && high >= 0;
    return {
      difference: estimate(difference),
      low: estimate(low),
      high: estimate(high),
      significant: found.has(one) && !holdsZero,
    };
  });
}

/**
 * What came of the messages of each variant, by name, and how the others differ from the first by name: with the 95 %
 * interval (Newcombe), significant where the test of two proportions finds so at 5 % with Holm's correction for
 * the variants compared. No rows where the dump names no variant; messages of no variant are in none. Null is for the
 * variants with the fewest messages where there are more than a few.
 */
export const variants: EngagementSection<'variants', typeof schema> = {
  id: 'variants',
  countsEngagement: true,
  schema,
  absent: { rows: [] },
  query: (context) => resultsQuery(context, byVariant),
  shape: (rows, { machines }) => {
    const all = resultsOf(rows, machines);
    const [first, ...others] = all
      .filter(({ name }) => name !== null)
      .sort((left, right) => compareText(left.name, right.name));
    if (first === undefined) return { rows: [] };
    const compared = new Map(metrics.map((metric) => [metric, differencesTo(first, others, metric)]));
    return {
      rows: [first, ...others, ...all.filter(({ name }) => name === null)].flatMap((results, index) =>
        metrics.map((metric) => {
          const whole = wholes[metric];
          const of = whole === null ? null : results[whole];
          return {
            variant: results.name,
            metric,
            count: results[metric],
            of,
            rate: of === null ? null : shareOf(results[metric], of),
            ...(index === 0 ? notCompared : (compared.get(metric)?.[index - 1] ?? notCompared)),
          };
        }),
      ),
    };
  },
};
