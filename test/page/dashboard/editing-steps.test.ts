import { expect, it } from 'vitest';
import { describeInBrowsers } from '../browser.ts';
import { choose, focused, isAnnounced, modify, openReport, order, placeOf, tall } from './open-report.ts';

describeInBrowsers('a report that is arranged step by step', (browser) => {
  it('moves and resizes widgets from menus, which stay open for the next step', async () => {
    const page = await openReport(browser, { viewport: tall });
    await modify(page);
    await choose(page, '#sending-statistics .edit-move', 'Move up');
    await isAnnounced(page, 'Sending statistics: column 9, row 1');
    expect(await focused(page)).toBe('Move up');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await isAnnounced(page, 'Sending statistics: column 9, row 1');
    await page.click('::-p-xpath(//*[@role="menu"]//button[.="Move left"])');
    await isAnnounced(page, 'Sending statistics: column 8, row 1');
    await page.keyboard.press('Escape');
    expect(await focused(page)).toBe('Move Sending statistics');
    expect((await order(page))[0]).toBe('sending-statistics');
    expect(await placeOf(page, 'sending-statistics')).toMatchObject({ column: 7, row: 0 });

    await choose(page, '#sending-statistics .edit-resize', 'Wider');
    await page.click('::-p-xpath(//*[@role="menu"]//button[.="Taller"])');
    await isAnnounced(page, 'Sending statistics: 5 columns, 11 rows');
    await page.keyboard.press('Escape');
    await page.keyboard.press('ArrowUp');
    await isAnnounced(page, 'Sending statistics: 5 columns, 10 rows');
    expect(await page.$('.menu')).toBeNull();
  });
});
