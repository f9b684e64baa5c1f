import * as z from 'zod';
import { auditSchema, figuresSchema, ratesSchema, reportSchema, totalsSchema } from './report.ts';
import { sectionSchemas } from './sections/index.ts';

/** What the report holds more than once stands in the JSON Schema once, by name. */
const definitions = z.registry<{ id: string }>();
const named = { totals: totalsSchema, rates: ratesSchema, audit: auditSchema, figures: figuresSchema };
for (const [id, schema] of Object.entries({ ...named, ...sectionSchemas })) definitions.add(schema, { id });

/**
 * The JSON Schema of report.json, as it ships with the package: of what is read, so that reports written before there
 * were `withMachines` and `lastDay` are still valid.
 */
export function reportSchemaText(): string {
  const schema = z.toJSONSchema(reportSchema, { io: 'input', metadata: definitions });
  return `${JSON.stringify({ title: 'The report of an email delivery (report.json)', ...schema }, null, 2)}\n`;
}
