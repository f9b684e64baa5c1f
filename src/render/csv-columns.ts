import { type SectionId, sections } from '../report/sections/index.ts';

/** The columns of each section's CSV: the names that report.json has for the figures of a row. */
export const csvColumns = Object.fromEntries(
  sections.map(({ id, schema }) => [id, Object.keys(schema.shape.rows.element.shape)]),
) as unknown as Readonly<Record<SectionId, readonly string[]>>;
