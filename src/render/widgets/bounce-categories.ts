import type { Bar } from '../../charts/bars.ts';
import { ringChart } from '../../charts/ring.ts';
import { barsInWords } from '../view/reasons.ts';
import { numberCell, numberColumn, row, textCell, textColumn } from '../view/table.ts';
import { chartWidth, type Widget } from './widget.ts';

/** Hard, soft and ignored bounces. */
export const bounceCategoriesWidget: Widget<'bounce-categories'> = {
  id: 'bounce-categories',
  title: 'widget.bounce-categories',
  subtitle: 'widget.bounce-categories.subtitle',
  columns: 4,
  view: ({ sections, totals }, format) => {
    const { text, count, rate } = format;
    if (totals.bounces === 0) return noBounces(totals.sent, format);
    const { rows } = sections['bounce-categories'];
    const bars = rows.map(
      (category): Bar => ({
        label: text(`category.${category.category}`),
        kind: '',
        count: category.count,
        figure: count(category.count),
        share: rate(category.share),
        color: category.category,
      }),
    );
    return {
      kind: 'chart',
      beside: false,
      wide: null,
      narrow: {
        spec: ringChart(
          bars,
          { figure: count(totals.bounces), label: text('metric.bounces') },
          chartWidth.narrow,
        ),
        label: barsInWords(text('widget.bounce-categories'), bars, format),
      },
      table: {
        caption: text('widget.bounce-categories'),
        columns: [
          textColumn(text('column.category')),
          numberColumn(text('column.count')),
          numberColumn(text('column.share')),
        ],
        rows: bars.map((bar, index) =>
          row(
            textCell(bar.label, bar.color),
            numberCell(bar.figure, bar.count),
            numberCell(bar.share, rows[index]?.share ?? null),
          ),
        ),
        printed: false,
      },
    };
  },
};

/** What the bounce widgets say instead of an empty chart. */
export function noBounces(sent: number, { text }: Parameters<Widget['view']>[1]): ReturnType<Widget['view']> {
  return sent === 0
    ? { kind: 'empty', words: text('empty.sent'), good: false }
    : { kind: 'empty', words: text('empty.bounces'), good: true };
}
