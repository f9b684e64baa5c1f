import { bandSparkline } from '../view/band-sparkline.ts';
import { comparedFigures, sinceSnapshot } from '../view/comparison.ts';
import { numberCell, numberColumn, row, textCell, textColumn } from '../view/table.ts';
import type { Widget } from './widget.ts';

/** The key figures beside those of earlier deliveries, and what changed since the last report of this one. */
export const comparisonWidget: Widget<'comparison'> = {
  id: 'comparison',
  title: 'widget.comparison',
  subtitle: 'widget.comparison.subtitle',
  size: { columns: 12, rows: 11 },
  views: ['tiles', 'table'],
  appears: ({ sections: { comparison } }) => comparison.rows.length > 0 || comparison.snapshot !== null,
  inMail: true,
  show: ({ sections: { comparison } }, format) => {
    const { text, plural, count } = format;
    const since = sinceSnapshot(comparison, format);
    const figures = comparedFigures(comparison, format);
    const deliveries = comparison.deliveries.length;
    if (figures.length === 0 && since === null)
      return { kind: 'empty', words: text('empty.comparison'), good: false };
    const compared = plural('comparison.deliveries', deliveries, { count: count(deliveries) });
    return {
      kind: 'figures',
      label: [...(since === null ? [] : [since]), ...(deliveries === 0 ? [] : [compared])].join(' '),
      chart: null,
      table: {
        caption: deliveries === 0 ? text('widget.comparison') : compared,
        columns: [
          textColumn(text('column.metric')),
          textColumn(text('column.band')),
          numberColumn(text('column.value')),
          numberColumn(text('column.median')),
          numberColumn(text('column.delta')),
        ],
        rows: figures.map(({ label, value, median, delta, band }, index) => {
          const figure = comparison.rows[index];
          return row(
            textCell(label),
            textCell(band),
            numberCell(value, figure?.value ?? null),
            numberCell(median, figure?.median ?? null),
            numberCell(delta, figure?.delta ?? null),
          );
        }),
        printed: true,
      },
      tiles: {
        since,
        compared: deliveries === 0 ? null : compared,
        figures: figures.map((figure, index) => {
          const { low = null, high = null } = comparison.rows[index] ?? {};
          return {
            ...figure,
            sparkline: bandSparkline(comparison.courses[index]?.values ?? [], low, high),
          };
        }),
      },
    };
  },
};
