import type { Page } from 'puppeteer';
import { describe, expect, it } from 'vitest';
import { renderHtml } from '../../src/render/html.ts';
import { readReport, reportNames } from '../render/reports.ts';
import { axeViolations, describeInBrowsers } from './browser.ts';

const overflow = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

describeInBrowsers('the page of a report', ({ name: browser, openPage }) => {
  /** What is odd about a report is odd in each browser; the one with everything in it is looked at in all. */
  const names = browser === 'Chromium' ? reportNames : ['nasty'];

  describe.each(names)('such as "%s"', (name) => {
    const html = () => renderHtml(readReport(name), { locale: 'fr' });

    it('has nothing for axe to find in either theme, nor in its tables, and fits any window', async () => {
      const page = await openPage(html());
      for (const value of ['light', 'dark']) {
        await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value }]);
        expect(await axeViolations(page)).toEqual([]);
      }
      for (const width of [1440, 768, 390, 320]) {
        await page.setViewport({ width, height: 900 });
        await expect.poll(() => overflow(page)).toBe(0);
      }
      await page.$$eval('input[value="table"]', (inputs) => {
        for (const input of inputs) (input as HTMLInputElement).click();
      });
      expect(await axeViolations(page)).toEqual([]);
      expect(await overflow(page)).toBe(0);
      expect(page.problems).toEqual([]);
    });
  });

  it('shows a chart drawn for the width it has, in the colours of the theme', async () => {
    const page = await openPage(renderHtml(readReport('typical'), { locale: 'en' }), { javascript: false });
    const shown = () =>
      page.evaluate(() => {
        const pictures = [...document.querySelectorAll('#bounce-reasons .picture')];
        const picture = pictures.find((one) => one.getClientRects().length > 0);
        const bar = picture?.querySelector('[fill="var(--hard)"]');
        return bar === null || bar === undefined ? [] : [picture?.className, getComputedStyle(bar).fill];
      });
    expect(await shown()).toEqual(['picture wide', 'rgb(136, 19, 55)']);
    await page.setViewport({ width: 390, height: 800 });
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'dark' }]);
    expect(await shown()).toEqual(['picture narrow', 'rgb(244, 63, 94)']);
  });

  it('leads keyboard users to the widgets first', async () => {
    const page = await openPage(renderHtml(readReport('typical'), { locale: 'en' }));
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('widgets');
  });
});
