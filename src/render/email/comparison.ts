import type { Report } from '../../report/report.ts';
import type { ShownReport } from '../../report/shown-figures.ts';
import { sinceSnapshot } from '../view/comparison.ts';
import { pointsOf } from '../view/difference.ts';
import type { Format } from '../view/format.ts';
import { deliveryName } from '../view/header.ts';

const compared = ['delivered', 'bounces', 'opens', 'clicks'] as const;

/** The rates beside those of an earlier report, in a line; null where there is none that both have. */
export function comparisonLine(
  report: ShownReport,
  earlier: Pick<Report, 'delivery' | 'window' | 'rates'>,
  format: Format,
): string | null {
  const { text } = format;
  const figures = compared.flatMap((name) => {
    const [now, then] = [report.rates[name], earlier.rates[name]];
    if (now === null || then === null) return [];
    return [text(`email.compared.${name}`, { rate: format.rate(now), change: change(now - then, format) })];
  });
  if (figures.length === 0) return null;
  const name = deliveryName(earlier.delivery);
  const date = dateOf(earlier, report, format);
  const values = { name, figures: figures.join(', ') };
  return date === null ? text('email.comparedUndated', values) : text('email.compared', { ...values, date });
}

/** What a report holds of comparisons, in a line: what is new in its delivery, else its rates beside those before it. */
export function comparisonOf(
  comparison: Report['sections']['comparison'],
  report: ShownReport,
  format: Format,
): string | null {
  const { text, plural, count } = format;
  const since = sinceSnapshot(comparison, format);
  if (since !== null) return since;
  const [last, ...others] = comparison.deliveries;
  if (last === undefined) return null;
  const figures = compared.flatMap((name) => {
    const row = comparison.rows.find(({ metric }) => metric === name);
    const [now, delta] = [report.rates[name], row?.delta ?? null];
    if (now === null || delta === null) return [];
    return [text(`email.compared.${name}`, { rate: format.rate(now), change: change(delta, format) })];
  });
  if (figures.length === 0) return null;
  const values = { figures: figures.join(', ') };
  if (others.length > 0) {
    const deliveries = comparison.deliveries.length;
    return plural('email.comparedDeliveries', deliveries, { ...values, count: count(deliveries) });
  }
  const date = format.date(Date.parse(last.firstEvent));
  return text('email.compared', { ...values, name: deliveryName(last), date });
}

/** A difference of two rates in percentage points: +0.4 points. */
function change(difference: number, format: Format): string {
  const shown = pointsOf(difference, format);
  if (shown === null) return format.text('email.unchanged');
  return format.plural('email.points', shown.size, { points: shown.points });
}

/** The days of its window; else when its data ends, where it is the same delivery at an earlier time, or when it began. */
function dateOf(
  { delivery, window }: Pick<Report, 'delivery' | 'window'>,
  report: ShownReport,
  { date, dateTime, text }: Format,
): string | null {
  if (window.from !== null && window.to !== null) {
    const [from, to] = [date(Date.parse(window.from)), date(Date.parse(window.to) - 1)];
    return from === to ? from : text('date.period', { from, to });
  }
  if (delivery.firstEvent === null || delivery.lastEvent === null) return null;
  return delivery.id === report.delivery.id
    ? dateTime(Date.parse(delivery.lastEvent))
    : date(Date.parse(delivery.firstEvent));
}
