import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type ServedReports, serveReports } from '../../src/live/serve/serve-reports.ts';
import type { Locale } from '../../src/locales/locale.ts';
import { renderHtml } from '../../src/render/html.ts';
import { renderIndex } from '../../src/render/index-page.ts';
import { stampOfIndex, stampOfReport } from '../../src/render/stamp.ts';
import { reportText } from '../../src/report/read-report.ts';
import type { Report } from '../../src/report/report.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** What a person watches: an output folder whose reports are served and replaced. */
export interface Watched {
  readonly output: string;
  readonly url: string;
  readonly port: number;
  /** Puts a report and the list into their places, as whole folders, and tells the pages; returns the stamp of the report. */
  readonly publish: (report: Report, others?: readonly Report[]) => string;
  readonly stop: () => Promise<void>;
  /** Serves again at the same port. */
  readonly start: () => Promise<void>;
}

export const folder = 'sale';

export async function watched(first: Report, locale: Locale = 'en'): Promise<Watched> {
  const output = temporaryFolder();
  let served: ServedReports | undefined;
  let port = 0;
  const publish = (report: Report, others: readonly Report[] = []): string => {
    const stamp = stampOfReport(reportText(report));
    const part = join(output, '.part');
    mkdirSync(part);
    writeFileSync(
      join(part, 'report.html'),
      renderHtml(report, { locale, live: { stamp, refreshSeconds: null } }),
    );
    rmSync(join(output, folder), { recursive: true, force: true });
    renameSync(part, join(output, folder));
    const listed = [report, ...others];
    const index = stampOfIndex(listed.map((one) => stampOfReport(reportText(one))));
    const rows = listed.map((one) => ({ report: one, href: `${one.delivery.id}/report.html` }));
    const list = renderIndex(rows, { locale, timezone: 'UTC', live: { stamp: index, refreshSeconds: null } });
    writeFileSync(join(output, '.index'), list);
    renameSync(join(output, '.index'), join(output, 'index.html'));
    served?.published([
      { folder, stamp },
      { folder: null, stamp: index },
    ]);
    return stamp;
  };
  const start = async (): Promise<void> => {
    served = await serveReports({ output, host: '127.0.0.1', port, note: () => {} });
    port = Number(new URL(served.url).port);
  };
  const stop = async (): Promise<void> => {
    await served?.close();
    served = undefined;
  };
  publish(first);
  await start();
  onTestFinished(stop);
  return { output, url: `http://127.0.0.1:${port}/`, port, publish, start, stop };
}
