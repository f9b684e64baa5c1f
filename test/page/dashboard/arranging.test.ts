import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { expect, it } from 'vitest';
import { defaultLayout } from '../../../src/layout/complete-layout.ts';
import { widgets } from '../../../src/render/widgets/index.ts';
import { describeInBrowsers, drag, type OpenPage } from '../browser.ts';
import {
  arrangement,
  asMade,
  boxOf,
  choose,
  click,
  focus,
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
  type,
} from './open-report.ts';

const placesAsMade = asMade.widgets.map(({ view: _view, ...place }) => place);

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

/** Walks with the tab key until the focus is on what is called so; not past the end, where the browser's own buttons are. */
async function tabTo(page: OpenPage, name: string, backwards = false): Promise<void> {
  if (backwards) await page.keyboard.down('Shift');
  for (let steps = 0; steps < 100 && (await focused(page)) !== name; steps += 1) await type(page, 'Tab');
  if (backwards) await page.keyboard.up('Shift');
  expect(await focused(page)).toBe(name);
}

/** Whether the focused element can be seen: it is in the window, and nothing lies upon it. */
const isFocusInSight = (page: OpenPage): Promise<boolean> =>
  page.evaluate(() => {
    const element = document.activeElement;
    const { left, top, width, height } = (element ?? document.body).getBoundingClientRect();
    const there = document.elementFromPoint(left + width / 2, top + height / 2);
    return element?.contains(there) === true;
  });

/** The words of a page as it is printed, in their order. */
async function printed(page: OpenPage): Promise<string> {
  const document = await getDocument({ data: new Uint8Array(await page.pdf()), verbosity: 0 }).promise;
  const pages = Array.from({ length: document.numPages }, async (_, index) => {
    const { items } = await (await document.getPage(index + 1)).getTextContent();
    return items.map((item) => ('str' in item ? item.str : '')).join(' ');
  });
  await document.cleanup();
  return (await Promise.all(pages)).join(' ').replace(/\s+/g, ' ');
}

/** The titles of a report's sections in the order in which they are printed. */
const titles = (words: string): string[] =>
  words.match(
    /Email summary|Email performance|Sending statistics|Bounce categories|Bounce reasons|Error reasons/g,
  ) ?? [];

