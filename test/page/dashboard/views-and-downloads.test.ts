import { inflateSync } from 'node:zlib';
import { strFromU8, unzipSync } from 'fflate';
import { expect, it } from 'vitest';
import { renderCsv } from '../../../src/render/csv.ts';
import { csvColumns } from '../../../src/render/csv-columns.ts';
import { cutDomains } from '../../../src/render/cut-results.ts';
import { shownReport } from '../../../src/report/shown-figures.ts';
import { readReport } from '../../render/reports.ts';
import { temporaryFile } from '../../support/temporary-folder.ts';
import { describeInBrowsers, downloaded, type OpenPage } from '../browser.ts';
import {
  choose,
  click,
  focused,
  isAnnounced,
  isDrawnForItsSize,
  isShown,
  openReport,
  tall,
  texts,
  winterSale,
} from './open-report.ts';

const asText = (bytes: Uint8Array): string => Buffer.from(bytes).toString();
const menuOf = (id: string): string => `#${id} .menu-button`;

/** Chooses from a menu what makes the page hand over a file. */
const take = (page: OpenPage, button: string, label: string) =>
  downloaded(page, () => choose(page, button, label));

/** What a section shows: its picture, its table, its tiles. */
const shownOf = async (page: OpenPage, id: string): Promise<string> => {
  const parts = { picture: '.picture svg', table: 'table', tiles: '.tiles' };
  const shown = await Promise.all(
    Object.entries(parts).map(async ([name, selector]) =>
      (await isShown(page, `#${id} ${selector}`)) ? [name] : [],
    ),
  );
  return shown.flat().join(' and ');
};

const views: [id: string, view: string, shows: string][] = [
  ['email-summary', 'Bars', 'picture'],
  ['email-summary', 'Table', 'table'],
  ['email-summary', 'Tiles', 'tiles'],
  ['email-performance', 'Areas', 'picture'],
  ['email-performance', 'Bars', 'picture'],
  ['email-performance', 'Table', 'table'],
  ['email-performance', 'Lines', 'picture'],
  ['sending-statistics', 'Bars', 'picture'],
  ['sending-statistics', 'Table', 'table'],
  ['sending-statistics', 'Donut', 'picture'],
  ['bounce-reasons', 'Bars', 'picture'],
  ['bounce-reasons', 'Table', 'table'],
  ['error-reasons', 'Bars', 'picture'],
  ['error-reasons', 'Table', 'table'],
  ['error-reasons', 'Bars and table', 'picture and table'],
];

