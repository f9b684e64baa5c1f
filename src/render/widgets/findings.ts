import { findingViews } from '../view/findings.ts';
import { row, textCell, textColumn } from '../view/table.ts';
import type { Widget } from './widget.ts';

/** What the figures mean, in at most five sentences. */
export const findingsWidget: Widget<'findings'> = {
  id: 'findings',
  title: 'widget.findings',
  subtitle: null,
  size: { columns: 12, rows: 6 },
  views: ['tiles', 'table'],
  appears: ({ sections }) => sections.findings.rows.length > 0,
  inMail: true,
  show: (report, format) => {
    const { text } = format;
    const findings = findingViews(report, format);
    if (findings.length === 0) return { kind: 'empty', words: text('empty.findings'), good: false };
    return {
      kind: 'figures',
      label: findings.map(({ word, sentence }) => `${word} ${sentence}`).join(' '),
      chart: null,
      table: {
        caption: text('widget.findings'),
        columns: [textColumn(text('column.level')), textColumn(text('column.finding'))],
        rows: findings.map(({ word, sentence }) =>
          row(textCell(word), { ...textCell(sentence), foreign: true }),
        ),
        printed: true,
      },
      tiles: { findings },
    };
  },
};
