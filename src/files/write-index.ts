import { join } from 'node:path';
import type { Locale } from '../locales/locale.ts';
import type { Report } from '../report/report.ts';
import { folderName } from './folder-name.ts';
import { writeWholeFile } from './write-file.ts';

/** Writes the executions list, one row per report of this run; returns its path. */
export async function writeIndex(
  reports: readonly Report[],
  { output, locale }: { readonly output: string; readonly locale: Locale },
): Promise<string> {
  const { renderIndex } = await import('../render/index-page.ts');
  const path = join(output, 'index.html');
  const rows = reports.map((report) => ({
    report,
    href: `${encodeURIComponent(folderName(report.delivery.id))}/report.html`,
  }));
  await writeWholeFile(path, renderIndex(rows, { locale, timezone: reports[0]?.window.timezone ?? 'UTC' }));
  return path;
}
