import { isTimeZone } from '../../time-zone.ts';
import { announce } from './announcer.ts';
import type { ReportPage } from './report-page.ts';

/** The switches below the title: window, time zone, machine activity. */
export function enableSwitches(page: ReportPage): void {
  const switches = document.getElementById('switches');
  if (switches === null) return;
  const zone = switches.querySelector<HTMLSelectElement>('#zone');
  const machines = switches.querySelector<HTMLInputElement>('#machines');
  const windows = [...switches.querySelectorAll<HTMLInputElement>('[name="window"]')];
  if (zone !== null) offerZones(zone, page);

  const { choice, timezone } = page.state;
  for (const input of windows) input.checked = input.value === choice.window;
  if (machines !== null) machines.checked = choice.machines === 'included';
  if (zone !== null) zone.value = timezone;

  const apply = async (): Promise<void> => {
    const lastDay = windows.some(({ value, checked }) => checked && value === 'last-day');
    const chosen = {
      window: lastDay ? 'last-day' : 'whole',
      machines: machines?.checked === true ? 'included' : 'excluded',
    } as const;
    await page.show(chosen, zone?.value ?? timezone);
    const { text } = page.format;
    announce(
      text('switches.shown', {
        window: text(lastDay ? 'switches.lastDay' : 'switches.whole'),
        zone: page.format.zone.name,
      }),
    );
  };
  switches.addEventListener('change', () => void apply());
  switches.hidden = false;
}

/** The report's zone, the reader's own, and UTC; each once. */
function offerZones(select: HTMLSelectElement, page: ReportPage): void {
  const { text } = page.format;
  const report = page.embedded.report.window.timezone;
  const own = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  const offered = new Map([[report, text('switches.zoneOfReport', { zone: report })]]);
  if (isTimeZone(own) && own !== report) offered.set(own, text('switches.zoneOfReader', { zone: own }));
  if (!offered.has('UTC')) offered.set('UTC', 'UTC');
  select.replaceChildren(...[...offered].map(([zone, label]) => new Option(label, zone)));
}
