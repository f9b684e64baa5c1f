import { type Bar, barChart } from '../../charts/bars.ts';
import type { Room } from '../../charts/drawing.ts';
import type { ColorName } from '../../charts/palette.ts';
import type { Format } from '../view/format.ts';
import {
  barsInWords,
  namedBars,
  type Reason,
  type Reasons,
  reasonBars,
  reasonRows,
} from '../view/reasons.ts';
import { type Cell, type Column, numberColumn, textColumn, withBars } from '../view/table.ts';
import type { Shown } from './widget.ts';

/** Reasons as bars, the most frequent ones and one for all others, and as a table with columns of its own. */
export function reasonsShown<Data extends Reason>(
  reasons: Reasons<Data>,
  own: {
    readonly caption: string;
    readonly look: (row: Data) => Pick<Bar, 'color' | 'kind'>;
    readonly columns: readonly Column[];
    readonly cells: (row: Data) => readonly Cell[];
    /** What is said of a reason below it. */
    readonly note?: (row: Data) => string;
    /** The colour of the bars that a table without a chart beside it has in its counts. */
    readonly bars?: ColorName;
  },
  format: Format,
): Shown {
  const { text } = format;
  // Where no reason has a code its column would be an empty one.
  const coded = reasons.rows.some(({ code }) => code !== null && code !== '');
  const rows = reasonRows(reasons, format, own.cells, own.note).map((row) =>
    coded ? row : { ...row, cells: row.cells.slice(1) },
  );
  const barsIn = (room: Room): readonly Bar[] => {
    const kinds = reasons.rows.some((row) => own.look(row).kind !== '');
    return reasonBars(reasons, format, own.look, namedBars(room, kinds));
  };
  return {
    kind: 'figures',
    label: barsInWords(own.caption, barsIn({ width: 0, height: null }), format),
    chart: (_kind, room) => barChart(barsIn(room), room),
    table: {
      caption: own.caption,
      columns: [
        textColumn(text('column.reason')),
        ...(coded ? [textColumn(text('column.code'))] : []),
        ...own.columns,
        numberColumn(text('column.count')),
        numberColumn(text('column.share')),
      ],
      rows: own.bars === undefined ? rows : withBars(rows, own.columns.length + (coded ? 1 : 0), own.bars),
      printed: true,
    },
    tiles: null,
  };
}
