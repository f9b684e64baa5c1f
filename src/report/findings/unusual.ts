import { quantile } from '../comparison/quantiles.ts';
import { evidence } from './finding.ts';
import type { Judged } from './judged.ts';
import { provisional } from './provisional.ts';
import type { Rule } from './rule.ts';

type Row = Judged['sections']['comparison']['rows'][number];

/** Fewer messages than this make rates that jump about. */
const fewestSent = 100;

/** A value is unusual this many times the width of the band away from the median, and at least a quarter of the median. */
const far = { widths: 1, ofMedian: 0.25 };

/** Which way each figure is worse; neither is where it cannot be said. */
const worse: Readonly<Record<Row['metric'], 'less' | 'more' | 'neither'>> = {
  sent: 'neither',
  delivered: 'less',
  bounces: 'more',
  errors: 'more',
  opens: 'less',
  clicks: 'less',
  clickToOpen: 'less',
  unsubscribes: 'more',
  complaints: 'more',
};

/** People still open and click for days: these grow with the time that a delivery has been watched for. */
const growing: readonly Row['metric'][] = ['opens', 'clicks', 'clickToOpen', 'unsubscribes', 'complaints'];

const spanOf = ({
  firstEvent,
  lastEvent,
}: {
  firstEvent: string | null;
  lastEvent: string | null;
}): number =>
  firstEvent === null || lastEvent === null ? 0 : Date.parse(lastEvent) - Date.parse(firstEvent);

/** Whether the delivery has been watched for as long as half of those that it is compared with, at half of their time. */
function isRipe({ delivery, sections }: Judged): boolean {
  const usual = quantile(sections.comparison.deliveries.map(spanOf), 0.5) ?? 0;
  return spanOf(delivery) >= usual / 2;
}

/** How far a value lies outside of its band, in widths of it; 0 inside, or where the difference is small in itself. */
function strangeness({ metric, value, median, low, high }: Row): number {
  if (value === null || median === null || low === null || high === null) return 0;
  if (value >= low && value <= high) return 0;
  const distance = Math.abs(value - median);
  const whole = metric === 'delivered' ? 1 - median : median;
  // A band without a width, of three that are the same say, makes no difference endlessly strange.
  const width = Math.max(high - low, far.ofMedian * whole, Number.EPSILON);
  return distance / width > far.widths ? distance / width : 0;
}

/**
 * One figure is unlike that of the deliveries before it: outside of the band of the middle 80 %, further from the median
 * than the band is wide, and by more than a quarter of it (of what was not delivered, for the delivery rate). One in five
 * values lies outside of such a band by itself: that alone is nothing to tell. At least three deliveries to compare with,
 * 100 messages sent. What only grows with time is judged once it had half the usual time, the delivery rate once what is
 * pending is no longer tried again.
 */
export const unusual: Rule<'unusual'> = {
  id: 'unusual',
  find: (figures, settings) => {
    const { sections, totals } = figures;
    if (totals.sent < fewestSent) return null;
    const ripe = isRipe(figures);
    const isOpen = provisional.find(figures, settings) !== null;
    const judged = sections.comparison.rows.filter(({ metric }) =>
      metric === 'delivered' ? !isOpen : ripe || !growing.includes(metric),
    );
    const [row] = [...judged].sort((one, other) => strangeness(other) - strangeness(one));
    if (row === undefined || strangeness(row) === 0) return null;
    const { metric, value, median, low, high, deliveries, delta } = row;
    const isWorse = worse[metric] === ((delta ?? 0) < 0 ? 'less' : 'more');
    return evidence({
      level: isWorse ? 'warning' : 'notice',
      section: 'comparison',
      subject: metric,
      value,
      limit: median,
      count: deliveries,
      low,
      high,
    });
  },
};
