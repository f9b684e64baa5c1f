import { flow } from './flow.ts';
import { gridColumns } from './grid.ts';
import type { Catalogue, Layout } from './layout.ts';
import { layoutText } from './layout-text.ts';

/** The layout where there is room for one column: its widgets below each other, each as wide as the grid. */
export function inOneColumn(layout: Layout): Layout {
  return { ...layout, widgets: flow(layout.widgets.map((widget) => ({ ...widget, columns: gridColumns }))) };
}

/** A layout that was worked on in one column, in several again: each widget as wide as it was before, or as it is made. */
export function outOfOneColumn(column: Layout, before: Layout, catalogue: Catalogue): Layout {
  if (layoutText(column) === layoutText(inOneColumn(before))) return before;
  const widths = new Map([
    ...catalogue.map(({ id, size }) => [id, size.columns] as const),
    ...before.widgets.map(({ id, columns }) => [id, columns] as const),
  ]);
  const widgets = column.widgets.map((widget) => ({
    ...widget,
    columns: widths.get(widget.id) ?? widget.columns,
  }));
  return { ...column, widgets: flow(widgets) };
}
