import { reasonsShown } from './reasons-shown.ts';
import type { Widget } from './widget.ts';

/** Why messages were not sent. */
export const errorReasonsWidget: Widget<'error-reasons'> = {
  id: 'error-reasons',
  title: 'widget.error-reasons',
  subtitle: 'widget.error-reasons.subtitle',
  size: { columns: 12, rows: 9 },
  views: ['bar-and-table', 'bar', 'table'],
  inMail: true,
  show: ({ sections, totals, omitted }, format) => {
    const { text } = format;
    const { rows } = sections['error-reasons'];
    if (rows.length === 0) {
      return totals.sent === 0
        ? { kind: 'empty', words: text('empty.sent'), good: false }
        : { kind: 'empty', words: text('empty.errors'), good: true };
    }
    return reasonsShown(
      { rows, omitted: omitted['error-reasons'] },
      {
        caption: text('widget.error-reasons'),
        look: () => ({ color: 'errors', kind: '' }),
        columns: [],
        cells: () => [],
      },
      format,
    );
  },
};
