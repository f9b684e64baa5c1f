import type { Report } from '../../report/report.ts';
import { displayText } from '../escape.ts';
import type { Format } from '../view/format.ts';
import { points } from '../view/points.ts';
import {
  type Cell,
  foreignCell,
  numberCell,
  numberColumn,
  row,
  textCell,
  textColumn,
} from '../view/table.ts';
import type { Widget } from './widget.ts';

type VariantRow = Report['sections']['variants']['rows'][number];

/** What came of each variant, metric by metric, and where one differs from the first by more than chance. */
export const variantsWidget: Widget<'variants'> = {
  id: 'variants',
  title: 'widget.variants',
  subtitle: 'widget.variants.subtitle',
  size: { columns: 12, rows: 12 },
  views: ['table'],
  appears: ({ sections }) => new Set(sections.variants.rows.map(({ variant }) => variant)).size > 1,
  inMail: false,
  show: ({ sections, totals }, format) => {
    const { text, count, rate } = format;
    const { rows } = sections.variants;
    if (rows.length === 0)
      return { kind: 'empty', words: text(totals.sent === 0 ? 'empty.sent' : 'empty.variants'), good: false };
    const byMetric = [...new Set(rows.map(({ metric }) => metric))].flatMap((metric) =>
      rows.filter((one) => one.metric === metric),
    );
    return {
      kind: 'figures',
      label: inWords(byMetric, format),
      chart: null,
      table: {
        caption: text('widget.variants'),
        columns: [
          textColumn(text('column.metric')),
          textColumn(text('column.variant')),
          numberColumn(text('column.count')),
          numberColumn(text('column.rate')),
          numberColumn(text('column.difference')),
          textColumn(text('column.significant')),
        ],
        rows: byMetric.map((one) =>
          row(
            textCell(text(`metric.${one.metric}`)),
            variantCell(one, format),
            numberCell(count(one.count), one.count),
            one.of === null ? numberCell('', null) : numberCell(rate(one.rate), one.rate),
            numberCell(differenceOf(one, format), one.difference),
            textCell(verdictOf(one, format)),
          ),
        ),
        printed: true,
      },
      tiles: null,
    };
  },
};

const nameOf = ({ variant }: VariantRow, { text }: Format): string =>
  variant === null ? text('variants.others') : displayText(variant);

const variantCell = (one: VariantRow, format: Format): Cell =>
  one.variant === null ? textCell(nameOf(one, format)) : foreignCell(nameOf(one, format));

function differenceOf({ difference, low, high }: VariantRow, format: Format): string {
  if (difference === null || low === null || high === null) return '';
  return format.text('variants.difference', {
    difference: points(difference, format),
    low: points(low, format),
    high: points(high, format),
  });
}

function verdictOf({ difference, significant }: VariantRow, { text }: Format): string {
  if (difference === null) return '';
  return text(significant ? 'variants.significant' : 'variants.chance');
}

/** Each rate of each variant, and its difference where there is one to tell. */
function inWords(rows: readonly VariantRow[], format: Format): string {
  const { text, rate } = format;
  const figures = rows
    .filter(({ of }) => of !== null)
    .map((one) => {
      const label = `${text(`metric.${one.metric}`)} ${nameOf(one, format)}`;
      const verdict = one.significant ? ` (${differenceOf(one, format)})` : '';
      return `${label} ${rate(one.rate)}${verdict}`;
    });
  return text('chart.label', {
    title: text('widget.variants'),
    figures: figures.join(text('chart.separator')),
  });
}
