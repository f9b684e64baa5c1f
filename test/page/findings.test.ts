import type { Page } from 'puppeteer';
import { expect, it } from 'vitest';
import { defaultLayout } from '../../src/layout/complete-layout.ts';
import { renderHtml } from '../../src/render/html.ts';
import { widgets } from '../../src/render/widgets/index.ts';
import { conclude } from '../../src/report/conclude.ts';
import { usualSettings } from '../../src/report/findings/settings.ts';
import { readReport, sentBefore } from '../render/reports.ts';
import { axeViolations, describeInBrowsers } from './browser.ts';

const typical = readReport('typical');
const unopened = { ...typical, totals: { ...typical.totals, opens: 0, bounces: 1000 } };
const snapshot = {
  ...unopened,
  delivery: { ...typical.delivery, lastEvent: typical.delivery.firstEvent },
};
const earlier = [1, 2, 3, 4].map((days) => sentBefore(typical, days));
const report = conclude(typical, [...earlier, snapshot], usualSettings);

/** The links of the findings that are seen, by what they lead to. */
const linksOn = (page: Page): Promise<readonly string[]> =>
  page.$$eval('.findings a', (links) =>
    links.filter((link) => link.getClientRects().length > 0).map((link) => link.getAttribute('href') ?? ''),
  );

describeInBrowsers('findings and comparison on a page', ({ openPage }) => {
  it('have nothing for axe to find in either theme, and fit any window', async () => {
    const page = await openPage(renderHtml(report, { locale: 'fr' }));
    expect(await page.$$eval('#findings li', (items) => items.length)).toBeGreaterThan(1);
    expect(await page.$$eval('#comparison .course', (items) => items.length)).toBe(9);
    expect(await page.$eval('#comparison .since', (line) => line.textContent)).toMatch(/^Depuis le 12/);
    for (const value of ['light', 'dark']) {
      await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value }]);
      expect(await axeViolations(page)).toEqual([]);
    }
    for (const width of [1440, 768, 390, 320]) {
      await page.setViewport({ width, height: 900 });
      await expect
        .poll(() => page.evaluate(() => document.documentElement.scrollWidth - innerWidth))
        .toBeLessThanOrEqual(0);
    }
    expect(page.problems).toEqual([]);
  });

  it('lead to the widgets that the page has, and to no others', async () => {
    const whole = await openPage(renderHtml(report, { locale: 'en' }));
    expect(await linksOn(whole)).toEqual(['#bounce-categories', '#email-summary']);
    const layout = defaultLayout(widgets);
    const without = {
      ...layout,
      widgets: layout.widgets.filter(({ id }) => id !== 'bounce-categories'),
      removed: ['bounce-categories'],
    };
    const arranged = await openPage(renderHtml(report, { locale: 'en', layout: without }));
    expect(await linksOn(arranged)).toEqual(['#email-summary']);
  });
});
