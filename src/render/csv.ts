import type { Report } from '../report/report.ts';
import { type SectionId, sections } from '../report/sections/index.ts';
import { csvCell } from './escape.ts';

/** One CSV file per section, with the names and figures of report.json; one without rows has its header too. */
export function renderCsv(report: Report): ReadonlyMap<SectionId, string> {
  return new Map(
    sections.map(({ id, schema }) => {
      const names = Object.keys(schema.shape.rows.element.shape);
      return [id, csvOf(names, report.sections[id].rows)];
    }),
  );
}

type Value = string | number | boolean | null;

function csvOf(names: readonly string[], rows: readonly Readonly<Record<string, Value>>[]): string {
  const lines = [names, ...rows.map((row) => names.map((name) => row[name] ?? null))];
  return lines.map((line) => `${line.map(csvCell).join(',')}\r\n`).join('');
}
