import { expect, it } from 'vitest';
import { axeViolations, type BrowserUnderTest, describeInBrowsers, type OpenPage } from '../browser.ts';
import {
  arrangement,
  choose,
  click,
  isAnnounced,
  isDrawnForItsSize,
  isReady,
  modify,
  openReport,
  order,
  press,
  texts,
} from './open-report.ts';

/** The page as a browser saves it: what its elements are now. */
const savedAs = async (page: OpenPage): Promise<string> =>
  `<!doctype html>${await page.evaluate(() => document.documentElement.outerHTML)}`;

async function openCopy({ openPage }: BrowserUnderTest, html: string): Promise<OpenPage> {
  const copy = await openPage(html, { reducedMotion: true });
  await isReady(copy);
  return copy;
}

/** All that a reader sees of a report, but for the very pixels. */
const whatIsSeen = async (page: OpenPage) => ({
  places: (await arrangement(page)).map(({ id, column, columns }) => [id, column, columns]),
  facts: await texts(page, '.facts dd'),
  words: await texts(page, '.widget-body'),
  zone: await page.$eval('#zone', (select) => (select as HTMLSelectElement).value),
  chosen: await page.evaluate(() =>
    [...document.querySelectorAll<HTMLInputElement>('input')].map(({ name, value, checked }) =>
      [name, value, checked].join(' '),
    ),
  ),
  hidden: (await texts(page, '.legend-entry[aria-pressed="false"]')).length,
  sorted: await texts(page, '[aria-sort]'),
});

/** How many there are of what scripts add to a page. */
const added = (page: OpenPage) =>
  page.evaluate(() =>
    Object.fromEntries(
      [
        '.spots',
        '.legend-entry',
        '.sort',
        '.menu',
        '.edit-bar',
        '.edit-controls',
        '.notice',
        'option',
        'script',
      ].map((selector) => [selector, document.querySelectorAll(selector).length]),
    ),
  );

describeInBrowsers('a copy of a report that a reader saved', (browser) => {
  it('opens as it was left, and can be used as before', async () => {
    const page = await openReport(browser);
    await choose(page, '#bounce-categories .menu-button', 'Table');
    await choose(page, '#bounce-reasons .menu-button', 'Bars');
    await choose(page, '#email-performance .menu-button', 'Areas');
    await click(page, '#email-performance .views label:has([value="table"])');
    await click(page, '#bounce-categories thead th:nth-child(2) button');
    await click(page, '#sending-statistics [data-series="bounces"]');
    await click(page, '#machines');
    await page.select('#zone', 'America/New_York');
    await isAnnounced(page, /America\/New_York$/);
    await modify(page);
    await click(page, '#error-reasons .edit-remove');
    await press(page, 'save');
    await isAnnounced(page, /^Layout saved/);
    await click(page, '#report-menu');

    const left = await whatIsSeen(page);
    const copy = await openCopy(browser, await savedAs(page));
    expect(await whatIsSeen(copy)).toEqual(left);
    expect(await added(copy)).toEqual({ ...(await added(page)), '.menu': 0 });
    expect(await axeViolations(copy)).toEqual([]);

    await choose(copy, '#bounce-categories .menu-button', 'Donut');
    await isDrawnForItsSize(copy, 'bounce-categories');
    await click(copy, '#email-performance .views label:has([value="chart"])');
    await expect
      .poll(() => copy.$eval('#email-performance', (section) => (section as HTMLElement).dataset.view))
      .toBe('area');
    await modify(copy);
    await choose(copy, '.edit-add', 'Error reasons');
    await press(copy, 'save');
    expect(await order(copy)).toHaveLength(6);
    expect(copy.problems).toEqual([]);
  });

  it('is drawn for the window that it is opened in', async () => {
    const page = await openReport(browser);
    await page.setViewport({ width: 500, height: 800 });
    await isDrawnForItsSize(page, 'bounce-reasons');
    const copy = await openCopy(browser, await savedAs(page));
    await isDrawnForItsSize(copy, 'bounce-reasons');
    await isDrawnForItsSize(copy, 'email-performance');
    expect(copy.problems).toEqual([]);
  });
});
