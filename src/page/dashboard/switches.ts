import { isTimeZone } from '../../time-zone.ts';
import { announce } from './announcer.ts';
import type { PageState, ReportPage } from './report-page.ts';
import { differentZones } from './zone-choice.ts';

/** The switches below the title: window, time zone, machine activity. */
export function enableSwitches(page: ReportPage): void {
  const switches = document.getElementById('switches');
  if (switches === null) return;
  const zone = switches.querySelector<HTMLSelectElement>('#zone');
  if (zone !== null) offerZones(zone, page);
  showSwitches(switches, page.state);

  const apply = async (changed: EventTarget | null): Promise<void> => {
    // A live page may come to have more switches than it began with.
    const { machines, windows } = switchesIn(switches);
    const lastDay = windows.some(({ value, checked }) => checked && value === 'last-day');
    const included = machines?.checked === true;
    const chosen = {
      window: lastDay ? 'last-day' : 'whole',
      machines: included ? 'included' : 'excluded',
    } as const;
    await page.show(chosen, zone?.value || page.state.timezone);
    const { text } = page.format;
    const window = text(lastDay ? 'switches.lastDay' : 'switches.whole');
    const withMachines = text(included ? 'switches.withMachines' : 'switches.withoutMachines', { window });
    announce(
      text('switches.shown', {
        // People alone are what a report is about: that goes without saying, but for who has just switched to it.
        window: included || changed === machines ? withMachines : window,
        zone: page.format.zone.name,
      }),
    );
  };
  switches.addEventListener('change', ({ target }) => void apply(target));
  switches.hidden = false;
}

const switchesIn = (switches: HTMLElement) => ({
  machines: switches.querySelector<HTMLInputElement>('#machines'),
  windows: [...switches.querySelectorAll<HTMLInputElement>('[name="window"]')],
});

/** Has the switches say what is shown. */
export function showSwitches(switches: HTMLElement, { choice, timezone }: PageState): void {
  const { machines, windows } = switchesIn(switches);
  for (const input of windows) input.checked = input.value === choice.window;
  if (machines !== null) machines.checked = choice.machines === 'included';
  const zone = switches.querySelector<HTMLSelectElement>('#zone');
  if (zone !== null) zone.value = timezone;
}

/** The report's zone, the reader's own, UTC, and the one that a copy of the page was left in; each once. */
function offerZones(select: HTMLSelectElement, page: ReportPage): void {
  const { text } = page.format;
  const { delivery, window, sections } = page.embedded.report;
  const own = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  const names = [window.timezone, page.state.timezone, own, 'UTC'].filter(isTimeZone);
  const starts = sections['email-performance'].rows.map(({ start }) => start);
  const times = [...starts, delivery.firstEvent, delivery.lastEvent, window.from, window.to];
  const labelOf = (zone: string): string => {
    if (zone === 'UTC') return zone;
    if (zone === window.timezone) return text('switches.zoneOfReport', { zone });
    return zone === own ? text('switches.zoneOfReader', { zone }) : zone;
  };
  const offered = differentZones(
    names,
    times.flatMap((time) => (time === null ? [] : [Date.parse(time)])),
  );
  select.replaceChildren(...offered.map((zone) => new Option(labelOf(zone), zone)));
}
