import { layoutText } from '../../layout/layout-text.ts';
import { renderCsv } from '../../render/csv.ts';
import { download, fileName, zipOf } from './files.ts';
import { menuButton } from './menu.ts';
import type { ReportPage } from './report-page.ts';
import { say } from './widget-menu.ts';

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
  const name = fileName(page.shown.delivery.id, 'csv.zip');
  download(name, zipOf(new Map(files.map(([id, csv]) => [`${id}.csv`, csv]))), 'application/zip');
  say(
    page,
    name,
    files.map(([id]) => id),
  );
}

/** The arrangement in force as the file that `--layout` takes. */
export function downloadLayout(page: ReportPage, layout = page.layout): void {
  download('layout.json', layoutText(layout), 'application/json');
  say(page, 'layout.json', []);
}
