import { gridColumns, type Place, type Size } from './grid.ts';
import type { Layout, PlacedWidget } from './layout.ts';

/** Below 0 where the one comes first, read row by row and from left to right. */
function compare(one: Place, other: Place): number {
  return one.row - other.row || one.column - other.column;
}

/** Row by row, from left to right. */
export function inReadingOrder<Item extends Place>(items: readonly Item[]): Item[] {
  return [...items].sort(compare);
}

/** The lower edge of what has been placed, column by column, as long as it is placed in reading order. */
class Skyline {
  readonly #edge = new Array<number>(gridColumns).fill(0);

  /** The first row from which on these columns are free. */
  below(column: number, columns: number): number {
    return Math.max(...this.#edge.slice(column, column + columns));
  }

  /** The places of this width that lie against what has been placed or the grid's edges, above and at one side. */
  corners(columns: number): Place[] {
    const last = gridColumns - columns;
    return this.#edge
      .map((row, column) => ({ column, step: row !== this.#edge[column - 1] }))
      .filter(({ column, step }) => column <= last && (step || column === last))
      .map(({ column }) => ({ column, row: this.below(column, columns) }));
  }

  place<Item extends Place & Size>(item: Item): Item {
    this.#edge.fill(item.row + item.rows, item.column, item.column + item.columns);
    return item;
  }
}

/**
 * Places items in their order, after the ones that are placed already, as text flows: each at the next free place that is
 * not before the item before it. A place hangs on something above it, so `compact` finds nothing to move, and the order
 * stays what it is. Returns the items that were to be placed.
 */
export function flow<Item extends Size>(
  items: readonly Item[],
  placed: readonly (Place & Size)[] = [],
): (Item & Place)[] {
  const skyline = new Skyline();
  let last: Place = { column: -1, row: 0 };
  for (const item of inReadingOrder(placed)) last = skyline.place(item);
  return items.map((item) => {
    // There always is one: below the last item.
    const next = skyline
      .corners(item.columns)
      .filter((corner) => compare(corner, last) > 0)
      .reduce((best, corner) => (compare(corner, best) < 0 ? corner : best));
    last = next;
    return skyline.place({ ...item, ...next });
  });
}

/** The widgets without overlap, in reading order: each on the row it wants to be on, or the first free one below. */
function settle(widgets: readonly PlacedWidget[], wanted: (widget: PlacedWidget) => number): PlacedWidget[] {
  const skyline = new Skyline();
  return inReadingOrder(
    inReadingOrder(widgets).map((widget) => {
      const row = Math.max(wanted(widget), skyline.below(widget.column, widget.columns));
      return skyline.place({ ...widget, row });
    }),
  );
}

/** The widgets without overlap: where two of them met, the later one is below. */
export function untangle(widgets: readonly PlacedWidget[]): PlacedWidget[] {
  return settle(widgets, ({ row }) => row);
}

/** The layout with each widget moved up as far as it goes, as the grid of the page does it. */
export function compact(layout: Layout): Layout {
  return { ...layout, widgets: settle(layout.widgets, () => 0) };
}
