import { barChart } from '../../charts/bars.ts';
import { barsInWords, reasonBars, reasonRows } from '../view/reasons.ts';
import { numberColumn, textCell, textColumn } from '../view/table.ts';
import { noBounces } from './bounce-categories.ts';
import { chartWidth, type Widget } from './widget.ts';

/** Why messages bounced. */
export const bounceReasonsWidget: Widget<'bounce-reasons'> = {
  id: 'bounce-reasons',
  title: 'widget.bounce-reasons',
  subtitle: 'widget.bounce-reasons.subtitle',
  columns: 8,
  view: ({ sections, totals }, format) => {
    const { text } = format;
    const { rows } = sections['bounce-reasons'];
    if (rows.length === 0) return noBounces(totals.sent, format);
    const bars = reasonBars(rows, format, ({ category }) => ({
      color: category,
      kind: text(`category.${category}`),
    }));
    const label = barsInWords(text('widget.bounce-reasons'), bars, format);
    return {
      kind: 'chart',
      beside: true,
      wide: { spec: barChart(bars, chartWidth.wide), label },
      narrow: { spec: barChart(bars, chartWidth.narrow), label },
      table: {
        caption: text('widget.bounce-reasons'),
        columns: [
          textColumn(text('column.reason')),
          textColumn(text('column.code')),
          textColumn(text('column.category')),
          numberColumn(text('column.count')),
          numberColumn(text('column.share')),
        ],
        rows: reasonRows(rows, format, ({ category }) => [textCell(text(`category.${category}`), category)]),
        printed: true,
      },
    };
  },
};
