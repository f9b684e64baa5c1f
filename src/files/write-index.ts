import { join } from 'node:path';
import type { Locale } from '../locales/locale.ts';
import type { IndexEntry } from '../render/index-page.ts';
import type { LivePage } from '../render/live-page.ts';
import type { Report } from '../report/report.ts';
import { folderName } from './folder-name.ts';
import { type FileStamp, writeWholeFile } from './write-file.ts';

export type { IndexEntry };

/** What the list of executions needs of a report, and nothing else: there may be thousands of them. */
export function indexEntry({ delivery, partial, totals, sections }: Report): IndexEntry {
  const { bucket, rows } = sections['email-performance'];
  return {
    ...{ delivery, totals },
    ...(partial === undefined ? {} : { partial }),
    sections: { 'email-performance': { bucket, rows: rows.map(({ sent }) => ({ sent })) } },
  };
}

/** Where the executions list of an output folder is. */
export function indexPath(output: string): string {
  return join(output, 'index.html');
}

/** Writes the executions list, one row per report of this run. */
export async function writeIndex(
  reports: readonly IndexEntry[],
  options: {
    readonly output: string;
    readonly locale: Locale;
    readonly timezone: string;
    readonly live?: LivePage | null;
  },
): Promise<FileStamp> {
  const { renderIndex } = await import('../render/index-page.ts');
  const rows = reports.map((report) => ({
    report,
    href: `${encodeURIComponent(folderName(report.delivery.id))}/report.html`,
  }));
  return writeWholeFile(indexPath(options.output), renderIndex(rows, options));
}
