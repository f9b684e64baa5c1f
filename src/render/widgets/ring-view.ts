import type { Bar } from '../../charts/bars.ts';
import { ringChart } from '../../charts/ring.ts';
import type { Format } from '../view/format.ts';
import { barsInWords } from '../view/reasons.ts';
import { numberCell, numberColumn, row, textCell, textColumn } from '../view/table.ts';
import { chartWidth, type Widget } from './widget.ts';

/** Parts of a whole as a ring, with their table: each bar goes with the share of the same place. */
export function ringView(
  bars: readonly Bar[],
  shares: readonly (number | null)[],
  words: {
    readonly caption: string;
    readonly column: string;
    readonly middle: { figure: string; label: string };
  },
  format: Format,
): ReturnType<Widget['view']> {
  const { text } = format;
  return {
    kind: 'chart',
    beside: false,
    wide: null,
    narrow: {
      spec: ringChart(bars, words.middle, chartWidth.narrow),
      label: barsInWords(words.caption, bars, format),
    },
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
  };
}
