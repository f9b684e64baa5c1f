import { join } from 'node:path';
import type { Locale } from '../locales/locale.ts';
import type { Report } from '../report/report.ts';
import { folderName } from './folder-name.ts';
import { type FileStamp, writeWholeFile } from './write-file.ts';

/** Where the executions list of an output folder is. */
export function indexPath(output: string): string {
  return join(output, 'index.html');
}

/** Writes the executions list, one row per report of this run. */
export async function writeIndex(
  reports: readonly Report[],
  { output, locale }: { readonly output: string; readonly locale: Locale },
): Promise<FileStamp> {
  const { renderIndex } = await import('../render/index-page.ts');
  const rows = reports.map((report) => ({
    report,
    href: `${encodeURIComponent(folderName(report.delivery.id))}/report.html`,
  }));
  const timezone = reports[0]?.window.timezone ?? 'UTC';
  return writeWholeFile(indexPath(output), renderIndex(rows, { locale, timezone }));
}
