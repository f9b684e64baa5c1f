import * as z from 'zod/mini';
import { greatestSize, gridColumns, lastRow, leastSize } from './grid.ts';

// A page may not compile code from text, and its security policy reports every try.
z.config({ jitless: true });

/** The messages of these schemas are hints: they say what to write instead. */
function wholeNumber(least: number, most: number) {
  const hint = `use a whole number from ${least} to ${most}`;
  return z.int(hint).check(z.minimum(least, hint), z.maximum(most, hint));
}

const sectionId = z.string('use the id of a section');

export const widgetSchema = z.strictObject(
  {
    id: sectionId,
    column: wholeNumber(0, gridColumns - leastSize.columns),
    row: wholeNumber(0, lastRow),
    columns: wholeNumber(leastSize.columns, greatestSize.columns),
    rows: wholeNumber(leastSize.rows, greatestSize.rows),
    view: z.optional(z.string('use the name of a view, or leave it out')),
  },
  'a widget has id, column, row, columns, rows and, if need be, view',
);

/** layout.json as it may be written by hand: it can leave out what the catalogue knows. */
export const layoutSchema = z.strictObject(
  {
    $schema: z.optional(z.string('use the path of layout.schema.json, or leave it out')),
    schemaVersion: z.literal(1, 'this version of the program reads 1'),
    widgets: z.array(widgetSchema, 'use a list of widgets'),
    removed: z.optional(z.array(sectionId, 'use a list of sections')),
  },
  'a layout has schemaVersion, widgets and, if need be, removed',
);
