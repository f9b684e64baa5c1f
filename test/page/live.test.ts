import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { renderIndex } from '../../src/render/index-page.ts';
import type { Report } from '../../src/report/report.ts';
import { computeFiles } from '../support/report-of.ts';
import { temporaryFile } from '../support/temporary-folder.ts';
import { type BrowserUnderTest, describeInBrowsers, type OpenOptions, type OpenPage } from './browser.ts';
import {
  choose,
  click,
  focus,
  focused,
  isAnnounced,
  isReady,
  isShown,
  modify,
  order,
  press,
  texts,
} from './dashboard/open-report.ts';
import { folder, type Watched, watched } from './live-served.ts';

/** A growing dump, and its reports: of the first rows of a sample, in the order in which they happened. */
const rows = readFileSync('samples/native.ndjson', 'utf8')
  .trimEnd()
  .split('\n')
  .sort((one, other) => at(one) - at(other));
function at(row: string): number {
  return Date.parse(
    Object.values(JSON.parse(row) as Record<string, string>).find((value) =>
      /^\d{4}-\d\d-\d\dT/.test(value),
    ) ?? '',
  );
}

const grown = new Map<number, Promise<Report>>();
/** The report of this part of the dump. */
function reportAt(part: number): Promise<Report> {
  const known = grown.get(part) ?? compute(part);
  grown.set(part, known);
  return known;
}
async function compute(part: number): Promise<Report> {
  const file = temporaryFile('dump.ndjson', `${rows.slice(0, Math.round(rows.length * part)).join('\n')}\n`);
  const [report] = (await computeFiles([file], { timezone: 'Europe/Paris' })).reports;
  if (report === undefined) throw new Error('no report');
  return report;
}

/** Opens the page of a delivery that is being watched. What it complains of fails the test. */
async function openLive(
  { openPage }: BrowserUnderTest,
  { url }: Pick<Watched, 'url'>,
  path = `${folder}/`,
  options: OpenOptions = {},
): Promise<OpenPage> {
  const page = await openPage(new URL(path, url).href, { reducedMotion: true, ...options });
  onTestFinished(() => expect(complaints(page)).toEqual([]));
  // In Firefox what is emulated is lost where a page has a group of windows for itself, as ours have by their headers.
  await page.emulateMediaFeatures([
    { name: 'prefers-reduced-motion', value: options.reducedMotion === false ? 'no-preference' : 'reduce' },
  ]);
  if (path.endsWith('/')) await isReady(page);
  await expect.poll(() => texts(page, '.live')).toEqual([expect.stringMatching(/^(?:Live|En direct)/)]);
  return page;
}

