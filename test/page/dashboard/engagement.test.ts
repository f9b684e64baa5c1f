import { expect, it } from 'vitest';
import { formatOf } from '../../../src/render/view/format-of.ts';
import { describeInBrowsers, type OpenPage } from '../browser.ts';
import { choose, focus, isDrawnForItsSize, openReport, tall, texts, winterSale } from './open-report.ts';

const { count } = formatOf('en', 'Europe/Paris');
const tip = (page: OpenPage): Promise<string[]> => texts(page, '.chart-tip:not([hidden]) > *');

describeInBrowsers('the engagement of a report', (browser) => {
  it('is told hour by hour on its heat map', async () => {
    const page = await openReport(browser, { report: winterSale, viewport: tall });
    const { rows } = winterSale.sections['engagement-hours'];
    await focus(page, '#engagement-hours .spots');
    await page.keyboard.press('End');
    const last = rows.at(-1);
    expect(await tip(page)).toEqual([
      'Sun, 23:00 – 24:00',
      `Opens ${count(last?.opens ?? -1)}`,
      `Clicks ${count(last?.clicks ?? -1)}`,
    ]);
  });

  it('is told by the time since the send, as a line, as bars and as a table', async () => {
    const page = await openReport(browser, { report: winterSale, viewport: tall });
    const [first] = winterSale.sections['engagement-since-send'].rows;
    await focus(page, '#engagement-since-send .spots');
    expect((await tip(page)).slice(1)).toEqual([
      `Opens ${count(first?.opens ?? -1)}`,
      `Clicks ${count(first?.clicks ?? -1)}`,
    ]);
    await choose(page, '#engagement-since-send .menu-button', 'Bars');
    await isDrawnForItsSize(page, 'engagement-since-send');
    await choose(page, '#engagement-since-send .menu-button', 'Table');
    expect((await texts(page, '#engagement-since-send tbody tr > :nth-child(2)'))[0]).toBe(
      count(first?.opens ?? -1),
    );
  });

  it('leads to what was clicked, and tells nobody where from', async () => {
    const page = await openReport(browser, { report: winterSale });
    const links = await page.$$eval('#links tbody a', (anchors) =>
      anchors.map((anchor) => [anchor.getAttribute('href'), anchor.relList.contains('noreferrer')]),
    );
    expect(links).toEqual(winterSale.sections.links.rows.map(({ url }) => [url, true]));
  });

  it('becomes a picture where somebody asks a table for its chart', async () => {
    const page = await openReport(browser, { report: winterSale, viewport: tall });
    await choose(page, '#mail-clients .menu-button', 'Bars');
    await isDrawnForItsSize(page, 'mail-clients');
    expect(await texts(page, '#mail-clients .picture svg text')).toContain('Thunderbird');
  });
});
