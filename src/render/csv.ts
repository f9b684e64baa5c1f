import type { SectionId } from '../report/sections/index.ts';
import type { ShownReport } from '../report/shown-figures.ts';
import { csvCell } from './escape.ts';

type Columns = Readonly<Record<SectionId, readonly string[]>>;

/** One CSV file per section, with the names and figures of report.json; one without rows has its header too. */
export function renderCsv(
  { sections }: Pick<ShownReport, 'sections'>,
  columns: Columns,
): ReadonlyMap<SectionId, string> {
  const ids = Object.keys(columns) as SectionId[];
  return new Map(ids.map((id) => [id, csvOf(columns[id], sections[id].rows)]));
}

type Value = string | number | boolean | null | undefined;

function csvOf(names: readonly string[], rows: readonly Readonly<Record<string, Value>>[]): string {
  const lines = [names, ...rows.map((row) => names.map((name) => row[name] ?? null))];
  return lines.map((line) => `${line.map(csvCell).join(',')}\r\n`).join('');
}
