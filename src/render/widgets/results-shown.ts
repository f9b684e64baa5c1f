import { type Bar, barChart } from '../../charts/bars.ts';
import type { Room } from '../../charts/drawing.ts';
import { shareOf } from '../../report/sections/section.ts';
import type { Results } from '../cut-results.ts';
import type { Format } from '../view/format.ts';
import { points } from '../view/points.ts';
import { barsInWords, namedBars } from '../view/reasons.ts';
import { type Cell, type Column, numberCell, numberColumn, type Row, textColumn } from '../view/table.ts';
import type { Shown } from './widget.ts';

/** A group of recipients with its name as it is shown. */
export interface Group {
  readonly results: Results;
  /** Null for all that have no row of their own. */
  readonly name: string | null;
  readonly header: Cell;
}

/** The groups of recipients as a table, those that stand out marked in words, or as bars. */
export function resultsShown(
  groups: readonly Group[],
  own: {
    readonly caption: string;
    readonly column: string;
    readonly columns: readonly Column[];
    readonly cells: (results: Results) => readonly Cell[];
  },
  format: Format,
): Shown {
  const { text } = format;
  const named = groups.filter(({ name }) => name !== null);
  const barsIn = (room: Room): readonly Bar[] => {
    return barsOf(named.slice(0, namedBars(room, true)), groups, format);
  };
  return {
    kind: 'figures',
    label: barsInWords(own.caption, barsIn({ width: 0, height: null }), format),
    chart: (_kind, room) => barChart(barsIn(room), room),
    table: {
      caption: own.caption,
      columns: [
        textColumn(own.column),
        ...own.columns,
        ...(['sent', 'delivered', 'bounces'] as const).map((metric) =>
          numberColumn(text(`metric.${metric}`)),
        ),
        ...(['hard', 'soft', 'ignored'] as const).map((category) =>
          numberColumn(text(`category.${category}`)),
        ),
        ...(['opens', 'clicks', 'unsubscribes', 'complaints'] as const).map((metric) =>
          numberColumn(text(`metric.${metric}`)),
        ),
      ],
      rows: [...named, ...groups.filter(({ name }) => name === null)].map((group) =>
        rowOf(group, own.cells, format),
      ),
      printed: true,
    },
    tiles: null,
  };
}

function rowOf(
  { results, name, header }: Group,
  own: (results: Results) => readonly Cell[],
  format: Format,
): Row {
  const counts = (...values: readonly number[]): readonly Cell[] =>
    values.map((value) => numberCell(format.count(value), value));
  const rates = (...values: readonly (number | null)[]): readonly Cell[] =>
    values.map((value) => numberCell(format.rate(value), value));
  const { sent, delivered, bounceRate, hard, soft, ignored, opens, clicks } = results;
  return {
    header: results.standsOut ? { ...header, color: 'bounces', note: markOf(results, format) } : header,
    cells: [
      ...own(results),
      ...counts(sent),
      ...rates(shareOf(delivered, sent), bounceRate),
      ...counts(hard, soft, ignored),
      ...rates(shareOf(opens, delivered), shareOf(clicks, delivered)),
      ...counts(results.unsubscribes, results.complaints),
    ],
    medium: 'all',
    remainder: name === null,
  };
}

/** In which way a group stands out. */
function markOf({ difference, low, high }: Results, format: Format): string {
  return format.text('results.standsOut', {
    difference: points(difference ?? 0, format),
    low: points(low ?? 0, format),
    high: points(high ?? 0, format),
  });
}

/** The groups by how many messages they were sent, and all others as one. */
function barsOf(shown: readonly Group[], groups: readonly Group[], format: Format): readonly Bar[] {
  const { text, count, rate } = format;
  const sentTo = (some: readonly Group[]): number => some.reduce((sum, { results }) => sum + results.sent, 0);
  const whole = sentTo(groups);
  const others = groups.filter((group) => !shown.includes(group));
  const bar = (label: string, sent: number, look: Pick<Bar, 'kind' | 'color'>): Bar => ({
    label,
    count: sent,
    figure: count(sent),
    share: rate(shareOf(sent, whole)),
    ...look,
  });
  return [
    ...shown.map(({ name, results }) =>
      bar(
        name ?? '',
        results.sent,
        results.standsOut ? { kind: text('results.mark'), color: 'bounces' } : { kind: '', color: 'sent' },
      ),
    ),
    ...(others.length === 0
      ? []
      : [bar(text('results.others'), sentTo(others), { kind: '', color: 'other' })]),
  ];
}
