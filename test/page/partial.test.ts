import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'puppeteer';
import { expect, it } from 'vitest';
import { emailFiles } from '../../src/render/email/file-names.ts';
import { renderEmail } from '../../src/render/email.ts';
import { renderHtml } from '../../src/render/html.ts';
import { renderIndex } from '../../src/render/index-page.ts';
import { conclude } from '../../src/report/conclude.ts';
import { usualSettings } from '../../src/report/findings/settings.ts';
import { readReport, sentBefore } from '../render/reports.ts';
import { partialReport } from '../support/partial-report.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { axeViolations, describeInBrowsers } from './browser.ts';
import { isReady, winterSale } from './dashboard/open-report.ts';

const missing = { shards: 3, answered: 2, unfinishedLoads: 1 };
const report = conclude(partialReport(winterSale, missing), [], usualSettings);
const words = {
  en: 'Partial report: only 2 of 3 shards answered, and 1 dump was still being loaded',
  fr: 'Rapport partiel : seuls 2 shards sur 3 ont répondu, et 1 export était encore en cours de chargement',
};
const locales = ['en', 'fr'] as const;
const themes = ['light', 'dark'] as const;

const look = (page: Page, value: (typeof themes)[number]): Promise<void> =>
  page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value }]);

/** The banner as it is seen: its words, where it stands, and its colours. */
const banner = (page: Page) =>
  page.$eval('aside.partial', (element) => {
    const { top, width, height } = element.getBoundingClientRect();
    const { backgroundColor, color } = getComputedStyle(element);
    const title = element.querySelector('.partial-title')?.textContent.replace(/\s/g, ' ');
    return { title, top, isSeen: width > 250 && height > 40, background: backgroundColor, color };
  });

const crimson = { background: 'rgb(159, 18, 57)', color: 'rgb(255, 255, 255)' };
const colors = { light: crimson, dark: { background: 'rgb(251, 113, 133)', color: 'rgb(23, 28, 35)' } };

describeInBrowsers('a partial report', ({ name: browser, openPage }) => {
  /** What axe looks at is the same in each browser. */
  const expectNothingForAxe = async (page: Page, inapplicable: readonly string[] = []): Promise<void> => {
    if (browser === 'Chromium') expect(await axeViolations(page, inapplicable)).toEqual([]);
  };

  it.each(locales)(
    'says so above its page in %s, in either theme, on any screen and on paper',
    async (locale) => {
      const page = await openPage(renderHtml(report, { locale }));
      for (const theme of themes) {
        await look(page, theme);
        expect(await banner(page)).toMatchObject({ title: words[locale], isSeen: true, ...colors[theme] });
        await expectNothingForAxe(page);
      }
      for (const width of [1440, 320]) {
        await page.setViewport({ width, height: 800 });
        expect((await banner(page)).top).toBeLessThan(40);
        await expect
          .poll(() =>
            page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth),
          )
          .toBe(0);
      }
      // Firefox cannot be told over BiDi that it prints.
      if (browser !== 'Chromium') return;
      await page.emulateMediaType('print');
      expect(await banner(page)).toMatchObject({ title: words[locale], isSeen: true, ...crimson });
    },
  );

  it('says so of the last day and with machines, too', async () => {
    const page = await openPage(renderHtml(report, { locale: 'en' }));
    await isReady(page);
    await page.click('#switches [value="last-day"]');
    await expect
      .poll(() => page.$eval('#findings', (widget) => widget.textContent))
      .toContain('only 2 of 3 shards');
    expect(await banner(page)).toMatchObject({ title: words.en, isSeen: true });
    expect(page.problems).toEqual([]);
  });

  it.each(locales)('says so at the top of its mail in %s, in either theme', async (locale) => {
    const folder = temporaryFolder();
    const { fileHtml, pictures } = renderEmail(report, { locale, crossed: [], attachments: [] });
    mkdirSync(join(folder, emailFiles.pictures));
    for (const { name, png } of pictures) writeFileSync(join(folder, emailFiles.pictures, name), png);
    const path = join(folder, emailFiles.html);
    writeFileSync(path, fileHtml);
    const page = await openPage(path);
    for (const theme of themes) {
      await look(page, theme);
      const top = await page.$eval('td.partial', (cell) => {
        const title = cell.querySelector('.partial-title');
        return {
          title: title?.textContent.replace(/\s/g, ' '),
          background: getComputedStyle(cell).backgroundColor,
          color: title === null ? '' : getComputedStyle(title).color,
          isFirst: cell.getBoundingClientRect().top < 60,
        };
      });
      expect(top).toEqual({ title: words[locale], ...colors[theme], isFirst: true });
      await expectNothingForAxe(page, ['region', 'landmark-one-main']);
    }
  });

  it.each([true, false])(
    'is marked in the list of executions, with scripts or without: %s',
    async (javascript) => {
      const entries = [report, sentBefore(readReport('typical'), 1)].map((one) => ({
        report: one,
        href: 'report.html',
      }));
      const page = await openPage(renderIndex(entries, { locale: 'en', timezone: 'UTC' }), { javascript });
      const marks = (): Promise<readonly string[]> =>
        page.$$eval('.paged tbody tr', (rows) =>
          rows.map((row) => row.querySelector('.partial')?.textContent ?? ''),
        );
      const sum = (): Promise<string> => page.$eval('.paged tfoot th', (cell) => cell.textContent);
      expect((await marks()).toSorted()).toEqual(['', words.en]);
      expect(await sum()).toBe('Total (partial)');
      for (const theme of themes) {
        await look(page, theme);
        if (javascript) await expectNothingForAxe(page);
      }
      if (!javascript) return;
      // The sums of those that are left when the partial one is filtered away are whole.
      await page.type('#filter', readReport('typical').delivery.label ?? '');
      await expect.poll(marks).toEqual(['']);
      expect(await sum()).toBe('Total');
    },
  );
});
