import { readdirSync, readFileSync } from 'node:fs';
import { type Report, reportSchema } from '../../src/report/report.ts';

const folder = new URL('reports/', import.meta.url);

/** The names of the reports that the page is tested with. */
export const reportNames = readdirSync(folder).map((file) => file.replace('.json', ''));

/** A report of test/render/reports by its name. */
export function readReport(name: string): Report {
  return reportSchema.parse(JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8')));
}
