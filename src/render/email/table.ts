import type { ColorName } from '../../charts/palette.ts';
import type { Format } from '../view/format.ts';
import type { Cell, Row, Table } from '../view/table.ts';

/** A table as narrow as a phone: further texts of a row stand below its first one, numbers beside it. */
export interface EmailTable {
  readonly caption: string;
  readonly header: string;
  readonly numberHeaders: readonly string[];
  readonly rows: readonly EmailRow[];
  /** How many rows there was no room for, in words. */
  readonly more: string | null;
}

export interface EmailRow {
  readonly label: EmailText;
  readonly notes: readonly EmailText[];
  /** What is said of the row below all that; empty where nothing is. */
  readonly remark: string;
  readonly numbers: readonly string[];
  readonly bar: Bar | null;
}

export interface EmailText {
  readonly text: string;
  readonly color: ColorName | null;
}

/** A bar in proportion to the largest, in percent of its width. */
interface Bar {
  readonly percent: string;
  readonly color: ColorName;
}

const thinnest = 1;

/** A table with as many rows as it may have, and a bar in each row that has a colour for it. */
export function emailTable(
  { caption, columns, rows }: Table,
  colors: readonly (ColorName | null)[],
  most: number,
  format: Format,
): EmailTable {
  const [header, ...others] = columns;
  const isNumber = others.map(({ numeric }) => numeric);
  const texts = [header, ...others.filter(({ numeric }) => !numeric)].map((column) => column?.label ?? '');
  const printed = rows.filter(({ medium }) => medium !== 'screen');
  const left = printed.length - most;
  const largest = Math.max(1, ...printed.map(countOf));
  return {
    caption,
    header: texts.join(' · '),
    numberHeaders: others.filter(({ numeric }) => numeric).map(({ label }) => label),
    rows: printed.slice(0, most).map((row, index) => ({
      label: textOf(row.header),
      notes: row.cells.filter(({ text }, cell) => isNumber[cell] === false && text !== '').map(textOf),
      remark: row.header.note,
      numbers: row.cells.filter((_, cell) => isNumber[cell] === true).map(({ text }) => text),
      bar: barOf(row, largest, colors[index] ?? null),
    })),
    more: left > 0 ? format.plural('email.more', left, { count: format.count(left) }) : null,
  };
}

const textOf = ({ text, color }: Cell): EmailText => ({ text, color });

/** The first number of a row, which its bar stands for. */
const countOf = ({ cells }: Row): number => cells.find(({ numeric }) => numeric)?.sort ?? 0;

function barOf(row: Row, largest: number, color: ColorName | null): Bar | null {
  if (color === null) return null;
  const percent = Math.max(thinnest, (countOf(row) / largest) * 100);
  return { percent: String(Math.round(percent * 10) / 10), color };
}
