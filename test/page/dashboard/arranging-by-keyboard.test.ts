import { expect, it } from 'vitest';
import { describeInBrowsers, type OpenPage } from '../browser.ts';
import {
  arrangement,
  focused,
  isAnnounced,
  isDrawnForItsSize,
  openReport,
  order,
  placeOf,
  reload,
  type,
} from './open-report.ts';

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
    await type(page, 'Enter', 'Enter');
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
    const page = await openReport(browser);
    await tabTo(page, 'Modify');
    await type(page, 'Enter');
    await tabTo(page, 'Add a widget');
    await type(page, 'Enter');
    expect(await focused(page)).toBe('Every widget is shown');
    await type(page, 'Enter');
    expect(await focused(page)).toBe('Add a widget');
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
    expect(await page.$eval('#bounce-categories', (section) => section.getAttribute('data-view'))).toBe(
      'table',
    );
    await type(page, 'Enter');
    expect(await focused(page)).toBe('Table');
    await type(page, 'Tab');
    await expect.poll(() => page.$('.menu')).toBeNull();
    expect(await focused(page)).not.toBe('nothing');
  });
});
