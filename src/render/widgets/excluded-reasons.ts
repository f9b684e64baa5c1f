import { reasonsShown } from './reasons-shown.ts';
import type { Widget } from './widget.ts';

/** Why recipients were left out before the send. */
export const excludedReasonsWidget: Widget<'excluded-reasons'> = {
  id: 'excluded-reasons',
  title: 'widget.excluded-reasons',
  subtitle: 'widget.excluded-reasons.subtitle',
  size: { columns: 6, rows: 10 },
  views: ['table', 'bar'],
  inMail: false,
  appears: ({ sections }) => sections['excluded-reasons'].rows.length > 0,
  show: ({ sections, omitted }, format) => {
    const { text } = format;
    const { rows } = sections['excluded-reasons'];
    if (rows.length === 0) return { kind: 'empty', words: text('empty.excluded'), good: false };
    return reasonsShown(
      { rows, omitted: omitted['excluded-reasons'] },
      {
        caption: text('widget.excluded-reasons'),
        look: () => ({ color: 'other', kind: '' }),
        columns: [],
        cells: () => [],
        bars: 'other',
      },
      format,
    );
  },
};
