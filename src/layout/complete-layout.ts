import { compact, flow, inReadingOrder } from './flow.ts';
import { lastRow } from './grid.ts';
import type { Catalogue, Layout, PlacedWidget } from './layout.ts';

/**
 * The layout of these widgets, which must not overlap. Sections that are neither placed nor removed, since they are newer than the
 * layout, follow at the end. Where that would lead too far down, the gaps between the widgets are closed.
 */
export function completeLayout(
  widgets: readonly PlacedWidget[],
  removed: ReadonlySet<unknown>,
  catalogue: Catalogue,
): Layout {
  const known = new Set([...widgets.map(({ id }) => id), ...removed]);
  const missing = catalogue
    .filter(({ id }) => !known.has(id))
    .map(({ id, views: [view], size: { columns, rows } }) => ({ id, columns, rows, view }));
  const layout: Layout = {
    schemaVersion: 1,
    widgets: [...inReadingOrder(widgets), ...flow(missing, widgets)],
    removed: catalogue.map(({ id }) => id).filter((id) => removed.has(id)),
  };
  return layout.widgets.some(({ row }) => row > lastRow) ? compact(layout) : layout;
}

/** The layout that nobody has changed: every section in the catalogue's order. */
export function defaultLayout(catalogue: Catalogue): Layout {
  return completeLayout([], new Set(), catalogue);
}
