import { type Bar, barChart } from '../../charts/bars.ts';
import type { ColorName } from '../../charts/palette.ts';
import type { ShownReport } from '../../report/shown-figures.ts';
import { elapsedInWords } from '../view/elapsed.ts';
import type { Format } from '../view/format.ts';
import { rateView } from '../view/rates.ts';
import { barsInWords } from '../view/reasons.ts';
import { type Cell, numberCell, numberColumn, type Row, row, textCell, textColumn } from '../view/table.ts';
import type { Widget } from './widget.ts';

type Activity = ShownReport['sections']['engagement']['rows'][number];

const colors = {
  opens: 'opens',
  clicks: 'clicks',
  unsubscribes: 'other',
  complaints: 'other',
} as const satisfies Record<Activity['activity'], ColorName>;

/** What people did with their messages: how often, how many of them, and how soon. */
export const engagementWidget: Widget<'engagement'> = {
  id: 'engagement',
  title: 'widget.engagement',
  subtitle: 'widget.engagement.subtitle',
  size: { columns: 6, rows: 9 },
  views: ['table', 'bar'],
  inMail: false,
  appears: ({ sections }) => sections.engagement.rows.some(({ count }) => count > 0),
  show: (report, format) => {
    const { text } = format;
    const { rows } = report.sections.engagement;
    if (rows.every(({ count }) => count === 0))
      return { kind: 'empty', words: text('empty.engagement'), good: false };
    const bars = barsOf(rows, format);
    return {
      kind: 'figures',
      label: barsInWords(text('widget.engagement'), bars, format),
      chart: (_kind, room) => barChart(bars, room),
      table: {
        caption: text('widget.engagement'),
        columns: [
          textColumn(text('column.activity')),
          numberColumn(text('column.count')),
          numberColumn(text('column.unique')),
          numberColumn(text('column.rate')),
          numberColumn(text('column.half')),
          numberColumn(text('column.ninety')),
        ],
        rows: rows.map((activity) => rowOf(activity, report, format)),
        printed: true,
      },
      tiles: null,
    };
  },
};

function barsOf(rows: readonly Activity[], { text, count, rate }: Format): readonly Bar[] {
  return rows.map((row) => ({
    label: text(`metric.${row.activity}`),
    kind: '',
    count: row.count,
    figure: count(row.count),
    share: rate(row.rate),
    color: colors[row.activity],
  }));
}

/** Vendors differ in what they divide, so that below each activity is said what its rate is. */
function rowOf(activity: Activity, report: ShownReport, format: Format): Row {
  const { text, count, rate } = format;
  const after = (seconds: number | null): Cell =>
    numberCell(seconds === null ? '–' : elapsedInWords(seconds, format), seconds);
  const { formula } = rateView(activity.activity, report, format);
  return row(
    { ...textCell(text(`metric.${activity.activity}`), colors[activity.activity]), note: formula },
    numberCell(count(activity.count), activity.count),
    numberCell(count(activity.unique), activity.unique),
    numberCell(rate(activity.rate), activity.rate),
    after(activity.medianSeconds),
    after(activity.ninetiethSeconds),
  );
}
