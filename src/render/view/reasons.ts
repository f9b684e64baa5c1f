import { type Bar, barsThatFit } from '../../charts/bars.ts';
import type { Room } from '../../charts/drawing.ts';
import type { Omitted } from '../cut-report.ts';
import { displayText } from '../escape.ts';
import type { Format } from './format.ts';
import { type Cell, foreignCell, numberCell, type Row, textCell } from './table.ts';

export interface Reason {
  readonly reason: string | null;
  readonly code: string | null;
  /** Its most frequent original text, where it says more. */
  readonly example?: string | undefined;
  readonly count: number;
  readonly share: number | null;
}

/** How many reasons a chart of its natural height shows, and a table on paper. */
const charted = 10;
/** More bars than this say less than the table does. */
const mostBars = 25;

/** How many bars a room has for those with a name, beside one for all others. */
export function namedBars(room: Room, kinds: boolean): number {
  return room.height === null ? charted : Math.max(1, Math.min(mostBars, barsThatFit(room, kinds) - 1));
}

const tabulated = 50;

/** A list of reasons, most frequent first, and those that it has no room for. */
export interface Reasons<Row extends Reason> {
  readonly rows: readonly Row[];
  readonly omitted: Omitted;
}

/**
 * The first reasons and what is left, summed up with what the list had no room for.
 * A single row left over is shown rather than summed.
 */
export function topReasons<Row extends Reason>(
  { rows, omitted }: Reasons<Row>,
  most: number,
): { readonly top: readonly Row[]; readonly rest: Omitted | null } {
  const top = rows.length + omitted.reasons <= most + 1 ? rows : rows.slice(0, most);
  const left = rows.slice(top.length);
  const reasons = left.length + omitted.reasons;
  return { top, rest: reasons === 0 ? null : { reasons, count: countOf(left) + omitted.count } };
}

const countOf = (rows: readonly Reason[]): number => rows.reduce((sum, { count }) => sum + count, 0);

/** What a reason is called on a chart: its text, told apart by its code from others of the same text. */
function nameOf(reason: Reason, others: readonly Reason[], { text }: Format): string {
  const code = displayText(reason.code ?? '');
  const words = displayText(reason.reason ?? '') || text('reasons.none');
  const ambiguous = others.filter((other) => other.reason === reason.reason).length > 1;
  return ambiguous && code !== '' ? `${code} · ${words}` : words;
}

/** The bars of a chart of reasons: the most frequent ones and one for all others. */
export function reasonBars<Row extends Reason>(
  reasons: Reasons<Row>,
  format: Format,
  look: (row: Row) => Pick<Bar, 'color' | 'kind'>,
  most: number,
): readonly Bar[] {
  const { top, rest } = topReasons(reasons, most);
  const whole = countOf(reasons.rows) + reasons.omitted.count;
  const bars: Bar[] = top.map((row) => ({
    label: nameOf(row, top, format),
    count: row.count,
    figure: format.count(row.count),
    share: format.rate(row.share),
    ...look(row),
  }));
  if (rest !== null) {
    bars.push({
      label: otherReasons(rest.reasons, format),
      kind: '',
      count: rest.count,
      figure: format.count(rest.count),
      share: format.rate(rest.count / whole),
      color: 'other',
    });
  }
  return bars;
}

const otherReasons = (reasons: number, { plural, count }: Format): string =>
  plural('reasons.other', reasons, { count: count(reasons) });

const reasonCell = ({ reason, example }: Reason, { text }: Format): Cell =>
  reason === null
    ? textCell(text('reasons.none'))
    : foreignCell(displayText(reason), displayText(example ?? ''));

/** The rows of a table of reasons, with a remainder row for the screen and another for print. */
export function reasonRows<Data extends Reason>(
  reasons: Reasons<Data>,
  format: Format,
  extra: (row: Data) => readonly Cell[],
  note: (row: Data) => string = () => '',
): readonly Row[] {
  const whole = countOf(reasons.rows) + reasons.omitted.count;
  const figures = (count: number, share: number | null): Cell[] => [
    numberCell(format.count(count), count),
    numberCell(format.rate(share), share),
  ];
  const screen = topReasons(reasons, tabulated);
  const print = topReasons(reasons, charted);
  const remainder = (rest: typeof screen.rest, medium: Row['medium']): Row[] => {
    if (rest === null) return [];
    const [firstRow] = reasons.rows;
    const blanks = [textCell(''), ...(firstRow === undefined ? [] : extra(firstRow).map(() => textCell('')))];
    const cells = [...blanks, ...figures(rest.count, rest.count / whole)];
    return [{ header: textCell(otherReasons(rest.reasons, format)), cells, medium, remainder: true }];
  };
  const body = screen.top.map(
    (row, index): Row => ({
      header: { ...reasonCell(row, format), note: note(row) },
      cells: [foreignCell(displayText(row.code ?? '')), ...extra(row), ...figures(row.count, row.share)],
      medium: index < print.top.length ? 'all' : 'screen',
      remainder: false,
    }),
  );
  return [...body, ...remainder(screen.rest, 'screen'), ...remainder(print.rest, 'print')];
}

/** The figures of a bar chart in words. */
export function barsInWords(title: string, bars: readonly Bar[], { text }: Format): string {
  const figures = bars.map(({ label, kind, figure, share }) =>
    text('chart.figure', { label: kind === '' ? label : `${label} (${kind})`, count: figure, share }),
  );
  return text('chart.label', { title, figures: figures.join(text('chart.separator')) });
}
