import { getDocument, OPS } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { expect, it } from 'vitest';
import { checkLayout } from '../../src/layout/check-layout.ts';
import { widgets } from '../../src/render/widgets/index.ts';
import { describeInBrowsers, type OpenPage } from './browser.ts';
import { choose, modify, openReport, texts, winterSale } from './dashboard/open-report.ts';

interface Sheet {
  readonly words: string;
  /** The height on the sheet that each of its words stands at, in points from its lower edge. */
  readonly heightOf: (word: string) => number;
  /** How many lines and shapes are drawn: frames, charts, swatches. */
  readonly shapes: number;
}

/** A4 as people print it: Firefox is told of the margins, which Chromium knows from the style sheet. */
const paper = {
  format: 'A4',
  preferCSSPageSize: true,
  margin: { top: '12mm', right: '12mm', bottom: '15mm', left: '12mm' },
} as const;

/** The sheets of a page as its browser prints it. */
async function sheets(page: OpenPage): Promise<readonly Sheet[]> {
  const document = await getDocument({ data: new Uint8Array(await page.pdf(paper)), verbosity: 0 }).promise;
  const read = async (_: unknown, index: number): Promise<Sheet> => {
    const sheet = await document.getPage(index + 1);
    const items = (await sheet.getTextContent()).items.filter((item) => 'str' in item);
    const { fnArray } = await sheet.getOperatorList();
    return {
      words: items
        .map(({ str }) => str)
        .join(' ')
        .replace(/\s+/g, ' '),
      heightOf: (word) => items.findLast(({ str }) => str.includes(word))?.transform[5],
      shapes: fnArray.filter((operation) => operation === OPS.constructPath).length,
    };
  };
  return Promise.all(Array.from({ length: document.numPages }, read));
}

const all = (pages: readonly Sheet[]): string => pages.map(({ words }) => words).join(' ');
const shapes = (pages: readonly Sheet[]): number => pages.reduce((sum, sheet) => sum + sheet.shapes, 0);

/** Expects these words to be printed one after the other. */
function expectInOrder(pages: readonly Sheet[], words: readonly string[]): void {
  const printed = all(pages);
  let from = 0;
  for (const word of words) {
    const at = printed.indexOf(word, from);
    expect(at, `${word}, after ${from} characters`).toBeGreaterThanOrEqual(0);
    from = at + word.length;
  }
}

/** Expects the last stretch of the performance table to stand whole above the rings, or on a sheet before them. */
function expectWholeTable(pages: readonly Sheet[]): void {
  const last = pages.findLastIndex(({ words }) => words.includes('28 Nov 2026'));
  const sheet = pages[last];
  expect(last).toBeGreaterThan(0);
  if (sheet?.words.includes('Sending statistics'))
    expect(sheet.heightOf('Nov') - sheet.heightOf('Sending')).toBeGreaterThan(20);
}

/** A layout of these widgets alone. */
function layoutOf(...placed: readonly (readonly [string, number, number, number, number, string?])[]) {
  const used = placed.map(([id]) => id);
  return checkLayout(
    {
      schemaVersion: 1,
      widgets: placed.map(([id, column, row, columns, rows, view]) => ({
        ...{ id, column, row, columns, rows },
        ...(view === undefined ? {} : { view }),
      })),
      removed: widgets.map(({ id }) => id).filter((id) => !used.includes(id)),
    },
    widgets,
  );
}

