import { packs, runPack } from '../unpack.ts';
import { Editing } from './editing/editing.ts';
import type { ReportPage } from './report-page.ts';

/** Lets the reader arrange the page: the Modify button and all that it leads to. */
export function enableEditing(page: ReportPage): void {
  const tools = document.getElementById('report-tools');
  const modify = document.querySelector<HTMLButtonElement>('#modify');
  if (tools === null || modify === null) return;
  let isEditing = false;
  modify.addEventListener('click', async () => {
    // Unpacking takes a moment, in which a second click may follow the first.
    if (isEditing) return;
    isEditing = true;
    await page.needCharts();
    if (packs().grid === undefined) await runPack('grid');
    tools.hidden = true;
    new Editing(page, () => {
      isEditing = false;
      tools.hidden = false;
      modify.focus();
    });
  });
  tools.hidden = false;
}
