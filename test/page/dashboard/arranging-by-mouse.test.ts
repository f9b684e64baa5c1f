import { expect, it } from 'vitest';
import { defaultLayout } from '../../../src/layout/complete-layout.ts';
import { widgets } from '../../../src/render/widgets/index.ts';
import { describeInBrowsers, drag, type OpenPage } from '../browser.ts';
import {
  arrangement,
  boxOf,
  choose,
  click,
  focused,
  isAnnounced,
  isDrawnForItsSize,
  isShown,
  modify,
  openReport,
  order,
  placeOf,
  press,
  reload,
  tall,
  texts,
} from './open-report.ts';

const asMade = defaultLayout(widgets).widgets.map(({ view: _view, ...place }) => place);

/** Drags something as far as so many columns and rows of the grid. */
async function dragBy(page: OpenPage, selector: string, columns: number, rows: number): Promise<void> {
  const { x, y, width, height } = await boxOf(page, selector);
  const column = (1152 + 16) / 12;
  await drag(page, selector, { x: x + width / 2 + columns * column, y: y + height / 2 + rows * 40 });
}

/** The columns that the sections take, one after the other. */
const columnsOf = async (page: OpenPage) =>
  (await arrangement(page)).map(({ id, column, columns }) => [id, column, columns]);

const corner = (id: string): string => `[gs-id="${id}"] > .ui-resizable-se`;
const timeLabels = async (page: OpenPage): Promise<number> =>
  (await texts(page, '#email-performance svg text')).filter((text) => text.endsWith('Nov')).length;

describeInBrowsers('a report that is arranged by mouse', (browser) => {
  it('is dragged, resized, reduced and added to, saved, and opened as it was left', async () => {
    const page = await openReport(browser, { viewport: tall });
    await modify(page);
    expect(await arrangement(page)).toEqual(asMade);

    await dragBy(page, '#sending-statistics h2', -8, 0);
    expect(await placeOf(page, 'sending-statistics')).toMatchObject({ column: 0, row: 7 });
    expect(await placeOf(page, 'email-performance')).toMatchObject({ row: 17 });

    await dragBy(page, corner('sending-statistics'), 2, -2);
    expect(await placeOf(page, 'sending-statistics')).toMatchObject({ columns: 6, rows: 8 });
    await isDrawnForItsSize(page, 'sending-statistics');
    expect(await timeLabels(page)).toBe(6);
    await dragBy(page, corner('email-performance'), -4, 0);
    await isDrawnForItsSize(page, 'email-performance');
    expect(await timeLabels(page)).toBeLessThan(6);

    await click(page, '#email-summary .edit-remove');
    await isAnnounced(page, 'Email summary removed');
    expect(await focused(page)).toBe('Remove Sending statistics');
    await click(page, '#bounce-categories .edit-remove');
    await choose(page, '.edit-add', 'Email summary');
    await isAnnounced(page, 'Email summary added');
    expect(await focused(page)).toBe('Move Email summary');

    const left = await arrangement(page);
    expect(left.map(({ id }) => id)).toEqual(await order(page));
    expect(left.map(({ id }) => id)).not.toContain('bounce-categories');
    await press(page, 'save');
    await isAnnounced(page, /^Layout saved/);
    expect(await focused(page)).toBe('Modify');
    expect(await arrangement(page)).toEqual(left);
    await isDrawnForItsSize(page, 'email-performance');

    await reload(page);
    expect(await arrangement(page)).toEqual(left);
    expect(await order(page)).toEqual(left.map(({ id }) => id));
    await isDrawnForItsSize(page, 'sending-statistics');
  });

  it('goes back to how it was, or to how it is made', async () => {
    const page = await openReport(browser, { viewport: tall });
    const asItCame = await columnsOf(page);
    await modify(page);
    await click(page, '#email-performance .edit-remove');
    await dragBy(page, '#error-reasons h2', 0, -7);
    await press(page, 'cancel');
    await isAnnounced(page, 'Changes discarded');
    expect(await focused(page)).toBe('Modify');
    expect(await columnsOf(page)).toEqual(asItCame);
    expect(await isShown(page, '.edit-bar')).toBe(false);

    await modify(page);
    await click(page, '#email-performance .edit-remove');
    await press(page, 'save');
    await modify(page);
    await press(page, 'reset');
    await isAnnounced(page, 'Default layout');
    expect(await focused(page)).toBe('Reset');
    expect(await arrangement(page)).toEqual(asMade);
    await press(page, 'cancel');
    expect(await order(page)).not.toContain('email-performance');
    await reload(page);
    expect(await order(page)).not.toContain('email-performance');

    await modify(page);
    await press(page, 'reset');
    await isAnnounced(page, 'Default layout');
    await press(page, 'save');
    expect(await columnsOf(page)).toEqual(asItCame);
    await reload(page);
    expect(await columnsOf(page)).toEqual(asItCame);
    expect(await page.evaluate(() => localStorage.getItem('email-live-report.layout'))).toBeNull();
  });

  it('moves in a window of usual height, in steps that can be followed', async () => {
    const page = await openReport(browser, { reducedMotion: false });
    await modify(page);
    expect(await isShown(page, '.grid-stack-animate')).toBe(true);
    await dragBy(page, '#email-performance h2', 4, 0);
    await expect.poll(() => placeOf(page, 'email-performance')).toMatchObject({ column: 4, row: 7 });
    await press(page, 'save');
    await expect.poll(() => placeOf(page, 'email-performance')).toMatchObject({ column: 4, row: 7 });
  });

  it('is arranged once, however often Modify is pressed', async () => {
    const page = await openReport(browser);
    await page.click('#modify', { count: 2 });
    await page.waitForSelector('.edit-bar');
    await press(page, 'save');
    expect(await isShown(page, '.edit-bar')).toBe(false);
    expect(await order(page)).toHaveLength(6);
  });

  it('keeps the views and the hidden series of a reader who cancels', async () => {
    const page = await openReport(browser, { viewport: tall });
    await choose(page, '#bounce-categories .menu-button', 'Table');
    await click(page, '#email-performance [data-series="opens"]');
    await modify(page);
    await click(page, '#error-reasons .edit-remove');
    await press(page, 'cancel');
    await isAnnounced(page, 'Changes discarded');
    expect(await isShown(page, '#bounce-categories table')).toBe(true);
    expect(await page.$('#email-performance [data-series="opens"][aria-pressed="false"]')).not.toBeNull();
  });
});
