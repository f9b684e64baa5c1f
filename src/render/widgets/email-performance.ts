import { emailPerformanceChart, type PerformanceChart, type Series } from '../../charts/email-performance.ts';
import type { Report } from '../../report/report.ts';
import { type Bucket, bucketEnd, bucketInWords, bucketOf } from '../view/duration.ts';
import type { Format } from '../view/format.ts';
import { numberCell, numberColumn, row, textCell, textColumn } from '../view/table.ts';
import { chartWidth, type Widget } from './widget.ts';

const panels = [
  ['sent', 'delivered'],
  ['bounces', 'errors'],
  ['opens', 'clicks'],
] as const;
const metrics = panels.flat();
const printedRows = 16;

type Buckets = Report['sections']['email-performance']['rows'];

/** The six metrics over time. */
export const emailPerformanceWidget: Widget<'email-performance'> = {
  id: 'email-performance',
  title: 'widget.email-performance',
  subtitle: 'widget.email-performance.subtitle',
  columns: 8,
  view: ({ sections, totals }, format) => {
    const { text } = format;
    const { bucket: duration, rows } = sections['email-performance'];
    const bucket = bucketOf(duration);
    const chart = chartOf(rows, bucket, totals, format);
    if (chart === null) return { kind: 'empty', words: text('empty.events'), good: false };
    const label = inWords(rows, bucket, chart, format);
    return {
      kind: 'chart',
      beside: false,
      wide: { spec: emailPerformanceChart(chart, format, chartWidth.wide), label },
      narrow: { spec: emailPerformanceChart(chart, format, chartWidth.narrow), label },
      table: {
        caption: text('performance.caption', {
          bucket: bucketInWords(bucket, format),
          zone: format.zone.name,
        }),
        columns: [
          textColumn(text('column.start')),
          ...metrics.map((metric) => numberColumn(text(`metric.${metric}`))),
        ],
        rows: rows.map((counts) => {
          const start = Date.parse(counts.start);
          return row(
            { ...textCell(bucket.unit === 'day' ? format.date(start) : format.dateTime(start)), sort: start },
            ...metrics.map((metric) => numberCell(format.count(counts[metric]), counts[metric])),
          );
        }),
        printed: rows.length <= printedRows,
      },
    };
  },
};

/** The lines of the chart, each closed by a point at the end of the last bucket, so that this one has its width too. */
function chartOf(
  rows: Buckets,
  bucket: Bucket,
  totals: Report['totals'],
  format: Format,
): PerformanceChart | null {
  const [first] = rows;
  const last = rows.at(-1);
  if (first === undefined || last === undefined) return null;
  const end = bucketEnd(Date.parse(last.start), bucket, format.zone);
  const series = (metric: (typeof metrics)[number]): Series => ({
    name: metric,
    label: format.text(`metric.${metric}`),
    total: format.count(totals[metric]),
    points: [
      ...rows.map((counts) => ({ at: Date.parse(counts.start), count: counts[metric] })),
      { at: end, count: last[metric] },
    ],
  });
  return { from: Date.parse(first.start), to: end, panels: panels.map((names) => names.map(series)) };
}

/** The chart in words: each metric's total and its highest bucket. */
function inWords(
  rows: Buckets,
  bucket: Bucket,
  { from, to, panels }: PerformanceChart,
  format: Format,
): string {
  const figures = panels.flat().map(({ label, total, points }) => {
    const peak = points.reduce((highest, point) => (point.count > highest.count ? point : highest));
    if (peak.count === 0) return format.text('performance.none', { label });
    return format.text('performance.peak', {
      label,
      total,
      peak: format.count(peak.count),
      start: format.dateTime(peak.at),
    });
  });
  const title = format.text('performance.label', {
    bucket: bucketInWords(bucket, format),
    period: format.period(from, rows.length === 1 ? from : to),
  });
  return format.text('chart.label', { title, figures: figures.join(format.text('chart.separator')) });
}