describeInBrowsers('a report on paper', (browser) => {
  it('has its charts drawn and lettered, untouched and while it is being arranged', async () => {
    const page = await openReport(browser, { report: winterSale });
    const drawn = await sheets(page);
    expect(drawn.length).toBeLessThanOrEqual(8);
    for (const word of ['23 Nov', '28 Nov']) expect(drawn[0]?.words).toContain(word);
    for (const word of ['outcomes', '981']) expect(all(drawn)).toContain(word);
    await modify(page);
    const arranging = await sheets(page);
    expect(arranging.length).toBeLessThanOrEqual(12);
    for (const word of ['23 Nov', '28 Nov', 'outcomes', '981']) expect(all(arranging)).toContain(word);
    // As many as before, give or take a gridline.
    expect(shapes(arranging)).toBeGreaterThan(shapes(drawn) * 0.8);
    expect(all(arranging)).not.toContain('Cancel');
    expectInOrder(arranging, await texts(page, '[data-section] h2'));
  });

  it('has widgets that are higher than a sheet on one, and no sheet for rows that are empty', async () => {
    const tall = [
      ['email-performance', 0, 0, 6, 50],
      ['bounce-reasons', 6, 0, 6, 50],
    ] as const;
    const [first, ...others] = await sheets(await openReport(browser, { layout: layoutOf(...tall) }));
    for (const word of ['Winter sale', 'Clicks', 'other reasons']) expect(first?.words).toContain(word);
    expect(others.length).toBeLessThan(2);

    const apart = layoutOf(['email-summary', 0, 0, 12, 7], ['email-performance', 0, 1000, 12, 10]);
    expect(await sheets(await openReport(browser, { layout: apart }))).toHaveLength(1);
  });

  it('has a table that is longer than a sheet to its last row, clear of what follows', async () => {
    const page = await openReport(browser);
    await choose(page, '#email-performance .menu-button', 'Table');
    await page.waitForSelector('#email-performance[data-view="table"] tbody tr');
    expectWholeTable(await sheets(page));

    const narrow = layoutOf(
      ['email-performance', 0, 0, 6, 10, 'table'],
      ['email-summary', 6, 0, 6, 10],
      ['sending-statistics', 0, 10, 6, 10],
    );
    expectWholeTable(await sheets(await openReport(browser, { layout: narrow })));
  });

  it('has figures that nothing breaks, in the narrowest of tables', async () => {
    const page = await openReport(browser, {
      layout: layoutOf(
        ...widgets.map(
          ({ id }, index) => [id, (index % 4) * 3, Math.floor(index / 4) * 10, 3, 10, 'table'] as const,
        ),
      ),
    });
    await page.emulateMediaType('print');
    const broken = await page.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>('td:not(.text)')]
        .filter((cell) => {
          const range = document.createRange();
          // The figure, not the bar that some have below it.
          range.selectNodeContents(cell.firstChild ?? cell);
          const lines = new Set([...range.getClientRects()].map(({ top }) => Math.round(top)));
          const card = cell.closest('.widget')?.getBoundingClientRect();
          return lines.size > 1 || range.getBoundingClientRect().right > (card?.right ?? 0);
        })
        .map(({ textContent }) => textContent),
    );
    expect(broken).toEqual([]);
  });
});

describeInBrowsers('the smallest cards', (browser) => {
  const views = ['donut', 'bar', 'table'] as const;

  it.each(views)('show figures, and no chart that is too small to be read: %s', async (view) => {
    const placed = widgets.map(({ id, views: [first, ...others] }, index) => {
      const shown = [first, ...others].find((one) => one === view) ?? first;
      return [id, (index % 4) * 3, Math.floor(index / 4) * 5, 3, 5, shown] as const;
    });
    for (const width of [1248, 1060]) {
      const page = await openReport(browser, {
        layout: layoutOf(...placed),
        viewport: { width, height: 900 },
      });
      const cards = await page.evaluate(() =>
        [...document.querySelectorAll('.widget')].map((card) => {
          const svgs = [...card.querySelectorAll('svg[role="img"]')];
          const seen = svgs.filter((svg) => svg.getClientRects().length > 0);
          return {
            id: card.id,
            height: card.querySelector('.widget-body')?.clientHeight ?? 0,
            scale: Math.min(
              1,
              ...seen.map((svg) => svg.getBoundingClientRect().width / Number(svg.getAttribute('width'))),
            ),
          };
        }),
      );
      for (const { id, height, scale } of cards) {
        expect(height, id).toBeGreaterThanOrEqual(96);
        expect(scale, id).toBeGreaterThanOrEqual(0.85);
      }
    }
  });

  it('tell a formula where they are scrolled to, wholly in the window', async () => {
    const layout = layoutOf(['email-summary', 0, 0, 3, 5], ['email-performance', 0, 5, 3, 5]);
    const page = await openReport(browser, { layout });
    const scrolled = () => page.$eval('#email-summary .widget-body', ({ scrollTop }) => scrollTop);
    for (const rate of await page.$$('#email-summary .rate')) {
      await rate.evaluate((element) => element.scrollIntoView({ block: 'center' }));
      const before = await scrolled();
      // From outside: the tip of the rate before may lie over this one.
      await page.mouse.move(0, 0);
      await (await rate.$('button'))?.hover();
      const tip = await rate.$eval('.tip', (element) => {
        const { left, bottom, height } = element.getBoundingClientRect();
        return { left, height, isInside: bottom <= innerHeight };
      });
      expect(tip).toMatchObject({ isInside: true });
      expect(tip.left).toBeGreaterThanOrEqual(0);
      expect(tip.height).toBeGreaterThan(40);
      expect(await scrolled()).toBe(before);
    }
  });
});
