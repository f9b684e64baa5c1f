import type { Rates, Totals } from '../report.ts';

/** The key figures that deliveries are compared by: how many were sent, and the rates. */
export const comparedMetrics = [
  'sent',
  'delivered',
  'bounces',
  'errors',
  'opens',
  'clicks',
  'clickToOpen',
  'unsubscribes',
  'complaints',
] as const satisfies readonly ('sent' | keyof Rates)[];

export type ComparedMetric = (typeof comparedMetrics)[number];

/** A key figure of a report: a count for `sent`, else a rate; null where there was nothing to divide by. */
export function figureOf(
  metric: ComparedMetric,
  { totals, rates }: { readonly totals: Pick<Totals, 'sent'>; readonly rates: Rates },
): number | null {
  return metric === 'sent' ? totals.sent : rates[metric];
}
