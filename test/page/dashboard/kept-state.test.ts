import { writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { temporaryFile } from '../../support/temporary-folder.ts';
import { describeInBrowsers, downloaded, type OpenPage } from '../browser.ts';
import {
  choose,
  focused,
  isAnnounced,
  isReady,
  isShown,
  modify,
  openReport,
  order,
  press,
  reload,
  texts,
  winterSale,
} from './open-report.ts';

/** The page as a browser saves it: what its elements are now. */
const savedAs = async (page: OpenPage): Promise<string> =>
  `<!doctype html>${await page.evaluate(() => document.documentElement.outerHTML)}`;

const categories = (page: OpenPage): Promise<string | undefined> =>
  page.$eval('[data-section="bounce-categories"]', (section) => (section as HTMLElement).dataset.view);

const zones = (page: OpenPage): Promise<string[]> => texts(page, '#zone option');
const zone = (page: OpenPage): Promise<string> =>
  page.$eval('#zone', (select) => (select as HTMLSelectElement).value);

describeInBrowsers('the state of a report', (browser) => {
  it('is that of a saved copy, but for a layout that is saved later in the browser', async () => {
    const page = await openReport(browser);
    await choose(page, '#bounce-categories .menu-button', 'Table');
    await expect.poll(() => categories(page)).toBe('table');
    const file = temporaryFile('copy.html', await savedAs(page));
    const copy = await browser.openPage(file, { reducedMotion: true });
    await isReady(copy);
    expect(await categories(copy)).toBe('table');

    await modify(copy);
    await copy.click('#email-summary .edit-remove');
    await press(copy, 'save');
    await reload(copy);
    expect(await order(copy)).toHaveLength(5);
    expect(await categories(copy)).toBe('table');

    await modify(copy);
    await press(copy, 'reset');
    await press(copy, 'save');
    await reload(copy);
    expect(await order(copy)).toHaveLength(6);
    expect(await categories(copy)).toBe('donut');

    await choose(copy, '#bounce-categories .menu-button', 'Bars');
    await expect.poll(() => categories(copy)).toBe('bar');
    writeFileSync(file, await savedAs(copy));
    await reload(copy);
    expect(await categories(copy)).toBe('bar');
    expect(copy.problems).toEqual([]);
  });

  it('has the zone of a copy among the zones to choose from, unless the browser does not know it', async () => {
    const page = await openReport(browser);
    await page.select('#zone', 'America/New_York');
    await isAnnounced(page, /America\/New_York$/);
    const html = await savedAs(page);
    const elsewhere = temporaryFile('tokyo.html', html.replaceAll('America/New_York', 'Asia/Tokyo'));
    const copy = await browser.openPage(elsewhere);
    await isReady(copy);
    expect(await zone(copy)).toBe('Asia/Tokyo');
    expect([...(await zones(copy))].sort()).toEqual(
      ['America/New_York (yours)', 'Asia/Tokyo', 'Europe/Paris (report)', 'UTC'].sort(),
    );
    await copy.click('#machines');
    await isAnnounced(copy, 'The report shows: Global view with machine activity, Asia/Tokyo');
    await copy.click('#machines');
    await isAnnounced(copy, 'The report shows: Global view without machine activity, Asia/Tokyo');
    expect(copy.problems).toEqual([]);

    writeFileSync(elsewhere, html.replaceAll('America/New_York', 'Mars/Olympus'));
    await reload(copy);
    expect(await zone(copy)).toBe('Europe/Paris');
    expect(copy.problems).toEqual([]);
  });

  it('is in UTC where the browser does not know the zone of the report', async () => {
    const page = await openReport(browser);
    await page.evaluateOnNewDocument(() => {
      const known = Intl.DateTimeFormat;
      const newer = (locales?: string, options?: Intl.DateTimeFormatOptions) => {
        if (options?.timeZone === 'Europe/Paris') throw new RangeError('unknown');
        return new known(locales, options);
      };
      Intl.DateTimeFormat = new Proxy(known, {
        construct: (_, [locales, options]) => newer(locales, options),
      });
    });
    await reload(page);
    expect(await zones(page)).toEqual(['UTC', 'America/New_York (yours)']);
    expect(await texts(page, '.facts dd')).toContain('UTC');
    expect((await texts(page, '#email-performance tbody th'))[0]).toBe('22 Nov 2026, 08:00');
    await page.select('#zone', 'America/New_York');
    await isAnnounced(page, /America\/New_York$/);
  });

  it('is what the choice between chart and table says when a browser brings a page back', async () => {
    const page = await openReport(browser);
    const choice = () =>
      page.$eval('#bounce-categories', (section) => [
        section.querySelector<HTMLInputElement>('.views :checked')?.value,
        (section as HTMLElement).dataset.view,
      ]);
    await page.click('#bounce-categories .views label:has([value="table"])');
    await expect.poll(choice).toEqual(['table', 'table']);
    await reload(page);
    expect(await choice()).toEqual(['chart', 'donut']);
    // Firefox keeps the page itself for a step back.
    if (browser.name === 'Firefox') return;
    await page.click('#bounce-categories .views label:has([value="table"])');
    await expect.poll(choice).toEqual(['table', 'table']);
    await page.goto('about:blank');
    await page.goBack();
    await isReady(page);
    expect(['chart,donut', 'table,table']).toContain(String(await choice()));
  });

  it('has menus in browsers that know no popovers, one at a time', async () => {
    const page = await openReport(browser);
    await page.evaluateOnNewDocument(() => {
      for (const name of ['popover', 'showPopover', 'hidePopover'])
        Reflect.deleteProperty(HTMLElement.prototype, name);
    });
    await reload(page);
    const menus = () => page.$$eval('.menu', (found) => found.length);
    await page.click('#report-menu');
    expect(await focused(page)).toBe('Download everything as CSV');
    await page.click('#report-menu');
    expect([await menus(), await focused(page)]).toEqual([0, 'Options of the report']);
    await page.keyboard.press('Enter');
    await page.keyboard.press('ArrowDown');
    expect(await focused(page)).toBe('Print');
    await page.keyboard.press('Escape');
    expect([await menus(), await focused(page)]).toEqual([0, 'Options of the report']);
    await page.click('#report-menu');
    await page.click('#error-reasons .menu-button');
    expect([await menus(), await focused(page)]).toEqual([1, 'Bars and table']);
    await page.click('h1');
    expect(await menus()).toBe(0);
  });

  it('gives a card its menu when only machines opened anything', async () => {
    const { sections } = winterSale;
    const quiet = { ...sections['email-performance'], rows: [] };
    const report = { ...winterSale, sections: { ...sections, 'email-performance': quiet } };
    const page = await openReport(browser, { report });
    const parts = ['.views', '.menu-button', '.subtitle', '.picture'];
    const shown = () => Promise.all(parts.map((part) => isShown(page, `#email-performance ${part}`)));
    expect(await shown()).toEqual([false, false, false, false]);
    await page.click('#machines');
    await expect.poll(shown).toEqual([true, true, true, true]);
  });
});

describeInBrowsers('what is taken from a report', (browser) => {
  it('bears a label that no picture could hold, and says when it cannot be made', async () => {
    const delivery = { ...winterSale.delivery, label: '\u0000Sale\u0007' };
    const page = await openReport(browser, { report: { ...winterSale, delivery } });
    const take = (label: string) =>
      downloaded(page, () => choose(page, '#bounce-categories .menu-button', label));
    expect(Buffer.from((await take('Download picture (SVG)')).bytes).toString()).toContain(
      '>Bounce categories · Sale</text>',
    );
    expect((await take('Download picture (PNG)')).bytes.length).toBeGreaterThan(1000);
    await page.evaluate(() => {
      HTMLImageElement.prototype.decode = () => Promise.reject(new DOMException('no', 'EncodingError'));
    });
    await choose(page, '#bounce-categories .menu-button', 'Download picture (PNG)');
    await isAnnounced(page, 'winter-sale-bounce-categories.png could not be made');
  });

  it('is no formula where it is pasted', async () => {
    const { sections } = winterSale;
    const rows = sections['error-reasons'].rows.map((row) => ({
      ...row,
      reason: '=HYPERLINK("http://evil")',
    }));
    const report = { ...winterSale, sections: { ...sections, 'error-reasons': { rows } } };
    const page = await openReport(browser, { report });
    await page.evaluate(() => {
      // Without the newer way to copy there is an event to look at.
      Object.defineProperty(navigator, 'clipboard', { value: undefined });
      addEventListener('copy', ({ clipboardData }) => {
        document.body.dataset.plain = clipboardData?.getData('text/plain');
        document.body.dataset.html = clipboardData?.getData('text/html');
      });
    });
    await choose(page, '#error-reasons .menu-button', 'Copy table');
    await isAnnounced(page, 'Table copied');
    const { plain, html } = await page.evaluate(() => ({ ...document.body.dataset }));
    expect(plain).toContain(`\n'=HYPERLINK("http://evil")\t`);
    expect(html).toContain(`<td>'=HYPERLINK("http://evil")</td>`);
  });
});