/** The size of a PNG, and how many different bytes its lines are made of: a blank one has few. */
function readPng(bytes: Uint8Array): { readonly size: readonly number[]; readonly variety: number } {
  const file = Buffer.from(bytes);
  expect(file.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n');
  const parts: Buffer[] = [];
  for (let at = 8; at < file.length; at += 12 + file.readUInt32BE(at)) {
    if (file.toString('latin1', at + 4, at + 8) !== 'IDAT') continue;
    parts.push(file.subarray(at + 8, at + 8 + file.readUInt32BE(at)));
  }
  const lines = inflateSync(Buffer.concat(parts));
  return { size: [file.readUInt32BE(16), file.readUInt32BE(20)], variety: new Set(lines).size };
}

describeInBrowsers('the menus of a report', (browser) => {
  it('offer each view of a widget, and go back to where they came from', async () => {
    const page = await openReport(browser);
    const seen: string[] = [];
    for (const [id, view, shows] of views) {
      await choose(page, menuOf(id), view);
      await expect.poll(() => shownOf(page, id), { message: `${id} as ${view}` }).toBe(shows);
      expect(await focused(page)).toMatch(/^Options of /);
      if (shows === 'picture') await isDrawnForItsSize(page, id);
      seen.push(
        await page.evaluate((one) => document.querySelector(`#${one} .widget-body`)?.innerHTML ?? '', id),
      );
    }
    expect(new Set(seen).size).toBe(views.length);
  });

  it('have a short way between chart and table, to the chart that was chosen', async () => {
    const page = await openReport(browser, { viewport: tall });
    const pick = (id: string, value: string) => click(page, `#${id} .views label:has([value="${value}"])`);
    await choose(page, menuOf('sending-statistics'), 'Bars');
    await pick('sending-statistics', 'table');
    await expect.poll(() => shownOf(page, 'sending-statistics')).toBe('table');
    await page.keyboard.press('ArrowLeft');
    await expect.poll(() => shownOf(page, 'sending-statistics')).toBe('picture');
    expect(await page.$eval('#sending-statistics', (section) => section.getAttribute('data-view'))).toBe(
      'bar',
    );
    expect(await page.evaluate(() => document.activeElement?.getAttribute('value'))).toBe('chart');

    expect(await isShown(page, '#email-summary .views')).toBe(false);
    await choose(page, menuOf('email-summary'), 'Table');
    await pick('email-summary', 'chart');
    await expect.poll(() => shownOf(page, 'email-summary')).toBe('picture');
  });

  it('hand over the figures of a widget, and of all of them, as the command line writes them', async () => {
    const page = await openReport(browser, { report: winterSale });
    const shown = shownReport(winterSale, { window: 'whole', machines: 'excluded' });
    // A page has no more domains than it shows.
    const domains = { rows: [...cutDomains(shown.sections['recipient-domains'].rows)] };
    const expected = renderCsv({ sections: { ...shown.sections, 'recipient-domains': domains } }, csvColumns);
    for (const id of ['email-performance', 'bounce-reasons'] as const) {
      const { name, bytes } = await take(page, menuOf(id), 'Download as CSV');
      expect(name).toBe(`winter-sale-${id}.csv`);
      expect(asText(bytes)).toBe(expected.get(id));
      await isAnnounced(page, `${name} downloaded`);
      expect(await focused(page)).toMatch(/^Options of /);
    }
    const { name } = await take(page, menuOf('recipient-domains'), 'Download as CSV');
    await isAnnounced(page, `${name} downloaded. This page sums up all but 20 of them; report.json has more`);
    const zip = await take(page, '#report-menu', 'Download everything as CSV');
    expect(zip.name).toBe('winter-sale-csv.zip');
    const files = Object.entries(unzipSync(zip.bytes)).map(([name, bytes]) => [name, strFromU8(bytes)]);
    expect(files).toEqual([...expected].map(([id, csv]) => [`${id}.csv`, csv]));
    expect(await focused(page)).toBe('Options of the report');
  });

  it('hand over pictures that stand alone', async () => {
    const page = await openReport(browser, { colorScheme: 'dark' });
    const drawing = await take(page, menuOf('bounce-categories'), 'Download picture (SVG)');
    expect(drawing.name).toBe('winter-sale-bounce-categories.svg');
    const svg = asText(drawing.bytes);
    expect(svg).toContain('>Bounce categories · Winter sale</text>');
    expect(svg).not.toContain('var(');
    const [, width, height] = /^<svg [^>]*width="(\d+)" height="(\d+)"/.exec(svg) ?? [];
    expect(Number(width)).toBe(768);

    const picture = await take(page, menuOf('bounce-categories'), 'Download picture (PNG)');
    expect(picture.name).toBe('winter-sale-bounce-categories.png');
    const { size, variety } = readPng(picture.bytes);
    expect(size).toEqual([Number(width) * 2, Number(height) * 2]);
    expect(variety).toBeGreaterThan(50);

    const summary = await take(page, menuOf('email-summary'), 'Download picture (SVG)');
    expect(asText(summary.bytes)).toContain('>Delivered</text>');
    const alone = await browser.openPage(temporaryFile('picture.svg', summary.bytes));
    expect(await alone.evaluate(() => document.documentElement.nodeName)).toBe('svg');
    expect(await texts(alone, 'text[font-size="16"]')).toEqual(['Email summary · Winter sale']);
    expect(alone.problems).toEqual([]);
  });

  it('copy the table of a widget, whether it is seen or not', async () => {
    const page = await openReport(browser);
    const pasted = async () => {
      await page.evaluate(() => {
        const place = document.createElement('textarea');
        place.addEventListener('paste', ({ clipboardData }) => {
          for (const type of ['text/plain', 'text/html'])
            place.setAttribute(type.replace('/', '-'), clipboardData?.getData(type) ?? '');
        });
        document.body.prepend(place);
        place.focus();
      });
      await page.keyboard.down('Control');
      await page.keyboard.press('v');
      await page.keyboard.up('Control');
      return page.$eval('textarea', (place) => {
        place.remove();
        return { plain: place.getAttribute('text-plain'), html: place.getAttribute('text-html') };
      });
    };
    await choose(page, menuOf('email-summary'), 'Copy table');
    await isAnnounced(page, 'Table copied');
    expect(await focused(page)).toBe('Options of Email summary');
    const summary = await pasted();
    expect(summary.plain?.split('\n').slice(0, 2)).toEqual([
      'Metric\tCount\tUnique\tBy machines\tRate',
      'Sent\t979\t\t\t',
    ]);
    expect(summary.html).toContain('<td>Opens</td><td>302</td><td>225</td><td>288</td><td>23.8%</td>');

    await choose(page, menuOf('bounce-categories'), 'Copy table');
    const categories = [
      'Category\tCount\tShare',
      'Hard bounce\t17\t56.7%',
      'Soft bounce\t11\t36.7%',
      'Ignored\t2\t6.7%',
    ];
    await expect.poll(async () => (await pasted()).plain).toBe(categories.join('\n'));
  });

  it('print', async () => {
    const page = await openReport(browser);
    await page.evaluate(() => {
      globalThis.print = () => document.body.classList.add('printed');
    });
    await choose(page, '#report-menu', 'Print');
    expect(await page.$('.printed')).not.toBeNull();
  });

  it('say what a page was too small to hold', async () => {
    const report = readReport('nasty');
    const [row] = report.sections['bounce-reasons'].rows;
    if (row === undefined) throw new Error('no reasons');
    const rows = Array.from({ length: 2500 }, (_, index) => ({ ...row, reason: `${Math.sin(index)}` }));
    const many = { ...report, sections: { ...report.sections, 'bounce-reasons': { rows } } };
    const page = await openReport(browser, { report: many });
    const { name, bytes } = await take(page, menuOf('bounce-reasons'), 'Download as CSV');
    expect(name).toBe('etc-passwd-bounce-reasons.csv');
    const kept = asText(bytes).trim().split('\r\n').length - 1;
    expect(kept).toBeLessThan(2500);
    const number = kept.toLocaleString('en');
    await isAnnounced(page, new RegExp(`Only the ${number} most frequent reasons are in this page`));
  });

  it('are not printed, nor what else cannot be pressed on paper; what they chose is', async () => {
    const page = await openReport(browser, { colorScheme: 'dark' });
    await choose(page, '#email-performance .menu-button', 'Bars');
    await page.emulateMediaType('print');
    await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
    const background = await page.evaluate(
      () => getComputedStyle(document.querySelector('.widget') ?? document.body).backgroundColor,
    );
    expect(background).toBe('rgb(255, 255, 255)');
    for (const control of ['.views', '.menu-button', '.switches', '.head-tools', '.spots'])
      expect(await isShown(page, control)).toBe(false);
    expect(await isShown(page, '#email-performance svg [fill="var(--opens)"]')).toBe(true);
    expect(await isShown(page, '#bounce-reasons table')).toBe(true);
    expect(await isShown(page, '.formulas')).toBe(true);
  });
});
