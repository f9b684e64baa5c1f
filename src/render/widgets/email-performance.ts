import { type Course, type CourseBucket, courseChart } from '../../charts/course.ts';
import type { ShownReport } from '../../report/shown-figures.ts';
import { type Zone, zoneOf } from '../../time-zone.ts';
import { type Bucket, bucketEnd, bucketInWords, bucketOf } from '../view/duration.ts';
import type { Format } from '../view/format.ts';
import { numberCell, numberColumn, row, textCell, textColumn } from '../view/table.ts';
import { courseKindOf } from './course-kind.ts';
import type { Widget } from './widget.ts';

const panels = [
  ['sent', 'delivered'],
  ['bounces', 'errors'],
  ['opens', 'clicks'],
] as const;
const metrics = panels.flat();
/** More rows than this take the chart off the first sheet. */
const printedRows = 6;

type Buckets = ShownReport['sections']['email-performance']['rows'];

/** The six metrics over time. */
export const emailPerformanceWidget: Widget<'email-performance'> = {
  id: 'email-performance',
  title: 'widget.email-performance',
  subtitle: 'widget.email-performance.subtitle',
  size: { columns: 8, rows: 11 },
  views: ['line', 'area', 'bar', 'table'],
  inMail: true,
  show: ({ sections, totals, window }, format) => {
    const { text } = format;
    const { bucket: duration, rows } = sections['email-performance'];
    if (rows.length === 0) return { kind: 'empty', words: text('empty.events'), good: false };
    const bucket = bucketOf(duration);
    const buckets = bucketsOf(rows, bucket, zoneOf(window.timezone), format);
    const course = courseOf(rows, buckets, totals, format);
    return {
      kind: 'figures',
      label: inWords(course, bucket, format),
      chart: (kind, room, hidden) => courseChart(course, courseKindOf(kind), format, room, hidden),
      table: {
        caption: text('performance.caption', {
          bucket: bucketInWords(bucket, format),
          zone: format.zone.name,
        }),
        columns: [
          textColumn(text('column.start')),
          ...metrics.map((metric) => numberColumn(text(`metric.${metric}`))),
        ],
        rows: rows.map((counts, index) =>
          row(
            { ...textCell(buckets[index]?.startLabel ?? ''), sort: Date.parse(counts.start) },
            ...metrics.map((metric) => numberCell(format.count(counts[metric]), counts[metric])),
          ),
        ),
        printed: rows.length <= printedRows,
      },
      tiles: null,
    };
  },
};

/** The buckets were cut in the report's own zone; seen from another one, its days may begin at odd hours. */
function bucketsOf(
  rows: Buckets,
  bucket: Bucket,
  zone: Zone,
  format: Format,
): readonly (CourseBucket & { readonly startLabel: string })[] {
  const beginsDay = (instant: number): boolean => format.date(instant) !== format.date(instant - 1);
  return rows.map(({ start }) => {
    const from = Date.parse(start);
    const to = bucketEnd(from, bucket, zone);
    const wholeDays = bucket.unit === 'day' && beginsDay(from) && beginsDay(to);
    if (!wholeDays) return { from, to, startLabel: format.dateTime(from), label: format.period(from, to) };
    const [first, last] = [format.date(from), format.date(to - 1)];
    const label = first === last ? first : format.text('date.period', { from: first, to: last });
    return { from, to, startLabel: first, label };
  });
}

function courseOf(
  rows: Buckets,
  buckets: readonly CourseBucket[],
  totals: ShownReport['totals'],
  format: Format,
): Course {
  return {
    buckets,
    panels: panels.map((names) =>
      names.map((metric) => ({
        name: metric,
        label: format.text(`metric.${metric}`),
        total: totals[metric],
        counts: rows.map((counts) => counts[metric]),
      })),
    ),
  };
}

/** The chart in words: each metric's total and its highest bucket. */
function inWords({ panels, buckets }: Course, bucket: Bucket, format: Format): string {
  const figures = panels.flat().map(({ label, total, counts }) => {
    const peak = Math.max(...counts);
    if (peak === 0) return format.text('performance.none', { label });
    const start = buckets[counts.indexOf(peak)]?.from ?? 0;
    return format.text('performance.peak', {
      label,
      total: format.count(total),
      peak: format.count(peak),
      start: format.dateTime(start),
    });
  });
  const from = buckets[0]?.from ?? 0;
  const to = buckets.length === 1 ? from : (buckets.at(-1)?.to ?? from);
  const title = format.text('performance.label', {
    bucket: bucketInWords(bucket, format),
    period: format.period(from, to),
  });
  return format.text('chart.label', { title, figures: figures.join(format.text('chart.separator')) });
}
