import { join } from 'node:path';
import type { Locale } from '../locales/locale.ts';
import type { IndexEntry } from '../render/index-page.ts';
import type { Report } from '../report/report.ts';
import { folderName } from './folder-name.ts';
import { writeWholeFile } from './write-file.ts';

export type { IndexEntry };

/** What the list of executions needs of a report, and nothing else: there may be thousands of them. */
export function indexEntry({ delivery, totals, sections }: Report): IndexEntry {
  const { bucket, rows } = sections['email-performance'];
  return {
    ...{ delivery, totals },
    sections: { 'email-performance': { bucket, rows: rows.map(({ sent }) => ({ sent })) } },
  };
}

/** Writes the executions list, one row per report of this run; returns its path. */
export async function writeIndex(
  reports: readonly IndexEntry[],
  options: { readonly output: string; readonly locale: Locale; readonly timezone: string },
): Promise<string> {
  const { renderIndex } = await import('../render/index-page.ts');
  const path = join(options.output, 'index.html');
  const rows = reports.map((report) => ({
    report,
    href: `${encodeURIComponent(folderName(report.delivery.id))}/report.html`,
  }));
  await writeWholeFile(path, renderIndex(rows, options));
  return path;
}
