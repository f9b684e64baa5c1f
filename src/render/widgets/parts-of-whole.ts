import { type Bar, barChart } from '../../charts/bars.ts';
import { type RingMiddle, ringChart } from '../../charts/ring.ts';
import type { Format } from '../view/format.ts';
import { barsInWords } from '../view/reasons.ts';
import { numberCell, numberColumn, row, textCell, textColumn } from '../view/table.ts';
import type { Shown } from './widget.ts';

/** The parts of a whole as a ring or as bars, with their table: each bar goes with the share of the same place. */
export function partsOfWhole(
  bars: readonly Bar[],
  shares: readonly (number | null)[],
  words: { readonly caption: string; readonly column: string; readonly middle: RingMiddle },
  format: Format,
): Shown {
  const { text } = format;
  return {
    kind: 'figures',
    label: barsInWords(words.caption, bars, format),
    chart: (kind, room, hidden) =>
      kind === 'bar' ? barChart(bars, room) : ringChart(bars, words.middle, room, hidden),
    table: {
      caption: words.caption,
      columns: [
        textColumn(words.column),
        numberColumn(text('column.count')),
        numberColumn(text('column.share')),
      ],
      rows: bars.map((bar, index) =>
        row(
          textCell(bar.label, bar.color),
          numberCell(bar.figure, bar.count),
          numberCell(bar.share, shares[index] ?? null),
        ),
      ),
      printed: false,
    },
    tiles: null,
  };
}