/** What a page may not do: all but to ask the server that it came from. */
const complaints = ({ problems }: OpenPage): readonly string[] =>
  problems.filter((problem) => !/^request: http:\/\/127\.0\.0\.1:\d+\//.test(problem));

/** All that is said besides the widgets that a reader may have changed. */
const said = async (page: OpenPage): Promise<readonly string[]> =>
  (await texts(page, '.facts, #account, #email-summary, title, h1, .partial')).map((text) =>
    text.replace(/\s+/g, ' '),
  );

const shows = (page: OpenPage, stamp: string) =>
  expect
    .poll(() => page.evaluate(() => document.documentElement.dataset.live), { timeout: 15_000 })
    .toBe(stamp);

const counts = (page: OpenPage) => texts(page, '#email-summary .tile-count');
const rate = ({ totals: { delivered, sent } }: Report): string => `${((100 * delivered) / sent).toFixed(1)}%`;
const words = (count: number): string => count.toLocaleString('en');

describeInBrowsers('a live report', (browser) => {
  // What asks nothing of a browser that others might not do is looked at in one.
  const isFirefox = browser.name === 'Firefox';
  it('shows newer figures in place, as the reader has made it', async () => {
    const [first, second, third] = await Promise.all([reportAt(0.3), reportAt(0.6), reportAt(1)]);
    const site = await watched(first);
    const page = await openLive(browser, site);
    expect(await counts(page)).toContain(words(first.totals.delivered));

    // A view, a hidden series, the order of a table, an open menu, the place that is read, and the keyboard.
    await choose(page, '#bounce-categories .menu-button', 'Table');
    await click(page, '#email-performance .legend-entry[data-series="bounces"]');
    await click(page, '#bounce-categories th:nth-child(1) button');
    await page.evaluate(() => {
      (globalThis as unknown as { kept: readonly (Element | null)[] }).kept = [
        ...['#bounce-categories table', '#email-summary .tile', '#email-performance .spots', 'h1', '.facts'],
      ].map((selector) => document.querySelector(selector));
    });
    const chart = () => page.$eval('#email-performance .picture svg', (svg) => svg.outerHTML.length);
    const before = await chart();
    await click(page, '#bounce-reasons .menu-button');
    const item = await focused(page);
    const menuTop = () =>
      page.$eval('#bounce-reasons', (section) => Math.round(section.getBoundingClientRect().top));
    const top = await menuTop();

    await shows(page, site.publish(second));
    await expect.poll(() => counts(page)).toContain(words(second.totals.delivered));
    await shows(page, site.publish(third));
    await expect.poll(() => counts(page)).toContain(words(third.totals.delivered));
    expect(await chart()).not.toBe(before);
    expect(await isShown(page, '.menu')).toBe(true);
    expect(await focused(page)).toBe(item);
    expect(Math.abs((await menuTop()) - top)).toBeLessThan(3);
    await page.keyboard.press('Escape');
    expect(await page.$eval('#bounce-categories', (section) => (section as HTMLElement).dataset.view)).toBe(
      'table',
    );
    expect(await page.$eval('#bounce-categories th', (header) => header.ariaSort)).toBe('ascending');
    const categories = await texts(page, '#bounce-categories tbody th');
    expect(categories).toEqual([...categories].sort((one, other) => one.localeCompare(other)));
    expect(
      await page.$eval('#email-performance [data-series="bounces"]', (entry) =>
        entry.getAttribute('aria-pressed'),
      ),
    ).toBe('false');
    expect(
      await page.evaluate(() => {
        const { kept } = globalThis as unknown as { kept: readonly (Element | null)[] };
        return kept.map((element) => element?.isConnected);
      }),
    ).toEqual([true, true, true, true, true]);
    // Nothing on the page is of an earlier report: it is as if it had been loaded now.
    const fresh = await openLive(browser, site);
    expect(await said(page)).toEqual(await said(fresh));
    expect(await order(page)).toEqual(await order(fresh));
  });

  it('comes to have the widgets and switches that its figures ask for, and leaves those that are there in their places', async () => {
    const [early, last] = await Promise.all([reportAt(0.02), reportAt(1)]);
    expect(early.lastDay).toBeNull();
    // As if no machine had come yet.
    const first = { ...early, withMachines: null };
    const site = await watched(first);
    const page = await openLive(browser, site);
    const few = await order(page);
    expect(await isShown(page, '#switches [value="last-day"] + span, #machines')).toBe(false);
    await page.$eval('#email-summary .menu-button', (button) => (button as HTMLElement).focus());
    await shows(page, site.publish(last));
    await expect.poll(() => counts(page)).toContain(words(last.totals.delivered));
    expect((await order(page)).length).toBeGreaterThan(few.length);
    const fresh = await openLive(browser, site);
    expect(await order(page)).toEqual(await order(fresh));
    expect(await said(page)).toEqual(await said(fresh));
    // Firefox has hidden the page that is behind another.
    await page.bringToFront();
    expect(await focused(page)).toBe('Options of Email summary');
    await click(page, '#switches label:has([value="last-day"])');
    await isAnnounced(page, /Live view/);
    await click(page, '#machines');
    await isAnnounced(page, /Live view .*with machine activity/);
    const chosen = await counts(page);
    await shows(page, site.publish({ ...last, delivery: { ...last.delivery, label: 'Winter sale, again' } }));
    await expect.poll(() => texts(page, 'h1')).toEqual(['Winter sale, again']);
    expect(await page.title()).toMatch(/^Winter sale, again/);
    expect(await counts(page)).toEqual(chosen);
    expect(await page.$eval('[value="last-day"]', (input) => (input as HTMLInputElement).checked)).toBe(true);
  });

  it.skipIf(isFirefox)('says when it is partial, and when it is no more', async () => {
    const whole = await reportAt(0.3);
    const site = await watched(whole);
    const page = await openLive(browser, site);
    await shows(page, site.publish({ ...whole, partial: { shards: 2, answered: 1, unfinishedLoads: 0 } }));
    await expect.poll(() => isShown(page, '.page > .partial')).toBe(true);
    expect(await page.title()).toContain('(partial)');
    await shows(page, site.publish(whole));
    await expect.poll(() => isShown(page, '.page > .partial')).toBe(false);
    expect(await page.title()).not.toContain('(partial)');
  });

  it.skipIf(isFirefox)('waits while it is being arranged', async () => {
    const [first, second] = await Promise.all([reportAt(0.3), reportAt(0.6)]);
    const site = await watched(first);
    const page = await openLive(browser, site);
    const before = await counts(page);
    await modify(page);
    site.publish(second);
    await click(page, '#error-reasons .edit-remove');
    expect(await counts(page)).toEqual(before);
    await press(page, 'save');
    await expect.poll(() => counts(page)).toContain(words(second.totals.delivered));
    expect(await isShown(page, '#error-reasons')).toBe(false);
  });

  it('keeps the tip of the chart that is pointed at, with the figures of now', async () => {
    const [first, second] = await Promise.all([reportAt(0.5), reportAt(1)]);
    const site = await watched(first);
    const page = await openLive(browser, site);
    await focus(page, '#sending-statistics .spots');
    await page.keyboard.press('Tab');
    await page.keyboard.down('Shift');
    await page.keyboard.press('Tab');
    await page.keyboard.up('Shift');
    await expect.poll(() => isShown(page, '.chart-tip')).toBe(true);
    const tip = () => texts(page, '.chart-tip').then(([words = '']) => words);
    const before = await tip();
    await shows(page, site.publish(second));
    await expect.poll(tip).not.toBe(before);
    expect(await isShown(page, '.chart-tip')).toBe(true);
    expect(await page.evaluate(() => document.activeElement?.className)).toBe('spots');
  });

  it.skipIf(isFirefox)('draws nothing while nobody sees it, and then only the newest', async () => {
    const [first, second, third] = await Promise.all([reportAt(0.3), reportAt(0.6), reportAt(1)]);
    const site = await watched(first);
    const page = await openLive(browser, site);
    const hide = (hidden: boolean) =>
      page.evaluate((value) => {
        Object.defineProperty(document, 'hidden', { value, configurable: true });
        document.dispatchEvent(new Event('visibilitychange'));
      }, hidden);
    const before = await counts(page);
    await hide(true);
    site.publish(second);
    const stamp = site.publish(third);
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 300)));
    expect(await counts(page)).toEqual(before);
    await page.evaluate(() => {
      const seen: string[] = [];
      Object.assign(globalThis, { seen });
      new MutationObserver(() => seen.push(document.documentElement.dataset.live ?? '')).observe(
        document.documentElement,
        { attributes: true, attributeFilter: ['data-live'] },
      );
    });
    await hide(false);
    await shows(page, stamp);
    expect(await page.evaluate(() => (globalThis as unknown as { seen: string[] }).seen)).toEqual([stamp]);
  });

  it('says that the server is gone, and catches up when it is back', async () => {
    const [early, second] = await Promise.all([reportAt(0.3), reportAt(0.6)]);
    const lastEvent = new Date().toISOString();
    const first = { ...early, delivery: { ...early.delivery, lastEvent } };
    const site = await watched(first, 'fr');
    const page = await browser.openPage(new URL(`${folder}/`, site.url).href, { reducedMotion: true });
    await isReady(page);
    const line = () => texts(page, '.live').then(([words = '']) => words);
    await expect.poll(line).toMatch(/^En direct · mis à jour il y a \d+ s · dernier événement \d\d:\d\d$/);
    await site.stop();
    await expect
      .poll(line)
      .toMatch(/^Connexion perdue, nouvel essai en cours – dernière mise à jour il y a \d+ s$/);
    const stamp = site.publish(second);
    await site.start();
    await shows(page, stamp);
    await expect.poll(line).toMatch(/^En direct/);
    expect(complaints(page).filter((problem) => !problem.startsWith('console: '))).toEqual([]);
  });

  it.skipIf(isFirefox)(
    'lets the eye find what has changed, but for those who asked for less motion',
    async () => {
      const [first, second] = await Promise.all([reportAt(0.3), reportAt(0.6)]);
      for (const reducedMotion of [false, true]) {
        const site = await watched(first);
        const page = await openLive(browser, site, `${folder}/`, { reducedMotion });
        await page.evaluate(() => {
          const animate = Element.prototype.animate;
          const washed: (string | null)[] = [];
          Object.assign(globalThis, { washed });
          Element.prototype.animate = function (...given) {
            washed.push(this.textContent);
            return animate.apply(this, given);
          };
        });
        await shows(page, site.publish(second));
        const washed = () => page.evaluate(() => (globalThis as unknown as { washed: string[] }).washed);
        if (reducedMotion) expect(await washed()).toEqual([]);
        else await expect.poll(washed).toContain(words(second.totals.delivered));
      }
    },
  );

  it.skipIf(isFirefox)('offers a page of another program, whose scripts are others', async () => {
    const [first, second] = await Promise.all([reportAt(0.3), reportAt(0.6)]);
    const site = await watched(first);
    const page = await openLive(browser, site);
    await page.$eval('#pack-dashboard', (pack) => pack.append('!'));
    site.publish(second);
    await expect.poll(() => isShown(page, '.newer')).toBe(true);
    await Promise.all([page.waitForNavigation(), click(page, '.newer')]);
    await isReady(page);
    expect(await counts(page)).toContain(words(second.totals.delivered));
  });
});

