import { completeLayout } from './complete-layout.ts';
import { untangle } from './flow.ts';
import { greatestSize, gridColumns, lastRow, leastSize, type Place, type Size } from './grid.ts';
import type { Catalogue, Layout, PlacedWidget } from './layout.ts';

// Nothing here is refused but what is no layout at all, and every page carries it: it does without the library of schemas.

type Fields = Readonly<Record<string, unknown>>;

/** What a value has to say by names; nothing where it is no object. */
function fieldsOf(value: unknown): Fields {
  return Object(value);
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function isPlaced(fields: Fields): fields is Fields & Place & Size {
  return [fields.column, fields.row, fields.columns, fields.rows].every(Number.isFinite);
}

function within(least: number, value: number, most: number): number {
  return Math.min(Math.max(least, Math.round(value)), most);
}

/**
 * The layout that an older or newer page has stored, as far as it fits the sections of this one: unknown sections and views
 * are left out, newer sections are appended, sizes and places are brought onto the grid. Undefined for what is no layout of
 * this schemaVersion, or shows nothing.
 */
export function adoptLayout(value: unknown, catalogue: Catalogue): Layout | undefined {
  const stored = fieldsOf(value);
  if (stored.schemaVersion !== 1 || !Array.isArray(stored.widgets)) return undefined;
  const widgets = new Map<unknown, PlacedWidget>();
  for (const fields of listOf(stored.widgets).map(fieldsOf)) {
    const section = catalogue.find(({ id }) => id === fields.id);
    if (section === undefined || widgets.has(section.id) || !isPlaced(fields)) continue;
    const columns = within(leastSize.columns, fields.columns, greatestSize.columns);
    widgets.set(section.id, {
      id: section.id,
      column: within(0, fields.column, gridColumns - columns),
      row: within(0, fields.row, lastRow),
      columns,
      rows: within(leastSize.rows, fields.rows, greatestSize.rows),
      view: section.views.find((view) => view === fields.view) ?? section.views[0],
    });
  }
  // What is both placed and removed is shown: it is easier to remove than to miss.
  const removed = new Set(listOf(stored.removed).filter((id) => !widgets.has(id)));
  const layout = completeLayout(untangle([...widgets.values()]), removed, catalogue);
  return layout.widgets.length === 0 ? undefined : layout;
}
