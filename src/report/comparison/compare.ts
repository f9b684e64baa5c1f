import type { Report } from '../report.ts';
import { type Comparison, nothingCompared } from '../sections/comparison.ts';
import { comparedMetrics, figureOf } from './compared-metrics.ts';
import { earlierDeliveries } from './earlier-deliveries.ts';
import { quantile } from './quantiles.ts';
import { sinceSnapshot, type Taken } from './snapshot.ts';

/** With fewer deliveries than this there is no saying what is usual. */
export const fewestDeliveries = 3;

/** The band of what is usual has the middle 80 % of the values. */
const band = { low: 0.1, high: 0.9 } as const;

/** What of a report is compared. */
export type Compared = Taken & Pick<Report, 'partial' | 'rates'>;

const isKnown = (value: number | null): value is number => value !== null;

/**
 * A report beside earlier ones, in whatever order they come: each key figure against the median of the last `most`
 * deliveries before it and, from three of them on, the band between the 10th and the 90th percentile (quantiles.ts);
 * and what changed since the last report of the same delivery. Figures that are too low are neither compared nor compared with.
 */
export function compare(report: Compared, others: readonly Compared[], most: number): Comparison {
  if (report.partial !== undefined) return nothingCompared;
  const earlier = others.filter(({ partial }) => partial === undefined);
  const deliveries = earlierDeliveries(report, earlier, most);
  const courses = comparedMetrics.map((metric) => ({
    metric,
    values: [...deliveries, report].map((one) => figureOf(metric, one)),
  }));
  const rows = courses.map(({ metric, values }) => {
    const value = values.at(-1) ?? null;
    const known = values.slice(0, -1).filter(isKnown);
    const median = quantile(known, 0.5);
    const isEnough = known.length >= fewestDeliveries;
    return {
      metric,
      value,
      median,
      low: isEnough ? quantile(known, band.low) : null,
      high: isEnough ? quantile(known, band.high) : null,
      deliveries: known.length,
      delta: value === null || median === null ? null : value - median,
    };
  });
  const isAlone = deliveries.length === 0;
  return {
    rows: isAlone ? [] : rows,
    courses: isAlone ? [] : courses,
    deliveries: deliveries.map(({ delivery: { id, label, firstEvent, lastEvent } }) => ({
      id,
      label,
      firstEvent: firstEvent ?? '',
      lastEvent: lastEvent ?? firstEvent ?? '',
    })),
    snapshot: sinceSnapshot(report, earlier),
  };
}
