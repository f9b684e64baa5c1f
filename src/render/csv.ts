import type { Report } from '../report/report.ts';
import type { SectionId } from '../report/sections/index.ts';
import { csvCell } from './escape.ts';

/** One CSV file per section, with the names and figures of report.json. */
export function renderCsv({ sections }: Report): ReadonlyMap<SectionId, string> {
  return new Map(
    Object.entries(columns).map(([id, names]) => {
      const section = id as SectionId;
      return [section, csvOf(names, sections[section].rows)];
    }),
  );
}

/** The columns of each section. Written out, so that a section without rows has its header too. */
const columns = {
  'email-summary': ['metric', 'count', 'rate'],
  'email-performance': ['start', 'sent', 'delivered', 'bounces', 'errors', 'opens', 'clicks'],
  'sending-statistics': ['status', 'count', 'share'],
  'bounce-categories': ['category', 'count', 'share'],
  'bounce-reasons': ['reason', 'code', 'category', 'count', 'share'],
  'error-reasons': ['reason', 'code', 'count', 'share'],
} as const satisfies { [Id in SectionId]: readonly (keyof Report['sections'][Id]['rows'][number])[] };

type Value = string | number | boolean | null;

function csvOf(names: readonly string[], rows: readonly Readonly<Record<string, Value>>[]): string {
  const lines = [names, ...rows.map((row) => names.map((name) => row[name] ?? null))];
  return lines.map((line) => `${line.map(csvCell).join(',')}\r\n`).join('');
}
