import type { EmbeddedReport } from '../../render/embedded-report.ts';
import { inKnownZone } from '../dashboard/known-zone.ts';
import type { ReportPage } from '../dashboard/report-page.ts';
import { showSwitches } from '../dashboard/switches.ts';
import { packs, unpack } from '../unpack.ts';
import { follow } from './follow.ts';
import type { FollowedPage } from './followed-page.ts';
import { highlight } from './highlight.ts';
import { patchChildren } from './patch.ts';

/** The page of a report that follows it. */
function followedReport(page: ReportPage): FollowedPage {
  const lastEvent = (): number | null => {
    const { delivery } = page.shown;
    return delivery.lastEvent === null ? null : Date.parse(delivery.lastEvent);
  };
  return {
    format: () => page.format,
    lastEvent,
    isBusy: () => page.main.classList.contains('editing'),
    update: async (newer) => {
      if (packText('dashboard', newer) !== packText('dashboard', document)) return false;
      const embedded: EmbeddedReport = JSON.parse(await unpack('report', newer));
      // A copy of the page that is saved as a file is one of the newer report.
      copyText('#pack-report', newer);
      copyText('title', newer);
      copyText('h1 bdi', newer);
      showPartial(newer);
      addSwitches(newer, page);
      const changed = new Set<Element>();
      await page.update(inKnownZone(embedded), (element, made) =>
        patchChildren(element, made, (one) => changed.add(one)),
      );
      highlight(changed);
      return true;
    },
    state: () => JSON.stringify({ ...page.state, leftAt: Date.now() }),
    news: () => {
      const last = lastEvent();
      return page.format.text('live.said', { time: last === null ? '–' : page.format.dateTime(last) });
    },
  };
}

const packText = (name: string, page: Document): string | undefined =>
  page.getElementById(`pack-${name}`)?.textContent;

function copyText(selector: string, newer: Document): void {
  const [element, made] = [document.querySelector(selector), newer.querySelector(selector)];
  if (element !== null && made !== null && element.textContent !== made.textContent) {
    element.textContent = made.textContent;
  }
}

/** The banner of a report that was made from a part of the data. */
function showPartial(newer: Document): void {
  const [banner, made] = [document, newer].map((page) => page.querySelector('.page > .partial'));
  if (made == null) banner?.remove();
  else if (banner == null) document.querySelector('.head')?.before(made);
  else if (!banner.isEqualNode(made)) banner.replaceWith(made);
}

/** A delivery may come to be older than a day, or to be opened by a machine. */
function addSwitches(newer: Document, page: ReportPage): void {
  const [switches, made] = [document, newer].map((one) => one.getElementById('switches'));
  if (switches == null || made == null) return;
  const added = (['.views', '.switch:has(#machines)'] as const).flatMap((selector) => {
    const [present, wanted] = [switches.querySelector(selector), made.querySelector(selector)];
    if (wanted === null) present?.remove();
    return wanted === null || present !== null ? [] : [wanted];
  });
  for (const one of added) {
    if (one.matches('.views')) switches.prepend(one);
    else switches.append(one);
  }
  if (added.length > 0) showSwitches(switches, page.state);
}

const { page } = packs();
if (page !== undefined) void follow(followedReport(page));
