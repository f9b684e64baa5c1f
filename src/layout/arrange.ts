import { inReadingOrder } from './flow.ts';
import { greatestSize, gridColumns, leastSize } from './grid.ts';
import type { Layout, PlacedWidget } from './layout.ts';

/** Where an arrow key leads. */
export type Direction = 'left' | 'right' | 'up' | 'down';

/** The layout with a widget one step further: a column to the side, or past the widget above or below it. */
export function moveWidget(layout: Layout, id: string, direction: Direction): Layout {
  const widget = layout.widgets.find((one) => one.id === id);
  if (widget === undefined) return layout;
  const column = widget.column + { left: -1, right: 1, up: 0, down: 0 }[direction];
  const moved = { ...widget, column: within(0, column, gridColumns - widget.columns) };
  const others = layout.widgets.filter((one) => one.id !== id && meets(one, moved));
  if (direction === 'up') {
    const above = others.filter(({ row }) => row < widget.row).at(-1);
    if (above === undefined) return layout;
    return settleAround(layout, { ...moved, row: above.row });
  }
  if (direction === 'down') {
    const below = others.find(({ row }) => row > widget.row);
    if (below === undefined) return layout;
    // Just after the one below, which then moves up to where this one was.
    return settleAround(layout, { ...moved, row: below.row + 0.5 });
  }
  return settleAround(layout, moved);
}

/** The layout with a widget a column wider or narrower, or a row higher or lower. */
export function resizeWidget(layout: Layout, id: string, direction: Direction): Layout {
  const widget = layout.widgets.find((one) => one.id === id);
  if (widget === undefined) return layout;
  const columns = widget.columns + { left: -1, right: 1, up: 0, down: 0 }[direction];
  const rows = widget.rows + { left: 0, right: 0, up: -1, down: 1 }[direction];
  return settleAround(layout, {
    ...widget,
    columns: within(leastSize.columns, columns, gridColumns - widget.column),
    rows: within(leastSize.rows, rows, greatestSize.rows),
  });
}

/** The layout without a widget, which can be brought back. */
export function removeWidget(layout: Layout, id: string): Layout {
  const widgets = layout.widgets.filter((widget) => widget.id !== id);
  return settle({ ...layout, removed: [...layout.removed, id] }, widgets);
}

const within = (least: number, value: number, most: number): number => Math.min(Math.max(least, value), most);

/** Whether two widgets share a column. */
const meets = (one: PlacedWidget, other: PlacedWidget): boolean =>
  one.column < other.column + other.columns && other.column < one.column + one.columns;

/** The layout with this widget where it wants to be: others make room for it, and gaps above them close. */
function settleAround(layout: Layout, widget: PlacedWidget): Layout {
  const others = layout.widgets.filter(({ id }) => id !== widget.id);
  return settle(
    layout,
    [widget, ...others].sort((one, other) => one.row - other.row),
  );
}

/** The widgets in this order of precedence, each moved up as far as it goes. */
function settle(layout: Layout, widgets: readonly PlacedWidget[]): Layout {
  const placed: PlacedWidget[] = [];
  for (const widget of widgets) {
    const above = placed.filter((other) => meets(other, widget));
    placed.push({ ...widget, row: Math.max(0, ...above.map(({ row, rows }) => row + rows)) });
  }
  return { ...layout, widgets: inReadingOrder(placed) };
}
