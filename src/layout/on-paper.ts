import type { Place, Size } from './grid.ts';

/** Widgets as they stand on paper: none is higher than a sheet has room for, and rows that nothing stands on are gone. */
export function onPaper<Widget extends Place & Size>(widgets: readonly Widget[], mostRows: number): Widget[] {
  const fitting = widgets.map((widget) => ({ ...widget, rows: Math.min(widget.rows, mostRows) }));
  const taken = new Set(fitting.flatMap(({ row, rows }) => Array.from({ length: rows }, (_, i) => row + i)));
  const kept = [...taken].sort((one, other) => one - other);
  return fitting.map((widget) => ({ ...widget, row: kept.indexOf(widget.row) }));
}
