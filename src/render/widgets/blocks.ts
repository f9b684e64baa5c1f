import { type Bar, barChart, barsThatFit } from '../../charts/bars.ts';
import type { Room } from '../../charts/drawing.ts';
import type { ShownReport } from '../../report/shown-figures.ts';
import { displayText } from '../escape.ts';
import type { Format } from '../view/format.ts';
import { barsInWords } from '../view/reasons.ts';
import { numberCell, numberColumn, type Row, row, textCell, textColumn, withBars } from '../view/table.ts';
import { noBounces } from './bounce-categories.ts';
import type { Widget } from './widget.ts';

type Block = ShownReport['sections']['blocks']['rows'][number];

const mostBars = 10;

/** Who blocks the sender, why, and what those bounces were counted as. */
export const blocksWidget: Widget<'blocks'> = {
  id: 'blocks',
  title: 'widget.blocks',
  subtitle: 'widget.blocks.subtitle',
  size: { columns: 12, rows: 9 },
  views: ['table', 'bar'],
  inMail: false,
  appears: ({ sections }) => sections.blocks.rows.length > 0,
  show: ({ sections, totals }, format) => {
    const { text } = format;
    const { rows } = sections.blocks;
    if (totals.bounces === 0) return noBounces(totals.sent, format);
    if (rows.length === 0) return { kind: 'empty', words: text('empty.blocks'), good: true };
    const bars = (most: number): readonly Bar[] => barsOf(rows, totals.bounces, most, format);
    return {
      kind: 'figures',
      label: barsInWords(text('widget.blocks'), bars(mostBars), format),
      chart: (_kind, room) => barChart(bars(barsIn(room)), room),
      table: {
        caption: text('widget.blocks'),
        columns: [
          textColumn(text('blocks.provider')),
          textColumn(text('blocks.kind')),
          textColumn(text('blocks.category')),
          numberColumn(text('column.count')),
          numberColumn(text('column.share')),
        ],
        rows: withBars(
          [allBlocks(rows, totals.bounces, format), ...rows.map((block) => rowOf(block, format))],
          2,
          'bounces',
        ),
        printed: true,
      },
      tiles: null,
    };
  },
};

const barsIn = (room: Room): number => (room.height === null ? mostBars : barsThatFit(room, true));

const countOf = (rows: readonly Block[]): number => rows.reduce((sum, { count }) => sum + count, 0);

const providerOf = ({ provider }: Block, { text }: Format): string => provider ?? text('blocks.elsewhere');

/** The most frequent blocks as bars, no more than `most`, the last of which stands for all others. */
function barsOf(rows: readonly Block[], bounces: number, most: number, format: Format): readonly Bar[] {
  if (rows.length <= most) return rows.map((block) => barOf(block, format));
  const top = rows.slice(0, most - 1);
  const rest = rows.slice(top.length);
  const count = countOf(rest);
  return [
    ...top.map((block) => barOf(block, format)),
    {
      label: format.plural('reasons.other', rest.length, { count: format.count(rest.length) }),
      kind: '',
      count,
      figure: format.count(count),
      share: format.rate(count / bounces),
      color: 'other',
    },
  ];
}

function barOf(block: Block, format: Format): Bar {
  const { text, count, rate } = format;
  return {
    label: `${providerOf(block, format)} · ${text(`block.${block.kind}`)}`,
    kind: text(`category.${block.category}`),
    count: block.count,
    figure: count(block.count),
    share: rate(block.share),
    color: block.category,
  };
}

/** What receivers say most often: the code, which many reasons begin with, and the reason. */
function wordsOf({ code, reason }: Block): string {
  if (code === null || reason?.startsWith(code) === true) return reason ?? '';
  return `${code} ${reason ?? ''}`.trim();
}

function rowOf(block: Block, format: Format): Row {
  const { text, count, rate } = format;
  return row(
    { ...textCell(providerOf(block, format)), note: displayText(wordsOf(block)) },
    textCell(text(`block.${block.kind}`)),
    textCell(text(`category.${block.category}`), block.category),
    numberCell(count(block.count), block.count),
    numberCell(rate(block.share), block.share),
  );
}

/** All blocks together, as a share of all bounces: first, until somebody sorts the others. */
function allBlocks(rows: readonly Block[], bounces: number, { text, count, rate }: Format): Row {
  const all = countOf(rows);
  const blanks = Array.from({ length: 2 }, () => textCell(''));
  return {
    ...row(
      textCell(text('blocks.all')),
      ...blanks,
      numberCell(count(all), all),
      numberCell(rate(all / bounces), all / bounces),
    ),
    remainder: true,
  };
}
