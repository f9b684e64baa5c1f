import { renderCsv } from '../../render/csv.ts';
import type { Widget, WidgetView } from '../../render/widgets/widget.ts';
import type { SectionId } from '../../report/sections/index.ts';
import { announce } from './announcer.ts';
import { copyTable, download, fileName, pictureOf, pngOf } from './files.ts';
import { type MenuItem, menuButton } from './menu.ts';
import type { ReportPage } from './report-page.ts';

/** A picture to be shared is of this width, and as high as it likes. */
const pictureWidth = 720;

/** The menu of a widget: its views, and its figures to take away. */
export function widgetMenu(section: HTMLElement, widget: Widget, page: ReportPage): void {
  const button = section.querySelector<HTMLButtonElement>('.menu-button');
  if (button === null) return;
  button.hidden = false;
  menuButton(button, () => items(section, widget, page));
}

/** The quick choice between chart and table that a card has in its head. */
export function viewChoice(section: HTMLElement, widget: Widget, page: ReportPage): void {
  section.querySelector('.views')?.addEventListener('change', (event) => {
    if (!(event.target instanceof HTMLInputElement)) return;
    void page.view(widget, event.target.value === 'table' ? 'table' : page.lookOf(widget).chartView);
  });
}

function items(section: HTMLElement, widget: Widget, page: ReportPage): readonly MenuItem[] {
  const { text } = page.format;
  const { view } = page.lookOf(widget);
  const name = (ending: string): string => fileName(page.shown.delivery.id, `${widget.id}.${ending}`);
  const action = (label: string, run: () => void): MenuItem => ({ kind: 'action', label, run });
  return [
    {
      kind: 'choice',
      label: text('menu.view'),
      choices: widget.views.map((one: WidgetView) => ({
        label: text(`view.${one}`),
        chosen: one === view,
        run: () => void page.view(widget, one),
      })),
    },
    action(text('menu.csv'), () => {
      const csv = renderCsv(page.shown, page.embedded.columns).get(widget.id) ?? '';
      download(name('csv'), csv, 'text/csv;charset=utf-8');
      say(page, name('csv'), [widget.id]);
    }),
    action(text('menu.svg'), () => void takePicture(widget, page, name('svg'))),
    action(text('menu.png'), () => void takePicture(widget, page, name('png'))),
    action(text('menu.copy'), () => void copy(section, widget, page)),
  ];
}

/** Says that a file was made, and where its lists are not whole: a page holds no more reasons than it can. */
export function say(page: ReportPage, file: string, ids: readonly SectionId[]): void {
  const { text, count } = page.format;
  const { omitted, sections } = page.shown;
  const cut = (['bounce-reasons', 'error-reasons'] as const).filter(
    (id) => ids.includes(id) && omitted[id].reasons > 0,
  );
  const kept = Math.min(...cut.map((id) => sections[id].rows.length));
  const made = text('menu.downloaded', { file });
  announce(cut.length === 0 ? made : `${made}. ${text('menu.omitted', { count: count(kept) })}`);
}

async function takePicture(widget: Widget, page: ReportPage, file: string): Promise<void> {
  const chart = await page.chartOf(widget, { width: pictureWidth, height: null });
  if (chart === undefined) return;
  const title = `${page.format.text(widget.title)} · ${page.shown.delivery.label ?? page.shown.delivery.id}`;
  const svg = pictureOf(chart.svg, chart.drawing, title);
  if (file.endsWith('.svg')) download(file, svg, 'image/svg+xml');
  else download(file, await pngOf(svg), 'image/png');
  say(page, file, []);
}

async function copy(section: HTMLElement, widget: Widget, page: ReportPage): Promise<void> {
  const table = section.querySelector('table') ?? (await page.tableOf(widget));
  const copied = table !== null && (await copyTable(table));
  announce(page.format.text(copied ? 'menu.copied' : 'menu.notCopied'));
}
