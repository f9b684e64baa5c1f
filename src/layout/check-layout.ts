import type { z } from 'zod/mini';
import { completeLayout } from './complete-layout.ts';
import { gridColumns } from './grid.ts';
import type { Catalogue, Layout, PlacedWidget } from './layout.ts';
import { layoutSchema, type widgetSchema } from './layout-file.ts';

/** What is wrong with a layout, in one line, and what to do about it. */
export class LayoutError extends Error {
  readonly hint: string;

  constructor(message: string, hint: string) {
    super(message);
    this.name = 'LayoutError';
    this.hint = hint;
  }
}

/** Its JSON, but of what is nested more deeply than JSON is written: that is done by calls. */
function jsonOf(value: unknown): string {
  try {
    return JSON.stringify(value) ?? '';
  } catch (error) {
    if (error instanceof RangeError) return 'nested too deeply';
    throw error;
  }
}

/** A value in a line: as JSON, not all of a long one. */
function shown(value: unknown): string {
  const text = jsonOf(value);
  return text.length > 60 ? `${text.slice(0, 60)} …` : text;
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce((outer, key) => {
    const inner: Readonly<Record<PropertyKey, unknown>> = Object(outer);
    return inner[key];
  }, value);
}

/** A place in the layout, such as `widgets.2.columns (bounce-reasons)`. */
function nameOf(path: readonly PropertyKey[], id: unknown): string {
  const name = path.length === 0 ? 'the layout' : path.join('.');
  return typeof id === 'string' ? `${name} (${id.slice(0, 60)})` : name;
}

/** The issue that says most: a version that is not ours explains all others, and a slip in a key the one that is missing. */
function tellingIssue(issues: readonly z.core.$ZodIssue[]): z.core.$ZodIssue | undefined {
  const [first] = issues;
  if (first?.path[0] === 'schemaVersion') return first;
  return issues.find(({ code }) => code === 'unrecognized_keys') ?? first;
}

function shapeError({ issues }: z.core.$ZodError, value: unknown): LayoutError {
  const issue = tellingIssue(issues);
  const path = issue?.path ?? [];
  const hint = issue?.message ?? '';
  const name = nameOf(path, path.length > 1 ? valueAt(value, [...path.slice(0, 2), 'id']) : undefined);
  if (issue?.code === 'unrecognized_keys')
    return new LayoutError(`${name} has an unknown key ${shown(issue.keys[0])}`, hint);
  const found = valueAt(value, path);
  return new LayoutError(`${name} is ${found === undefined ? 'missing' : shown(found)}`, hint);
}

function shareCells(one: PlacedWidget, other: PlacedWidget): boolean {
  return (
    one.column < other.column + other.columns &&
    other.column < one.column + one.columns &&
    one.row < other.row + other.rows &&
    other.row < one.row + one.rows
  );
}

function refuseOverlap(widgets: readonly PlacedWidget[]): void {
  for (const [index, widget] of widgets.entries()) {
    const first = widgets.findIndex((other) => shareCells(other, widget));
    const other = widgets[first];
    if (other === undefined || first === index) continue;
    throw new LayoutError(
      `widgets.${index} (${widget.id}) overlaps widgets.${first} (${other.id})`,
      `move one of them: row ${other.row + other.rows} is the first below ${other.id}`,
    );
  }
}

/** Finds sections by their ids, each of them once. */
function sectionFinder(catalogue: Catalogue): (name: string, id: string) => Catalogue[number] {
  const names = new Map<string, string>();
  return (name, id) => {
    const section = catalogue.find((section) => section.id === id);
    if (section === undefined) {
      const ids = catalogue.map(({ id }) => id).join(', ');
      throw new LayoutError(`${name} is the unknown section ${shown(id)}`, `use one of ${ids}`);
    }
    const first = names.get(id);
    if (first !== undefined)
      throw new LayoutError(
        `${name} (${id}) is named twice, first in ${first}`,
        'name each section once, in widgets or in removed',
      );
    names.set(id, name);
    return section;
  };
}

function checkWidget(
  { view, ...widget }: z.infer<typeof widgetSchema>,
  { views }: Catalogue[number],
  name: string,
): PlacedWidget {
  const { id, column, columns } = widget;
  if (column + columns > gridColumns)
    throw new LayoutError(
      `${name} (${id}) reaches over the grid's ${gridColumns} columns: column ${column} + columns ${columns}`,
      `move it to column ${gridColumns - columns}, or make it ${gridColumns - column} columns wide`,
    );
  if (view !== undefined && !views.includes(view))
    throw new LayoutError(`${name} (${id}) has no view ${shown(view)}`, `use one of ${views.join(', ')}`);
  return { ...widget, view: view ?? views[0] };
}

/**
 * The layout that a file holds, complete: with the sections and views that it leaves out, in reading order.
 * @throws LayoutError where anything in it is not as it should be.
 */
export function checkLayout(value: unknown, catalogue: Catalogue): Layout {
  const parsed = layoutSchema.safeParse(value);
  if (!parsed.success) throw shapeError(parsed.error, value);
  const { removed = [] } = parsed.data;
  const sectionOf = sectionFinder(catalogue);
  const widgets = parsed.data.widgets.map((widget, index) => {
    const name = `widgets.${index}`;
    return checkWidget(widget, sectionOf(name, widget.id), name);
  });
  for (const [index, id] of removed.entries()) sectionOf(`removed.${index}`, id);
  refuseOverlap(widgets);
  const layout = completeLayout(widgets, new Set(removed), catalogue);
  if (layout.widgets.length === 0)
    throw new LayoutError('every section is removed', 'leave at least one in the report');
  return layout;
}