describeInBrowsers('a report that is arranged by mouse', (browser) => {
  it('is dragged, resized, reduced and added to, saved, and opened as it was left', async () => {
    const page = await openReport(browser, { viewport: tall });
    await modify(page);
    expect(await arrangement(page)).toEqual(placesAsMade);
    expect(await isShown(page, '.grid-stack-animate')).toBe(false);

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
    expect(await arrangement(page)).toEqual(placesAsMade);
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

  it('moves before the eyes of whoever likes motion, in a window of usual height', async () => {
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

describeInBrowsers('a report that is arranged by keyboard', (browser) => {
  it('is moved, resized, reduced and added to, saved, and opened as it was left', async () => {
    const page = await openReport(browser, { viewport: { width: 1440, height: 500 } });
    await tabTo(page, 'Modify');
    await type(page, 'Enter');
    await isAnnounced(page, /^Arranging the report\. Drag widgets by their title/);
    expect(await focused(page)).toBe('Save');

    await tabTo(page, 'Move Sending statistics');
    await type(page, 'ArrowLeft');
    await isAnnounced(page, 'Sending statistics: column 8, row 8');
    expect(await placeOf(page, 'sending-statistics')).toMatchObject({ column: 7, row: 7 });
    expect(await placeOf(page, 'email-performance')).toMatchObject({ column: 0, row: 17 });
    await type(page, 'ArrowUp');
    await isAnnounced(page, 'Sending statistics: column 8, row 1');
    expect(await placeOf(page, 'sending-statistics')).toMatchObject({ column: 7, row: 0 });
    expect(await focused(page)).toBe('Move Sending statistics');
    expect(await isFocusInSight(page)).toBe(true);

    await tabTo(page, 'Resize Sending statistics');
    await type(page, 'ArrowRight', 'ArrowDown', 'ArrowDown');
    await isAnnounced(page, 'Sending statistics: 5 columns, 12 rows');
    expect(await placeOf(page, 'sending-statistics')).toMatchObject({ columns: 5, rows: 12 });
    await isDrawnForItsSize(page, 'sending-statistics');
    for (let times = 0; times < 12; times += 1) await type(page, 'ArrowUp', 'ArrowLeft');
    await isAnnounced(page, 'Sending statistics: 3 columns, 5 rows');

    await tabTo(page, 'Remove Bounce reasons');
    await type(page, 'Enter');
    await isAnnounced(page, 'Bounce reasons removed');
    expect(await focused(page)).toBe('Remove Error reasons');
    expect(await isFocusInSight(page)).toBe(true);

    await tabTo(page, 'Add a widget', true);
    await type(page, 'Enter');
    for (let steps = 0; steps < 20 && (await focused(page)) !== 'Bounce reasons'; steps += 1)
      await type(page, 'ArrowDown');
    await type(page, 'Enter');
    await isAnnounced(page, 'Bounce reasons added');
    expect(await focused(page)).toBe('Move Bounce reasons');
    expect(await isFocusInSight(page)).toBe(true);
    await tabTo(page, 'Remove Bounce categories', true);
    expect(await isFocusInSight(page)).toBe(true);
    await type(page, ' ');
    await isAnnounced(page, 'Bounce categories removed');

    await tabTo(page, 'Move Error reasons', true);
    for (let steps = 0; steps < 4; steps += 1) {
      await type(page, 'ArrowUp');
      expect(await isFocusInSight(page)).toBe(true);
    }

    const left = await arrangement(page);
    expect(left.map(({ id }) => id)).toEqual(await order(page));
    await tabTo(page, 'Save', true);
    await type(page, 'Enter');
    await isAnnounced(page, /^Layout saved/);
    expect(await focused(page)).toBe('Modify');
    await reload(page);
    expect(await arrangement(page)).toEqual(left);
  });

  it('keeps one widget at least, and never loses the focus', async () => {
    const whole = await openReport(browser, { layout: defaultLayout(widgets) });
    await tabTo(whole, 'Modify');
    await type(whole, 'Enter');
    await tabTo(whole, 'Add a widget');
    await type(whole, 'Enter');
    expect(await focused(whole)).toBe('Every widget is shown');
    await type(whole, 'Enter');
    expect(await focused(whole)).toBe('Add a widget');

    const page = await openReport(browser);
    await tabTo(page, 'Modify');
    await type(page, 'Enter');
    await tabTo(page, 'Remove Email summary');
    for (const left of [5, 4, 3, 2, 1]) {
      await type(page, 'Enter');
      expect(await order(page)).toHaveLength(left);
      expect(await focused(page)).toMatch(/^Remove /);
    }
    await type(page, 'Enter');
    await isAnnounced(page, 'The last widget cannot be removed');
    expect(await order(page)).toHaveLength(1);

    await tabTo(page, 'Reset', true);
    await type(page, 'Enter');
    await isAnnounced(page, 'Default layout');
    expect(await focused(page)).toBe('Reset');
    expect(await order(page)).toHaveLength(6);
    await tabTo(page, 'Cancel');
    await type(page, 'Enter');
    await isAnnounced(page, 'Changes discarded');
    expect(await focused(page)).toBe('Modify');
  });

  it('has menus that the arrow keys walk through', async () => {
    const page = await openReport(browser);
    await tabTo(page, 'Options of Bounce categories');
    await type(page, 'ArrowDown');
    expect(await focused(page)).toBe('Donut');
    await type(page, 'ArrowDown');
    expect(await focused(page)).toBe('Bars');
    await type(page, 'End');
    expect(await focused(page)).toBe('Copy table');
    await type(page, 'ArrowDown');
    expect(await focused(page)).toBe('Donut');
    await type(page, 'ArrowUp');
    expect(await focused(page)).toBe('Copy table');
    await type(page, 'Escape');
    expect(await focused(page)).toBe('Options of Bounce categories');
    await type(page, ' ', 'Home', 'ArrowDown', 'ArrowDown', 'Enter');
    expect(await focused(page)).toBe('Options of Bounce categories');
    await expect.poll(() => page.$('#bounce-categories[data-view="table"]')).not.toBeNull();
    await type(page, 'Enter');
    expect(await focused(page)).toBe('Table');
    await type(page, 'Tab');
    await expect.poll(() => page.$('.menu')).toBeNull();
    expect(await focused(page)).not.toBe('nothing');
  });
});

describeInBrowsers('a report that is printed', (browser) => {
  it('is as the reader arranged it, and afterwards as it was', async () => {
    const page = await openReport(browser);
    await choose(page, '#bounce-categories .menu-button', 'Table');
    await modify(page);
    await click(page, '#email-summary .edit-remove');
    await focus(page, '#error-reasons .edit-move');
    for (let steps = 0; steps < 4; steps += 1) await page.keyboard.press('ArrowUp');
    const arranged = await texts(page, '[data-section] h2');
    expect(arranged[0]).toBe('Error reasons');

    const draft = await printed(page);
    expect(titles(draft)).toEqual(arranged);
    expect(draft).not.toContain('Save as file');
    await press(page, 'save');
    await isAnnounced(page, /^Layout saved/);
    const words = await printed(page);
    expect(titles(words)).toEqual(arranged);
    expect(words).toContain('Category Count Share');
    for (const word of ['Nov', 'outcomes', 'Mailbox full', 'MISSING_FIELD']) expect(words).toContain(word);

    expect(await isShown(page, '.picture.print')).toBe(false);
    await isDrawnForItsSize(page, 'email-performance');
    await click(page, '#email-performance [data-series="opens"]');
    expect(await isShown(page, '[data-series="opens"][aria-pressed="false"]')).toBe(true);
    expect(await order(page)).toHaveLength(5);
  });
});
