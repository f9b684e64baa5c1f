import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'puppeteer';
import { describe, expect, it } from 'vitest';
import { defaultLayout } from '../../src/layout/complete-layout.ts';
import { emailFiles } from '../../src/render/email/file-names.ts';
import { type EmailOptions, renderEmail } from '../../src/render/email.ts';
import { widgets } from '../../src/render/widgets/index.ts';
import { readReport, reportNames } from '../render/reports.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { axeViolations, describeInBrowsers } from './browser.ts';

const everything = {
  crossed: [{ rate: 'bounces', value: 0.072, limit: 0.05 }],
  attachments: ['pdf', 'csv', 'html'],
  earlier: readReport('typical'),
} as const;

/** A mail is an article inside the page of a mail program, whose landmarks are not the mail's to give. */
const landmarks = ['region', 'landmark-one-main'];

/** Writes a mail with its pictures into a folder; returns the path of its HTML. */
function writeMail(name: string, options: Omit<EmailOptions, keyof typeof everything>): string {
  const folder = temporaryFolder();
  const { fileHtml, pictures } = renderEmail(readReport(name), { ...everything, ...options });
  mkdirSync(join(folder, emailFiles.pictures));
  for (const picture of pictures) writeFileSync(join(folder, emailFiles.pictures, picture.name), picture.png);
  const path = join(folder, emailFiles.html);
  writeFileSync(path, fileHtml);
  return path;
}

const overflow = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** The pictures that are to be seen, each with its width on the page; those that did not load have none. */
const picturesSeen = (page: Page): Promise<readonly { readonly name: string; readonly width: number }[]> =>
  page.$$eval('img', (images) =>
    images
      .filter((image) => image.getClientRects().length > 0)
      .map(({ src, width, naturalWidth }) => ({
        name: src.slice(src.lastIndexOf('/') + 1),
        width: naturalWidth === 0 ? 0 : width,
      })),
  );

describeInBrowsers('the mail of a report', ({ name: browser, openPage }) => {
  /** What is odd about a report is odd in each browser; the one with everything in it is looked at in all. */
  const names = browser === 'Chromium' ? reportNames : ['nasty'];

  describe.each(names)('such as "%s"', (name) => {
    it('has nothing for axe to find in either theme, fits any window and asks for its pictures alone', async () => {
      const page = await openPage(writeMail(name, { locale: 'fr' }));
      for (const value of ['light', 'dark']) {
        await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value }]);
        expect(await axeViolations(page, landmarks)).toEqual([]);
      }
      for (const width of [900, 600, 375, 320]) {
        await page.setViewport({ width, height: 800 });
        await expect.poll(() => overflow(page)).toBe(0);
        for (const picture of await picturesSeen(page))
          expect(picture.width, picture.name).toBeGreaterThan(250);
      }
      for (const problem of page.problems) expect(problem).toMatch(/^request: file:.*\/email\/[a-z-]+\.png$/);
    });
  });

  it('shows a chart drawn for the width it has', async () => {
    const page = await openPage(writeMail('typical', { locale: 'en' }));
    const seen = async () => (await picturesSeen(page)).map(({ name }) => name);
    const rings = ['sending-statistics.png', 'bounce-categories.png'];
    await page.setViewport({ width: 600, height: 800 });
    await expect.poll(seen).toEqual(['email-performance.png', ...rings]);
    await page.setViewport({ width: 375, height: 800 });
    await expect.poll(seen).toEqual(['email-performance-narrow.png', ...rings]);
  });

  it('lets tables that are wider than it scroll for themselves', async () => {
    const layout = defaultLayout(widgets);
    const tables = { ...layout, widgets: layout.widgets.map((placed) => ({ ...placed, view: 'table' })) };
    const path = writeMail('nasty', { locale: 'fr', layout: tables });
    const page = await openPage(path, { viewport: { width: 375, height: 800 } });
    expect(await overflow(page)).toBe(0);
    expect(await axeViolations(page, landmarks)).toEqual([]);
  });
});