describeInBrowsers('a live list of executions', (browser) => {
  it('shows newer figures and deliveries in place, filtered and sorted as its reader has chosen', async () => {
    const [first, second] = await Promise.all([reportAt(0.3), reportAt(0.6)]);
    const others = Array.from({ length: 120 }, (_, index) => ({
      ...first,
      delivery: { ...first.delivery, id: `other-${index}`, label: `Other ${index}` },
    }));
    const site = await watched(first, 'en');
    site.publish(first, others);
    const page = await openLive(browser, site, 'index.html');
    await page.type('#filter', 'e');
    await click(page, '.paged thead th:nth-child(1) button');
    await click(page, '#next');
    await click(page, '#next');
    const names = () => texts(page, '.paged tbody a');
    const before = await names();
    await page.$eval('.paged tbody a', (link) => (link as HTMLElement).focus());
    const more = { ...second, delivery: { ...second.delivery, id: 'other-a', label: 'Other a' } };
    site.publish(second, [...others, more]);
    await expect.poll(() => texts(page, '.head .subtitle')).toEqual([expect.stringMatching(/^122 /)]);
    await expect
      .poll(() => texts(page, '.paged tbody td'))
      .toContain(`${words(second.totals.delivered)} ${rate(second)}`);
    expect(await names()).toEqual([...before.slice(0, -1), 'Other a', before.at(-1)]);
    expect(await focused(page)).toBe(before[0]);
    expect(await page.$eval('#filter', (input) => (input as HTMLInputElement).value)).toBe('e');
    expect(await texts(page, '#place')).toEqual(['Page 3 of 3']);
  });

  it('keeps the keyboard on a delivery that takes another place', async () => {
    const report = await reportAt(0.3);
    const named = (label: string, sent: number): Report => ({
      ...report,
      delivery: { ...report.delivery, id: label, label },
      totals: { ...report.totals, sent },
    });
    const [last, first, middle] = [named('Last', 10), named('First', 30), named('Middle', 20)];
    const site = await watched(last);
    site.publish(last, [first, middle]);
    const page = await openLive(browser, site, 'index.html');
    const sent = (await texts(page, '.paged thead th')).indexOf('Sent') + 1;
    await click(page, `.paged thead th:nth-child(${sent}) button`);
    const names = () => texts(page, '.paged tbody a');
    expect(await names()).toEqual(['First', 'Middle', 'Last']);
    await page.$eval('.paged tbody tr:last-child a', (link) => (link as HTMLElement).focus());
    site.publish(named('Last', 25), [first, middle]);
    await expect.poll(names).toEqual(['First', 'Last', 'Middle']);
    expect(await focused(page)).toBe('Last');
    site.publish(named('Last', 40), [first, middle]);
    await expect.poll(names).toEqual(['Last', 'First', 'Middle']);
    expect(await focused(page)).toBe('Last');
  });

  it('is loaded again as soon as it has a first delivery', async () => {
    const site = await watched(await reportAt(0.3));
    const empty = renderIndex([], {
      locale: 'en',
      timezone: 'UTC',
      live: { stamp: 'e0', refreshSeconds: null },
    });
    writeFileSync(join(site.output, 'index.html'), empty);
    const page = await browser.openPage(new URL('index.html', site.url).href);
    await expect.poll(() => texts(page, '.live')).toEqual([expect.stringMatching(/^Live/)]);
    site.publish(await reportAt(0.6));
    await expect.poll(() => texts(page, '.paged tbody a')).toEqual(['Winter sale']);
    expect(complaints(page)).toEqual([]);
  });
});
