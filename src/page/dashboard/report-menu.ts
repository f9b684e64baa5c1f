import { strToU8, zipSync } from 'fflate';
import { layoutText } from '../../layout/layout-text.ts';
import { renderCsv } from '../../render/csv.ts';
import { fileName } from './file-name.ts';
import { handOver } from './hand-over.ts';
import { menuButton } from './menu.ts';
import type { ReportPage } from './report-page.ts';

/** The menu beside the title: everything as CSV, print, the layout as a file. */
export function reportMenu(page: ReportPage): void {
  const button = document.querySelector<HTMLButtonElement>('#report-menu');
  if (button === null) return;
  const { text } = page.format;
  menuButton(button, () => [
    { kind: 'action', label: text('menu.allCsv'), run: () => downloadAll(page) },
    { kind: 'action', label: text('menu.print'), run: () => print() },
    { kind: 'action', label: text('menu.layout'), run: () => downloadLayout(page) },
  ]);
}

function downloadAll(page: ReportPage): void {
  const files = [...renderCsv(page.shown, page.embedded.columns)];
  const zip = zipSync(Object.fromEntries(files.map(([id, csv]) => [`${id}.csv`, strToU8(csv)])));
  handOver(page, {
    name: fileName(page.shown.delivery.id, 'csv.zip'),
    content: new Uint8Array(zip),
    type: 'application/zip',
    lists: files.map(([id]) => id),
  });
}

/** The arrangement in force as the file that `--layout` takes. */
export function downloadLayout(page: ReportPage, layout = page.layout): void {
  handOver(page, { name: 'layout.json', content: layoutText(layout), type: 'application/json' });
}
