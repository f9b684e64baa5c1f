import type { Bar } from '../../charts/bars.ts';
import { partsOfWhole } from './parts-of-whole.ts';
import type { Widget } from './widget.ts';

/** Hard, soft and ignored bounces. */
export const bounceCategoriesWidget: Widget<'bounce-categories'> = {
  id: 'bounce-categories',
  title: 'widget.bounce-categories',
  subtitle: 'widget.bounce-categories.subtitle',
  size: { columns: 4, rows: 10 },
  views: ['donut', 'bar', 'table'],
  inMail: true,
  show: ({ sections, totals }, format) => {
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
    return partsOfWhole(
      bars,
      rows.map(({ share }) => share),
      {
        caption: text('widget.bounce-categories'),
        column: text('column.category'),
        middle: { figure: count(totals.bounces), label: text('metric.bounces') },
      },
      format,
    );
  },
};

/** What the bounce widgets say instead of an empty chart. */
export function noBounces(sent: number, { text }: Parameters<Widget['show']>[1]): ReturnType<Widget['show']> {
  return sent === 0
    ? { kind: 'empty', words: text('empty.sent'), good: false }
    : { kind: 'empty', words: text('empty.bounces'), good: true };
}
