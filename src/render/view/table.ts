import type { ColorName } from '../../charts/palette.ts';

export interface Column {
  readonly label: string;
  readonly numeric: boolean;
}

export interface Cell {
  readonly text: string;
  readonly numeric: boolean;
  /** What the column is sorted by where the text will not do. */
  readonly sort: number | null;
  readonly color: ColorName | null;
  /** Text that came from the dump, in whatever script. */
  readonly foreign: boolean;
  /** More of the text, for those who point at it; empty where there is no more. */
  readonly more: string;
  /** A bar that shows its number beside the others of its column; null where it has none. */
  readonly bar: CellBar | null;
  /** What is said of it below, in smaller print; empty where nothing is. */
  readonly note: string;
  /** Where its text leads to; empty where it leads nowhere. */
  readonly href: string;
}

/** How long a bar is, in whole percent of the column's largest, and in which colour. */
export interface CellBar {
  readonly percent: number;
  readonly color: ColorName;
}

export interface Row {
  readonly header: Cell;
  readonly cells: readonly Cell[];
  /** Where the row is shown: the first rows everywhere, further ones on screen, the remainder of each in its own medium. */
  readonly medium: 'all' | 'screen' | 'print';
  /** The remainder of a cut table stays last however it is sorted. */
  readonly remainder: boolean;
}

export interface Table {
  readonly caption: string;
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
  /** Whether the table is short enough to be printed below its chart. */
  readonly printed: boolean;
}

export const textColumn = (label: string): Column => ({ label, numeric: false });
export const numberColumn = (label: string): Column => ({ label, numeric: true });

export const textCell = (text: string, color: ColorName | null = null): Cell => ({
  text,
  numeric: false,
  sort: null,
  color,
  foreign: false,
  more: '',
  bar: null,
  note: '',
  href: '',
});
export const foreignCell = (text: string, more = ''): Cell => ({ ...textCell(text), foreign: true, more });
/** No text of a number says more than four of its digits, unless it is a count. */
const sortable = (value: number): number => (Number.isInteger(value) ? value : Number(value.toPrecision(5)));

export const numberCell = (text: string, sort: number | null): Cell => ({
  ...textCell(text),
  numeric: true,
  sort: sort === null ? -1 : sortable(sort),
});

/** Whether a cell's own text is what its column is sorted by: most numbers are, and pages hold many. */
export const tellsSort = ({ text, sort, note }: Cell): boolean =>
  sort === null || (note === '' && text === String(sort));

/** A row that is shown everywhere. */
export const row = (header: Cell, ...cells: Cell[]): Row => ({
  header,
  cells,
  medium: 'all',
  remainder: false,
});

/** The rows with bars in a column of numbers (0 is the first after the header), each in proportion to the largest. */
export function withBars(rows: readonly Row[], column: number, color: ColorName): readonly Row[] {
  const numberOf = ({ cells }: Row): number => Math.max(0, cells[column]?.sort ?? 0);
  const largest = Math.max(1, ...rows.filter(({ remainder }) => !remainder).map(numberOf));
  return rows.map((each) => {
    if (each.remainder) return each;
    const bar = { percent: Math.round((100 * numberOf(each)) / largest), color };
    return { ...each, cells: each.cells.map((cell, index) => (index === column ? { ...cell, bar } : cell)) };
  });
}
