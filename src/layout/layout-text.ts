import { inReadingOrder } from './flow.ts';
import type { Layout } from './layout.ts';

/** A layout as layout.json holds it: the same arrangement gives the same bytes, however it came about. */
export function layoutText({ schemaVersion, widgets, removed }: Layout): string {
  const file = {
    schemaVersion,
    widgets: inReadingOrder(widgets).map(({ id, column, row, columns, rows, view }) => {
      return { id, column, row, columns, rows, view };
    }),
    removed: [...removed].sort(),
  };
  return `${JSON.stringify(file, null, 2)}\n`;
}
