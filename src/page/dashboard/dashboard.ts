import type { EmbeddedReport } from '../../render/embedded-report.ts';
import { widgets } from '../../render/widgets/index.ts';
import { unpack } from '../unpack.ts';
import { enableEditing } from './edit.ts';
import { storedLayout } from './layout-store.ts';
import { reportMenu } from './report-menu.ts';
import { type PageState, ReportPage } from './report-page.ts';
import { enableSwitches } from './switches.ts';
import { viewChoice, widgetMenu } from './widget-menu.ts';

/** Makes the page a dashboard: its figures can be switched, pointed at, taken away, and its widgets arranged. */
async function start(): Promise<void> {
  const embedded: EmbeddedReport = JSON.parse(await unpack('report'));
  const page: ReportPage = new ReportPage(embedded, (section, widget) => {
    widgetMenu(section, widget, page);
    viewChoice(section, widget, page);
  });
  page.takeOver();
  const left = document.documentElement.dataset.state;
  const stored = storedLayout(widgets);
  if (left !== undefined) await page.restore(JSON.parse(left) as PageState);
  else if (stored !== undefined) await page.arrange(stored);
  enableSwitches(page);
  reportMenu(page);
  enableEditing(page);
  addEventListener('beforeprint', () => page.forPrint());
  addEventListener('afterprint', () => page.afterPrint());
  document.documentElement.dataset.ready = '';
}

void start();
