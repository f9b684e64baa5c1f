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
  /** What is said of it below, in smaller print; empty where nothing is. */
  readonly note: string;
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
  note: '',
});
export const foreignCell = (text: string, more = ''): Cell => ({ ...textCell(text), foreign: true, more });
export const numberCell = (text: string, sort: number | null): Cell => ({
  ...textCell(text),
  numeric: true,
  sort: sort ?? -1,
});

/** A row that is shown everywhere. */
export const row = (header: Cell, ...cells: Cell[]): Row => ({
  header,
  cells,
  medium: 'all',
  remainder: false,
});
