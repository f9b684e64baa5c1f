import { explanations } from '../view/explanation.ts';
import { textCell, textColumn } from '../view/table.ts';
import { noBounces } from './bounce-categories.ts';
import { reasonsShown } from './reasons-shown.ts';
import type { Widget } from './widget.ts';

/** Why messages bounced. */
export const bounceReasonsWidget: Widget<'bounce-reasons'> = {
  id: 'bounce-reasons',
  title: 'widget.bounce-reasons',
  subtitle: 'widget.bounce-reasons.subtitle',
  size: { columns: 8, rows: 10 },
  views: ['bar-and-table', 'bar', 'table'],
  inMail: true,
  show: ({ sections, totals, omitted }, format) => {
    const { text } = format;
    const { rows } = sections['bounce-reasons'];
    if (rows.length === 0) return noBounces(totals.sent, format);
    const notes = explanations(rows, format);
    return reasonsShown(
      { rows, omitted: omitted['bounce-reasons'] },
      {
        caption: text('widget.bounce-reasons'),
        look: ({ category }) => ({ color: category, kind: text(`category.${category}`) }),
        columns: [textColumn(text('column.category'))],
        cells: ({ category }) => [textCell(text(`category.${category}`), category)],
        note: (row) => notes.get(row) ?? '',
      },
      format,
    );
  },
};
