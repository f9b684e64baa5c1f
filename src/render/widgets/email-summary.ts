import type { Report } from '../../report/report.ts';
import type { Format } from '../view/format.ts';
import { rateView } from '../view/rates.ts';
import type { Widget } from './widget.ts';

/** The key figures as tiles, and the lesser ones in a line below them. */
export const emailSummaryWidget: Widget<'email-summary'> = {
  id: 'email-summary',
  title: 'widget.email-summary',
  subtitle: null,
  columns: 12,
  view: (report, format) => ({
    kind: 'own',
    figures: {
      tiles: report.sections['email-summary'].rows.map(({ metric, count }) => ({
        metric,
        label: format.text(`metric.${metric}`),
        count: format.count(count),
        rate: metric === 'sent' ? null : rateView(metric, report, format),
        details: details(metric, report, format),
      })),
      lesser: lesser(report, format),
    },
  }),
};

type Metric = Report['sections']['email-summary']['rows'][number]['metric'];

/** The small lines of a tile: how many people, and how many machines besides. */
function details(metric: Metric, { totals }: Report, { text, count }: Format): readonly string[] {
  if (metric === 'opens') {
    return [
      text('tile.unique', { count: count(totals.uniqueOpens) }),
      text('tile.machine', { count: count(totals.machineOpens) }),
    ];
  }
  if (metric === 'clicks') {
    return [
      text('tile.unique', { count: count(totals.uniqueClicks) }),
      text('tile.machine', { count: count(totals.machineClicks) }),
    ];
  }
  return [];
}

function lesser(report: Report, format: Format): readonly object[] {
  const { totals } = report;
  const figure = (id: 'targeted' | 'excluded' | 'retries' | 'pending'): object => ({
    label: format.text(`metric.${id}`),
    count: format.count(totals[id]),
    rate: null,
  });
  return [
    figure('targeted'),
    figure('excluded'),
    figure('retries'),
    figure('pending'),
    { label: format.text('rate.clickToOpen'), count: null, rate: rateView('clickToOpen', report, format) },
    {
      label: format.text('metric.unsubscribes'),
      count: format.count(totals.unsubscribes),
      rate: rateView('unsubscribes', report, format),
    },
    {
      label: format.text('metric.complaints'),
      count: format.count(totals.complaints),
      rate: rateView('complaints', report, format),
    },
  ];
}
