import { barChart } from '../../charts/bars.ts';
import { barsInWords, reasonBars, reasonRows } from '../view/reasons.ts';
import { numberColumn, textColumn } from '../view/table.ts';
import { chartWidth, type Widget } from './widget.ts';

/** Why messages were not sent. */
export const errorReasonsWidget: Widget<'error-reasons'> = {
  id: 'error-reasons',
  title: 'widget.error-reasons',
  subtitle: 'widget.error-reasons.subtitle',
  columns: 12,
  view: ({ sections, totals }, format) => {
    const { text } = format;
    const { rows } = sections['error-reasons'];
    if (rows.length === 0) {
      return totals.sent === 0
        ? { kind: 'empty', words: text('empty.sent'), good: false }
        : { kind: 'empty', words: text('empty.errors'), good: true };
    }
    const bars = reasonBars(rows, format, () => ({ color: 'errors', kind: '' }));
    const label = barsInWords(text('widget.error-reasons'), bars, format);
    return {
      kind: 'chart',
      beside: true,
      wide: { spec: barChart(bars, chartWidth.half), label },
      narrow: { spec: barChart(bars, chartWidth.narrow), label },
      table: {
        caption: text('widget.error-reasons'),
        columns: [
          textColumn(text('column.reason')),
          textColumn(text('column.code')),
          numberColumn(text('column.count')),
          numberColumn(text('column.share')),
        ],
        rows: reasonRows(rows, format, () => []),
        printed: true,
      },
    };
  },
};
