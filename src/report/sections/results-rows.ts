import * as z from 'zod';
import { withBounceMarks } from './bounce-marks.ts';
import { compareText } from './reason-order.ts';
import type { Results } from './results-query.ts';

const count = z.int().nonnegative();
const difference = z.number().min(-1).max(1).nullable();

/** What a row holds of the messages to a group of recipients; see metrics.md for each. */
export const resultsShape = {
  domains: count,
  sent: count,
  delivered: count,
  bounces: count,
  hard: count,
  soft: count,
  ignored: count,
  opens: count,
  clicks: count,
  unsubscribes: count,
  complaints: count,
  bounceRate: z.number().nonnegative().nullable(),
  difference,
  low: difference,
  high: difference,
  standsOut: z.boolean(),
};

type Counts = Omit<Results, 'name' | 'names'>;

/** The groups of a delivery with their bounce rates compared, the one with the most messages first, then by name. */
export function resultsRows<Group extends Counts>(
  groups: readonly Group[],
  nameOf: (group: Group) => string | null,
) {
  return withBounceMarks(groups)
    .slice()
    .sort((left, right) => right.sent - left.sent || compareText(nameOf(left), nameOf(right)));
}
