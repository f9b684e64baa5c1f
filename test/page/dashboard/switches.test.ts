import { expect, it } from 'vitest';
import { renderCsv } from '../../../src/render/csv.ts';
import { csvColumns } from '../../../src/render/csv-columns.ts';
import type { Figures } from '../../../src/report/report.ts';
import { shownReport } from '../../../src/report/shown-figures.ts';
import { readReport } from '../../render/reports.ts';
import { describeInBrowsers, downloaded, type OpenPage } from '../browser.ts';
import {
  choose,
  click,
  focused,
  isAnnounced,
  isShown,
  modify,
  openReport,
  press,
  texts,
  winterSale,
} from './open-report.ts';

const facts = async (page: OpenPage): Promise<Record<string, string | undefined>> => {
  const [names, values] = await Promise.all([texts(page, '.facts dt'), texts(page, '.facts dd')]);
  return Object.fromEntries(names.map((name, index) => [name, values[index]]));
};
const counts = (page: OpenPage) => texts(page, '#email-summary .tile-count');
const countsOf = ({ totals }: Pick<Figures, 'totals'>) =>
  (['sent', 'delivered', 'bounces', 'errors', 'opens', 'clicks'] as const).map((name) => `${totals[name]}`);
/** The days below the course, and where they stand, in a picture of it. */
const days = (page: OpenPage, picture: string) =>
  page.evaluate(
    (selector) =>
      [...document.querySelectorAll(selector)]
        .filter(({ textContent }) => textContent.endsWith('Nov'))
        .map((label) => {
          const [own, whole] = [label, label.closest('svg') ?? label].map((one) =>
            one.getBoundingClientRect(),
          );
          const at = ((own?.left ?? 0) - (whole?.left ?? 0)) / (whole?.width ?? 1);
          return { day: label.textContent, at: at.toFixed(3) };
        }),
    `#email-performance ${picture} text`,
  );
const dayNames = (labels: Awaited<ReturnType<typeof days>>) => labels.map(({ day }) => day);
const firstStart = async (page: OpenPage) => (await texts(page, '#email-performance tbody th'))[0];

function lastDayOf({ lastDay }: typeof winterSale): Figures {
  if (lastDay === null) throw new Error('the sample has no last day');
  return lastDay;
}

describeInBrowsers('the switches of a report', (browser) => {
  it('fit the smallest phone, in French too', async () => {
    const page = await openReport(browser, { locale: 'fr', viewport: { width: 320, height: 700 } });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
  });

  it('show its times in the zone of the report, of the reader, or in UTC', async () => {
    const page = await openReport(browser);
    const zones = ['Europe/Paris (report)', 'America/New_York (yours)', 'UTC'];
    expect(await texts(page, '#zone option')).toEqual(zones);
    expect(await firstStart(page)).toBe('22 Nov 2026, 09:00');
    const inParis = await days(page, '.wide');

    await page.select('#zone', 'America/New_York');
    await isAnnounced(page, 'The report shows: Global view, America/New_York');
    expect(await firstStart(page)).toBe('22 Nov 2026, 03:00');
    expect(await facts(page)).toMatchObject({
      Events: '22 Nov 2026, 03:00 – 28 Nov 2026, 04:16',
      'Time zone': 'America/New_York (UTC−05:00)',
      'Data up to': '28 Nov 2026, 04:16',
    });
    // The same midnights, six hours later.
    const inNewYork = await days(page, '.fitted');
    expect(dayNames(inNewYork)).toEqual(dayNames(inParis));
    expect(inNewYork[0]?.at).not.toBe(inParis[0]?.at);

    await page.select('#zone', 'UTC');
    await isAnnounced(page, 'The report shows: Global view, UTC');
    expect(await firstStart(page)).toBe('22 Nov 2026, 08:00');
  });

  it('show the last day alone, with machines or without, everywhere', async () => {
    const page = await openReport(browser);
    const lastDay = lastDayOf(winterSale);
    expect(await counts(page)).toEqual(countsOf(winterSale));
    await click(page, '#machines');
    await isAnnounced(page, /^The report shows/);
    expect(await counts(page)).toEqual(countsOf(winterSale.withMachines ?? winterSale));
    expect((await facts(page))['Machine activity']).toBe('Included');

    await click(page, '#switches label:has([value="last-day"])');
    await isAnnounced(page, /Live view/);
    const both = shownReport(winterSale, { window: 'last-day', machines: 'included' });
    expect(await counts(page)).toEqual(countsOf(both));
    expect((await facts(page)).Window).toMatch(/^Live view/);
    expect(await texts(page, '#account .part b')).toContain(
      `${both.audit.outsideWindow.toLocaleString('en')}`,
    );
    const { bytes } = await downloaded(page, () =>
      choose(page, '#email-performance .menu-button', 'Download as CSV'),
    );
    expect(Buffer.from(bytes).toString()).toBe(renderCsv(both, csvColumns).get('email-performance'));

    await click(page, '#machines');
    await isAnnounced(page, /^The report shows/);
    await expect.poll(() => counts(page)).toEqual(countsOf(lastDay));
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    expect(await focused(page)).not.toBe('nothing');
  });

  it('leave what a reader chose, and nothing to choose where there is nothing', async () => {
    const page = await openReport(browser);
    await choose(page, '#bounce-reasons .menu-button', 'Table');
    await click(page, '#switches label:has([value="last-day"])');
    await isAnnounced(page, /Live view/);
    // Nobody bounced on the last day.
    expect(lastDayOf(winterSale).totals.bounces).toBe(0);
    expect(await isShown(page, '#bounce-reasons .empty')).toBe(true);
    expect(await isShown(page, '#bounce-reasons .widget-tools > *')).toBe(false);

    await modify(page);
    await click(page, '#bounce-reasons .edit-remove');
    await choose(page, '.edit-add', 'Bounce reasons');
    await press(page, 'save');
    await click(page, '#switches label:has([value="whole"])');
    await expect.poll(() => isShown(page, '#bounce-reasons table')).toBe(true);
    expect(await isShown(page, '#bounce-reasons .menu-button')).toBe(true);
  });

  it('can be used while the report is arranged', async () => {
    const page = await openReport(browser);
    await modify(page);
    await click(page, '#machines');
    await isAnnounced(page, /^The report shows/);
    await click(page, '#error-reasons .edit-remove');
    await press(page, 'cancel');
    expect(await counts(page)).toEqual(countsOf(winterSale.withMachines ?? winterSale));
    expect(await isShown(page, '#error-reasons')).toBe(true);
  });

  it('are those that change something', async () => {
    const page = await openReport(browser, { report: readReport('typical') });
    expect(await isShown(page, '#zone')).toBe(true);
    expect(await page.$('#switches [name="window"], #machines')).toBeNull();
  });
});
