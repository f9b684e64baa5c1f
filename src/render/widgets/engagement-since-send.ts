import { type Course, courseChart } from '../../charts/course.ts';
import { elapsedAxis } from '../../charts/elapsed-ticks.ts';
import type { ShownReport } from '../../report/shown-figures.ts';
import { elapsedInWords } from '../view/elapsed.ts';
import type { Format } from '../view/format.ts';
import { type Cell, numberCell, numberColumn, row, textCell, textColumn } from '../view/table.ts';
import { courseKindOf } from './course-kind.ts';
import type { Widget } from './widget.ts';

type Row = ShownReport['sections']['engagement-since-send']['rows'][number];

/** One of the buckets of equal length, without which there is no course to draw. */
interface Bucket extends Row {
  readonly afterSeconds: number;
  readonly untilSeconds: number;
}

const isBucket = (row: Row): row is Bucket => row.afterSeconds !== null && row.untilSeconds !== null;
const metrics = ['opens', 'clicks'] as const;

/** Opens and clicks over the time since the send of their message. */
export const engagementSinceSendWidget: Widget<'engagement-since-send'> = {
  id: 'engagement-since-send',
  title: 'widget.engagement-since-send',
  subtitle: 'widget.engagement-since-send.subtitle',
  size: { columns: 6, rows: 9 },
  views: ['line', 'area', 'bar', 'table'],
  inMail: false,
  appears: ({ sections }) => sections['engagement-since-send'].rows.some(isBucket),
  show: ({ sections, totals }, format) => {
    const { text, count } = format;
    const { rows } = sections['engagement-since-send'];
    const buckets = rows.filter(isBucket);
    if (buckets.length === 0) return { kind: 'empty', words: text('empty.sinceSend'), good: false };
    const course = courseOf(buckets, totals, format);
    const counted = (value: number): Cell => numberCell(count(value), value);
    return {
      kind: 'figures',
      label: inWords(course, format),
      chart: (kind, room, hidden) => courseChart(course, courseKindOf(kind), format, room, hidden),
      table: {
        caption: text('widget.engagement-since-send'),
        columns: [
          textColumn(text('column.sinceSend')),
          ...metrics.map((metric) => numberColumn(text(`metric.${metric}`))),
          numberColumn(text('column.openers')),
          numberColumn(text('column.clickers')),
        ],
        rows: rows.map((each) => {
          const { afterSeconds, opens, clicks, openers, clickers } = each;
          const header = { ...textCell(stretchOf(each, format)), sort: afterSeconds };
          const cells = [opens, clicks, openers, clickers].map(counted);
          return { ...row(header, ...cells), remainder: !isBucket(each) };
        }),
        printed: false,
      },
      tiles: null,
    };
  },
};

/** When a row's opens and clicks came, in words. */
function stretchOf({ afterSeconds, untilSeconds }: Row, format: Format): string {
  if (afterSeconds === null) return format.text('sinceSend.unknown');
  const from = elapsedInWords(afterSeconds, format);
  if (untilSeconds === null) return format.text('sinceSend.later', { elapsed: from });
  return format.text('date.period', { from, to: elapsedInWords(untilSeconds, format) });
}

function courseOf(buckets: readonly Bucket[], totals: ShownReport['totals'], format: Format): Course {
  return {
    axis: elapsedAxis,
    buckets: buckets.map((bucket) => ({
      from: bucket.afterSeconds * 1000,
      to: bucket.untilSeconds * 1000,
      label: stretchOf(bucket, format),
    })),
    // Where a sender tracks no opens, clicks alone have a course.
    panels: metrics
      .filter((metric) => totals[metric] > 0)
      .map((metric) => [
        {
          name: metric,
          label: format.text(`metric.${metric}`),
          total: totals[metric],
          counts: buckets.map((bucket) => bucket[metric]),
        },
      ]),
  };
}

/** The chart in words: the total of each metric and when most came. */
function inWords({ panels, buckets }: Course, format: Format): string {
  const { text, count } = format;
  const figures = panels.flat().map(({ label, total, counts }) => {
    const peak = Math.max(...counts);
    if (peak === 0) return text('performance.none', { label });
    const { from, to } = buckets[counts.indexOf(peak)] ?? { from: 0, to: 0 };
    const [start, end] = [from, to].map((time) => elapsedInWords(time / 1000, format));
    return text('sinceSend.peak', {
      ...{ label, total: count(total), peak: count(peak) },
      ...{ from: start ?? '', to: end ?? '' },
    });
  });
  const title = text('widget.engagement-since-send');
  return text('chart.label', { title, figures: figures.join(text('chart.separator')) });
}
