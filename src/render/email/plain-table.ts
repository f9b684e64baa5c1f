import { columnsOf, lineWidth, padEnd, padStart, wrap } from './plain-lines.ts';
import type { EmailTable } from './table.ts';

const gap = '  ';

/** Labels up to this width stand before their numbers; longer ones behind them, where they can go on. */
const shortLabel = 34;

/** A table in aligned columns. Columns of numbers that a line has no room for follow as a table of their own. */
export function plainTable(table: EmailTable): readonly string[] {
  const { rows, more } = table;
  const isShort = rows.every(
    ({ label, notes, remark }) => notes.length === 0 && remark === '' && columnsOf(label.text) <= shortLabel,
  );
  return [...(isShort ? labelsFirst(table) : numbersFirst(table)), ...(more === null ? [] : ['', more])];
}

/** The numbers of a table, column by column, each as wide as its widest. */
function numberColumns({ numberHeaders, rows }: EmailTable): readonly (readonly string[])[] {
  return numberHeaders.map((header, index) => {
    const cells = [header, ...rows.map(({ numbers }) => numbers[index] ?? '')];
    const width = Math.max(...cells.map(columnsOf));
    return cells.map((cell) => padStart(cell, width));
  });
}

function labelsFirst(table: EmailTable): readonly string[] {
  const labels = [table.header, ...table.rows.map(({ label }) => label.text)];
  const width = Math.max(...labels.map(columnsOf));
  const columns = numberColumns(table);
  const tables: string[][][] = [];
  let taken = lineWidth + 1;
  for (const column of columns) {
    taken += gap.length + columnsOf(column[0] ?? '');
    if (taken > lineWidth) {
      taken = width + gap.length + columnsOf(column[0] ?? '');
      tables.push([]);
    }
    tables.at(-1)?.push([...column]);
  }
  return tables.flatMap((numbers, index) => [
    ...(index === 0 ? [] : ['']),
    ...labels.map((label, row) =>
      [padEnd(label, width), ...numbers.map((column) => column[row] ?? '')].join(gap).trimEnd(),
    ),
  ]);
}

function numbersFirst(table: EmailTable): readonly string[] {
  const columns = numberColumns(table);
  const numbersOf = (row: number): string => columns.map((column) => `${column[row] ?? ''}${gap}`).join('');
  const indent = columnsOf(numbersOf(0));
  return [
    ...wrap(numbersOf(0) + table.header, indent),
    ...table.rows.flatMap(({ label, notes, remark }, index) => [
      ...wrapBehind(numbersOf(index + 1), label.text),
      ...(notes.length === 0
        ? []
        : wrapBehind(' '.repeat(indent), notes.map(({ text }) => text).join(' · '))),
      ...(remark === '' ? [] : wrapBehind(' '.repeat(indent), remark)),
    ]),
  ];
}

/** A text behind what stands before its first line. */
function wrapBehind(before: string, text: string): readonly string[] {
  const indent = columnsOf(before);
  return wrap(text, 0, lineWidth - indent).map((line, index) =>
    `${index === 0 ? before : ' '.repeat(indent)}${line}`.trimEnd(),
  );
}
