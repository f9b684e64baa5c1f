import { rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { renderHtml } from '../../src/render/html.ts';
import { stampFile, stampPicture } from '../../src/render/stamp.ts';
import { readReport } from '../render/reports.ts';
import { temporaryFile } from '../support/temporary-folder.ts';
import { axeViolations, type BrowserUnderTest, describeInBrowsers, type OpenPage } from './browser.ts';
import { click, isReady, isShown, modify, press, reload, texts } from './dashboard/open-report.ts';

const [first, second] = ['0123456789abcdef'.repeat(2), 'fedcba9876543210'.repeat(2)] as const;
const page = (stamp: string, locale: 'en' | 'fr' = 'en', refreshSeconds: number | null = null): string =>
  renderHtml(readReport('typical'), { locale, live: { stamp, refreshSeconds } });

/** Opens a report as a file, beside which lies what tells of newer ones. */
async function openFile(
  { openPage }: BrowserUnderTest,
  {
    locale,
    served = 'file',
    refreshSeconds = null,
  }: { locale?: 'fr'; served?: 'file' | 'web'; refreshSeconds?: number | null } = {},
) {
  const file = temporaryFile('report.html', page(first, locale, refreshSeconds));
  const publish = (stamp: string): void => {
    writeFileSync(file, page(stamp, locale, refreshSeconds));
    writeFileSync(join(dirname(file), stampFile), stampPicture(stamp));
  };
  publish(first);
  const opened = await openPage(file, { reducedMotion: true, served });
  await hurry(opened);
  return { opened, publish, file };
}

/** Loads a page again, for which a second passes in a moment. */
async function hurry(opened: OpenPage): Promise<void> {
  await opened.evaluateOnNewDocument(() => {
    const { setTimeout: later, setInterval: often } = globalThis;
    Object.assign(globalThis, {
      setTimeout: (run: () => void, wait = 0) => later(run, wait / 20),
      setInterval: (run: () => void, wait = 0) => often(run, wait / 20),
    });
  });
  await reload(opened);
}

/** What a page may ask for that looks beside itself. */
const others = ({ problems }: OpenPage): readonly string[] =>
  problems.filter((problem) => !/^request: file:.*\/stamp\.svg\?\d+$/.test(problem));

const patience = { timeout: 15_000 };

describeInBrowsers('a live report that was opened as a file', (browser) => {
  it('says how old it is, and offers the newer one as soon as it is there, without losing what was changed', async () => {
    const { opened, publish } = await openFile(browser);
    await expect.poll(() => texts(opened, '.live')).toEqual([expect.stringMatching(/^Updated \d+ s ago$/)]);
    await opened.evaluate(() =>
      document.querySelector<HTMLElement>('[name="bounce-categories-view"][value="table"]')?.click(),
    );
    const view = () => opened.$eval('#bounce-categories', (section) => (section as HTMLElement).dataset.view);
    await expect.poll(view).toBe('table');
    const place = () =>
      opened.$eval('#sending-statistics', (section) => Math.round(section.getBoundingClientRect().top));
    await opened.$eval('#sending-statistics', (section) =>
      scrollBy(0, section.getBoundingClientRect().top + 40),
    );
    await expect.poll(async () => Math.abs((await place()) + 40)).toBeLessThan(3);

    publish(second);
    await expect.poll(() => isShown(opened, '.newer'), patience).toBe(true);
    expect(await texts(opened, '.newer')).toEqual(['A newer report is there – show it']);
    expect(await isShown(opened, '.live')).toBe(false);
    expect(await opened.title()).toMatch(/^• /);
    await expect.poll(() => texts(opened, '#announcer')).toEqual(['A newer report is there – show it']);
    await Promise.all([
      opened.waitForNavigation(),
      opened.$eval('.newer', (button) => (button as HTMLElement).click()),
    ]);
    await isReady(opened);
    expect(await opened.evaluate(() => document.documentElement.dataset.live)).toBe(second);
    expect(await view()).toBe('table');
    await expect.poll(async () => Math.abs((await place()) + 40)).toBeLessThan(3);
    await expect.poll(() => isShown(opened, '.live')).toBe(true);
    expect(await opened.title()).not.toMatch(/^• /);
    expect(others(opened)).toEqual([]);
  });

  it('waits with its offer until its reader has arranged it, in French too', async () => {
    const { opened, publish } = await openFile(browser, { locale: 'fr' });
    await modify(opened);
    publish(second);
    await expect.poll(() => opened.title(), patience).toMatch(/^• /);
    expect(await isShown(opened, '.newer')).toBe(false);
    await click(opened, '#error-reasons .edit-remove');
    await press(opened, 'save');
    await expect.poll(() => isShown(opened, '.newer')).toBe(true);
    expect(await texts(opened, '.newer')).toEqual(['Un rapport plus récent est disponible – l’afficher']);
  });

  it('is loaded again by itself where that is asked for, as soon as there is a newer one', async () => {
    const { opened, publish } = await openFile(browser, { refreshSeconds: 20 });
    const stamp = () => opened.evaluate(() => document.documentElement.dataset.live);
    await opened.evaluate(() => Object.assign(globalThis, { mark: true }));
    await expect.poll(() => isShown(opened, '.live')).toBe(true);
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(await opened.evaluate(() => 'mark' in globalThis)).toBe(true);
    publish(second);
    await expect.poll(stamp, patience).toBe(second);
  });

  it('stops looking where it was moved, without a word', async () => {
    const { opened, file } = await openFile(browser);
    await expect.poll(() => isShown(opened, '.live')).toBe(true);
    rmSync(join(dirname(file), stampFile));
    await expect.poll(() => isShown(opened, '.live'), patience).toBe(false);
    expect(await isShown(opened, '.newer')).toBe(false);
    const asked = opened.problems.length;
    await new Promise((resolve) => setTimeout(resolve, 1000));
    expect(opened.problems.length).toBe(asked);
  });

  it('is offered by any web server, too', async () => {
    const { opened, publish } = await openFile(browser, { served: 'web' });
    await expect.poll(() => texts(opened, '.live')).toEqual([expect.stringMatching(/^Updated/)]);
    publish(second);
    await expect.poll(() => isShown(opened, '.newer'), patience).toBe(true);
    for (const value of ['light', 'dark']) {
      await opened.emulateMediaFeatures([{ name: 'prefers-color-scheme', value }]);
      expect(await axeViolations(opened)).toEqual([]);
    }
  });

  // What Firefox is told only once it has a page comes too late for its parser.
  it.skipIf(browser.name === 'Firefox')(
    'is loaded again without scripts where that is asked for',
    async () => {
      const file = temporaryFile('report.html', page(first, 'en', 1));
      const opened = await browser.openPage(file, { javascript: false });
      writeFileSync(file, page(second, 'en', 1));
      await expect
        .poll(() => opened.$eval('html', (html) => html.dataset.live).catch(() => ''), patience)
        .toBe(second);
    },
  );
});
