import { gridColumns, type Size } from './grid.ts';

/**
 * The items, widened so that each row is full: one that has a row to itself takes all of it, others that leave
 * room share it.
 */
export function fillRows<Item extends Size>(items: readonly Item[]): readonly Item[] {
  const rows: Item[][] = [];
  for (const item of items) {
    const row = rows.at(-1);
    if (row !== undefined && widthOf(row) + item.columns <= gridColumns) row.push(item);
    else rows.push([item]);
  }
  return rows.flatMap((row) =>
    widthOf(row) === gridColumns
      ? row
      : row.map((item) => ({ ...item, columns: Math.floor(gridColumns / row.length) })),
  );
}

const widthOf = (row: readonly Size[]): number => row.reduce((sum, { columns }) => sum + columns, 0);
