import * as z from 'zod';
import { reportSchema } from './report.ts';

/** The JSON Schema of report.json, as it ships with the package. */
export function reportSchemaText(): string {
  const schema = z.toJSONSchema(reportSchema);
  return `${JSON.stringify({ title: 'The report of an email delivery (report.json)', ...schema }, null, 2)}\n`;
}
