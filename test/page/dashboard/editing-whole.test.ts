import { expect, it } from 'vitest';
import { checkLayout } from '../../../src/layout/check-layout.ts';
import { compact } from '../../../src/layout/flow.ts';
import { widgets } from '../../../src/render/widgets/index.ts';
import { describeInBrowsers, type OpenPage } from '../browser.ts';
import {
  allBut,
  arrangement,
  choose,
  focused,
  isAnnounced,
  isDrawnForItsSize,
  isReady,
  isShown,
  modify,
  openReport,
  order,
  placeOf,
  press,
  reload,
  tall,
} from './open-report.ts';

/** As somebody wrote it by hand: with room above, and between. */
const gappy = checkLayout(
  {
    schemaVersion: 1,
    widgets: [
      { id: 'email-performance', column: 4, row: 3, columns: 8, rows: 10 },
      { id: 'bounce-categories', column: 0, row: 20, columns: 5, rows: 8 },
    ],
    removed: allBut('email-performance', 'bounce-categories'),
  },
  widgets,
);

const isKept = (page: OpenPage): Promise<boolean> =>
  page.evaluate(() => localStorage.getItem('email-live-report.layout') !== null);
const columnsOf = async (page: OpenPage) => (await arrangement(page)).map(({ id, columns }) => [id, columns]);
const rules = (page: OpenPage): Promise<number> =>
  page.evaluate(() => document.adoptedStyleSheets.reduce((sum, { cssRules }) => sum + cssRules.length, 0));
const pressOn = async (
  page: OpenPage,
  selector: string,
  ...keys: readonly ('ArrowUp' | 'ArrowDown' | 'ArrowLeft')[]
) => {
  await page.focus(selector);
  for (const key of keys) await page.keyboard.press(key);
};

describeInBrowsers('what is arranged', (browser) => {
  it('is saved as it is seen, also where the layout had gaps', async () => {
    const page = await openReport(browser, { viewport: tall, layout: gappy });
    await modify(page);
    const places = compact(gappy).widgets.map(({ view: _view, ...place }) => place);
    expect((await arrangement(page)).map(({ row }) => row)).toEqual(places.map(({ row }) => row));
    await press(page, 'save');
    expect(await isKept(page)).toBe(false);

    await choose(page, '#bounce-categories .menu-button', 'Table');
    await modify(page);
    const seen = await arrangement(page);
    await press(page, 'save');
    expect(await arrangement(page)).toEqual(seen);
    await reload(page);
    expect(await arrangement(page)).toEqual(seen);
  });

  it('is not kept when it is as the report came, however it came about', async () => {
    const page = await openReport(browser);
    await modify(page);
    await pressOn(page, '#bounce-categories .edit-resize', 'ArrowDown');
    await press(page, 'save');
    expect(await isKept(page)).toBe(true);
    await reload(page);
    await modify(page);
    await pressOn(page, '#bounce-categories .edit-resize', 'ArrowUp');
    await press(page, 'save');
    expect(await isKept(page)).toBe(false);
  });

  it('goes on when the window becomes narrow, and wide again', async () => {
    const page = await openReport(browser, { viewport: tall });
    await modify(page);
    await page.click('#error-reasons .edit-remove');
    await pressOn(page, '#sending-statistics .edit-move', 'ArrowLeft', 'ArrowUp');
    const wide = await arrangement(page);

    await page.setViewport({ width: 500, height: 2100 });
    await expect
      .poll(async () => new Set((await columnsOf(page)).map(([, columns]) => columns)))
      .toEqual(new Set([12]));
    expect(await order(page)).toEqual(wide.map(({ id }) => id));
    expect(await focused(page)).toBe('Move Sending statistics');
    await isDrawnForItsSize(page, 'sending-statistics');

    await page.setViewport(tall);
    await expect.poll(() => arrangement(page)).toEqual(wide);
    expect(await focused(page)).toBe('Move Sending statistics');
    await press(page, 'save');
    expect(await arrangement(page)).toEqual(wide);
  });

  it('has a widget that was brought back on a phone in its own width elsewhere', async () => {
    const page = await openReport(browser, { viewport: { width: 390, height: 844 } });
    await modify(page);
    await page.click('#sending-statistics .edit-remove');
    await press(page, 'save');
    await modify(page);
    await choose(page, '.edit-add', 'Sending statistics');
    await press(page, 'save');
    await page.setViewport(tall);
    await expect.poll(async () => (await placeOf(page, 'sending-statistics'))?.columns).toBe(4);
  });

  it('is left out of a copy that is saved in the meantime, which is whole', async () => {
    const page = await openReport(browser, { viewport: tall, layout: compact(gappy) });
    const before = await arrangement(page);
    await modify(page);
    await pressOn(page, '#bounce-categories .edit-move', 'ArrowUp');
    await choose(page, '.edit-add', 'Error reasons');
    const html = await page.evaluate(() => document.documentElement.outerHTML);
    const copy = await browser.openPage(`<!doctype html>${html}`, { viewport: tall, reducedMotion: true });
    await isReady(copy);
    expect(await arrangement(copy)).toEqual(before);
    expect(await copy.$$('[style], .edit-bar, .edit-controls, .grid-stack, .editing, .menu')).toEqual([]);
    expect(await isShown(copy, '#modify')).toBe(true);
    await isDrawnForItsSize(copy, 'email-performance');
    // What the grid writes into style attributes is refused as it is read: nothing else is complained of.
    expect(copy.problems.filter((problem) => !/inline style|style-src-attr/.test(problem))).toEqual([]);
  });

  it('has charts of their natural height on paper, and of their own afterwards', async () => {
    const page = await openReport(browser, { viewport: tall, layout: compact(gappy) });
    await modify(page);
    const heights = () =>
      page.$$eval('#email-performance svg', (pictures) => pictures.map((svg) => svg.getAttribute('height')));
    const seen = await heights();
    await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
    expect(await page.$$('.picture.fitted, .picture.print')).toEqual([]);
    expect(await heights()).not.toEqual(seen);
    await page.evaluate(() => dispatchEvent(new Event('afterprint')));
    expect(await heights()).toEqual(seen);
  });

  it('leaves nothing behind: not a rule for each chart that was ever drawn', async () => {
    const page = await openReport(browser);
    const again = async () => {
      await modify(page);
      await press(page, 'cancel');
      await isAnnounced(page, 'Changes discarded');
    };
    await again();
    const first = await rules(page);
    for (let times = 0; times < 3; times += 1) await again();
    expect(await rules(page)).toBeLessThanOrEqual(first + 4);
  });
});
