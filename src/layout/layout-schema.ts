import * as z from 'zod';
import { sections } from '../report/sections/index.ts';
import { greatestSize, gridColumns, leastSize } from './grid.ts';
import { layoutSchema, widgetSchema } from './layout-file.ts';

const ids = sections.map(({ id }) => id);

/** What an editor says of each key. Kept apart from the definition, which a page may carry. */
const descriptions = z.registry<{
  title?: string;
  description?: string;
  enum?: string[];
  default?: unknown;
}>();
const { schemaVersion, widgets, removed } = layoutSchema.shape;
const { id, column, row, columns, rows, view } = widgetSchema.shape;
descriptions
  .add(layoutSchema, {
    title: 'The arrangement of a report (layout.json)',
    description: 'Sections that are neither placed nor removed are appended.',
  })
  .add(layoutSchema.shape.$schema, { description: 'Where this schema is, for editors.' })
  .add(schemaVersion, { description: 'The version of this format.' })
  .add(widgets, { description: 'What the report shows. No two widgets overlap.' })
  .add(removed, { description: 'Sections that the report leaves out.', default: [] })
  .add(widgetSchema, { title: 'Widget', description: 'A section, its place and its look.' })
  .add(id, { title: 'Section', description: 'The id of a section.', enum: ids })
  .add(column, { description: 'The column of its left edge, from 0.' })
  .add(row, { description: 'The row of its upper edge, from 0.' })
  .add(columns, {
    description: `Its width, ${leastSize.columns} to ${greatestSize.columns}; column and columns add up to ${gridColumns} at most.`,
  })
  .add(rows, { description: `Its height, ${leastSize.rows} to ${greatestSize.rows}.` })
  .add(view, {
    description: "How it is shown: one of the section's views. The section's first view unless it is given.",
  });

/** The JSON Schema of layout.json, as it ships with the package. */
export function layoutSchemaText(): string {
  const schema = z.toJSONSchema(layoutSchema, { io: 'input', metadata: descriptions });
  return `${JSON.stringify(schema, null, 2)}\n`;
}
