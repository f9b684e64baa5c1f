import type { EmbeddedReport } from '../../render/embedded-report.ts';
import { widgets } from '../../render/widgets/index.ts';
import { packs, runPack, unpack } from '../unpack.ts';
import { bringBack } from './brought-back.ts';
import { copiedState } from './copied-state.ts';
import { enableEditing } from './edit.ts';
import { inKnownZone } from './known-zone.ts';
import { storedLayout } from './layout-store.ts';
import { reportMenu } from './report-menu.ts';
import { ReportPage } from './report-page.ts';
import { enableSwitches } from './switches.ts';
import { viewChoice, widgetMenu } from './widget-menu.ts';

/** Makes the page a dashboard: its figures can be switched, pointed at, taken away, and its widgets arranged. */
async function start(): Promise<void> {
  const made: EmbeddedReport = JSON.parse(await unpack('report'));
  const embedded = inKnownZone(made);
  const page: ReportPage = new ReportPage(embedded, (section, widget) => {
    widgetMenu(section, widget, page);
    viewChoice(section, widget, page);
  });
  page.takeOver();
  bringBack();
  const stored = storedLayout(widgets);
  const copied = copiedState(embedded, stored);
  if (copied !== undefined) await page.restore(copied);
  else if (stored !== undefined) await page.arrange(stored);
  // What the page came with was written in a zone that only its maker knows.
  if (embedded !== made) await page.show(page.state.choice, page.state.timezone);
  enableSwitches(page);
  reportMenu(page);
  enableEditing(page);
  addEventListener('beforeprint', () => page.forPrint());
  addEventListener('afterprint', () => page.afterPrint());
  document.documentElement.dataset.ready = '';
  if (document.documentElement.dataset.live === undefined) return;
  packs().page = page;
  await runPack('live');
}

void start();
