import { renderCsv } from '../../render/csv.ts';
import { deliveryName } from '../../render/view/header.ts';
import { isChart, type Widget, type WidgetView } from '../../render/widgets/widget.ts';
import { announce } from './announcer.ts';
import { copyTable } from './copy-table.ts';
import { fileName } from './file-name.ts';
import { handOver } from './hand-over.ts';
import { type MenuItem, menuButton } from './menu.ts';
import { pictureOf, pngOf } from './picture.ts';
import type { ReportPage } from './report-page.ts';

/** A picture to be shared is of this width, and as high as it likes. */
const pictureWidth = 720;

/** The menu of a widget: its views, and its figures to take away. */
export function widgetMenu(section: HTMLElement, widget: Widget, page: ReportPage): void {
  const button = section.querySelector<HTMLButtonElement>('.menu-button');
  if (button === null) return;
  button.hidden = section.querySelector('.empty') !== null;
  menuButton(button, () => items(section, widget, page));
}

/** The quick choice between chart and table that a card has in its head. */
export function viewChoice(section: HTMLElement, widget: Widget, page: ReportPage): void {
  const views = section.querySelector<HTMLElement>('.views');
  if (views === null) return;
  views.hidden = section.querySelector('.empty') !== null || !widget.views.some(isChart);
  views.addEventListener('change', async (event) => {
    if (!(event.target instanceof HTMLInputElement)) return;
    const { value } = event.target;
    // After what was chosen before, which may be waiting for the same.
    await page.needCharts();
    void page.view(widget, value === 'table' ? 'table' : page.lookOf(widget).chartView);
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
      const content = renderCsv(page.shown, page.embedded.columns).get(widget.id) ?? '';
      handOver(page, { name: name('csv'), content, type: 'text/csv;charset=utf-8', lists: [widget.id] });
    }),
    ...(widget.views.some(isChart)
      ? [
          action(text('menu.svg'), () => void takePicture(widget, page, name('svg'))),
          action(text('menu.png'), () => void takePicture(widget, page, name('png'))),
        ]
      : []),
    action(text('menu.copy'), () => void copy(section, widget, page)),
  ];
}

async function takePicture(widget: Widget, page: ReportPage, name: string): Promise<void> {
  try {
    const chart = await page.chartOf(widget, { width: pictureWidth, height: null });
    if (chart === undefined) return;
    const title = [page.format.text(widget.title), deliveryName(page.shown.delivery)];
    const svg = pictureOf(chart.svg, chart.drawing, title.filter((part) => part !== '').join(' · '));
    if (name.endsWith('.svg')) handOver(page, { name, content: svg, type: 'image/svg+xml' });
    else handOver(page, { name, content: await pngOf(svg), type: 'image/png' });
  } catch {
    // Of a browser that guards against being recognised, or of too little memory: the reader has to know.
    announce(page.format.text('menu.notDownloaded', { file: name }));
  }
}

async function copy(section: HTMLElement, widget: Widget, page: ReportPage): Promise<void> {
  const table = section.querySelector('table') ?? (await page.tableOf(widget));
  const copied = table !== null && (await copyTable(table));
  announce(page.format.text(copied ? 'menu.copied' : 'menu.notCopied'));
}
