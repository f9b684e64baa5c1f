import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderHtml } from '../../src/render/html.ts';
import { readReport, reportNames } from '../render/reports.ts';
import { launchTestBrowser, type TestBrowser } from './browser.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let browser: TestBrowser;
beforeAll(async () => {
  browser = await launchTestBrowser();
});
afterAll(() => browser.close());

const report = (name: string, locale: 'en' | 'fr' = 'en') => renderHtml(readReport(name), { locale });

/** What axe finds, in words. */
async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const { axe: run } = globalThis as unknown as { axe: { run: () => Promise<AxeResults> } };
    const found = await run.run();
    return found.violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target }) => `${id}: ${target.join(' ')}`),
    );
  });
}
interface AxeResults {
  readonly violations: readonly {
    readonly id: string;
    readonly nodes: readonly { readonly target: readonly string[] }[];
  }[];
}

/** True where the element takes up room on the page. */
const isShown = (page: Page, selector: string): Promise<boolean> =>
  page.$eval(selector, (element) => element.getClientRects().length > 0);

const overflow = (page: Page): Promise<number> =>
  page.evaluate(
    'document.documentElement.scrollWidth - document.documentElement.clientWidth',
  ) as Promise<number>;

describe.each(reportNames)('the report "%s"', (name) => {
  it.each(['light', 'dark'] as const)('has nothing for axe to find in the %s theme', async (theme) => {
    const { page, noise } = await browser.open(await report(name, 'fr'), { theme });
    expect(await violations(page)).toEqual([]);
    expect(noise).toEqual([]);
    await page.close();
  });

  it.each([1440, 768, 390, 320])('fits a window %d pixels wide', async (width) => {
    const { page } = await browser.open(await report(name, 'fr'), { width });
    expect(await overflow(page)).toBe(0);
    await page.close();
  });
});

describe('the page of a report', () => {
  it('has nothing for axe to find in its table views, nor when narrow', async () => {
    const { page } = await browser.open(await report('nasty'), { width: 390 });
    await page.$$eval('input[value="table"]', (inputs) => {
      for (const input of inputs) (input as unknown as { click: () => void }).click();
    });
    expect(await violations(page)).toEqual([]);
    expect(await overflow(page)).toBe(0);
    await page.close();
  });

  it('switches a widget between chart and table without scripts', async () => {
    const { page, noise } = await browser.open(await report('typical'), { scripts: false });
    expect(await isShown(page, '#bounce-reasons svg')).toBe(true);
    expect(await isShown(page, '#bounce-reasons table')).toBe(false);
    await page.click('#bounce-reasons label:has([value="table"])');
    expect(await isShown(page, '#bounce-reasons svg')).toBe(false);
    expect(await isShown(page, '#bounce-reasons table')).toBe(true);
    expect(await isShown(page, '#email-performance table')).toBe(false);
    expect(noise).toEqual([]);
    await page.close();
  });

  it('shows a chart drawn for the width it has', async () => {
    const { page } = await browser.open(await report('typical'), { width: 390 });
    expect(await isShown(page, '#bounce-reasons .narrow')).toBe(true);
    expect(await isShown(page, '#bounce-reasons .wide')).toBe(false);
    await page.close();
  });

  it('paints charts in the colours of the theme', async () => {
    const fill = (page: Page) =>
      page.evaluate(
        `getComputedStyle(document.querySelector('#bounce-reasons .wide [fill="var(--hard)"]')).fill`,
      );
    const light = await browser.open(await report('typical'), { theme: 'light' });
    const dark = await browser.open(await report('typical'), { theme: 'dark' });
    expect(await fill(light.page)).toBe('rgb(136, 19, 55)');
    expect(await fill(dark.page)).toBe('rgb(244, 63, 94)');
    await light.page.close();
    await dark.page.close();
  });

  it('tells the formula of a rate on focus, and puts it away on Escape', async () => {
    const { page } = await browser.open(await report('typical'));
    expect(await isShown(page, '#tip-opens')).toBe(false);
    await page.focus('[aria-describedby="tip-opens"]');
    expect(await isShown(page, '#tip-opens')).toBe(true);
    await page.keyboard.press('Escape');
    expect(await isShown(page, '#tip-opens')).toBe(false);
    await page.close();
  });

  it('keeps every formula within a narrow window', async () => {
    const { page } = await browser.open(await report('five-million', 'fr'), { width: 320 });
    for (const button of await page.$$('.rate button')) {
      await button.focus();
      expect(await overflow(page)).toBe(0);
      const box = await button.evaluate((element) => {
        const { left, right } = (
          element.parentElement?.querySelector('.tip') ?? element
        ).getBoundingClientRect();
        return { left, right };
      });
      expect(box.left).toBeGreaterThanOrEqual(0);
      expect(box.right).toBeLessThanOrEqual(320);
    }
    await page.close();
  });

  it('leads keyboard users to the widgets first', async () => {
    const { page } = await browser.open(await report('typical'));
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.id')).toBe('widgets');
    await page.close();
  });

  it('sorts a table by any column, with the remainder last', async () => {
    const { page } = await browser.open(await report('nasty'));
    await page.click('#bounce-reasons label:has([value="table"])');
    const firstAndLast = () =>
      page.$$eval('#bounce-reasons tbody tr.all, #bounce-reasons tbody tr.screen', (rows) =>
        [rows[0], rows.at(-1)].map((row) => row?.children[3]?.textContent),
      );
    expect(await firstAndLast()).toEqual(['900', expect.stringMatching(/^\d/)]);
    await page.click('#bounce-reasons thead th:nth-child(4) button');
    await page.click('#bounce-reasons thead th:nth-child(4) button');
    const [first, last] = await firstAndLast();
    expect(Number(first)).toBeLessThan(900);
    expect(last).toMatch(/,/);
    expect(await page.$eval('#bounce-reasons thead th:nth-child(4)', (header) => header.ariaSort)).toBe(
      'ascending',
    );
    await page.close();
  });

  it('prints light, with both views, without controls', async () => {
    const { page } = await browser.open(await report('typical'), { theme: 'dark' });
    await page.emulateMediaType('print');
    expect(await isShown(page, '#bounce-reasons table')).toBe(true);
    expect(await isShown(page, '#bounce-reasons .views')).toBe(false);
    expect(await isShown(page, '.formulas')).toBe(true);
    expect(await page.evaluate(`getComputedStyle(document.querySelector('.widget')).backgroundColor`)).toBe(
      'rgb(255, 255, 255)',
    );
    await page.close();
  });
});
