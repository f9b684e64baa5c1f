import { expect, it } from 'vitest';
import { formatOf } from '../../../src/render/view/format-of.ts';
import { readReport } from '../../render/reports.ts';
import { describeInBrowsers, type OpenPage } from '../browser.ts';
import {
  boxOf,
  choose,
  click,
  focus,
  focused,
  isAnnounced,
  isDrawnForItsSize,
  isShown,
  openReport,
  overflow,
  tall,
  texts,
  winterSale,
} from './open-report.ts';

const metrics = ['sent', 'delivered', 'bounces', 'errors', 'opens', 'clicks'] as const;
const { text, count } = formatOf('en', 'Europe/Paris');

/** What the tip at a chart says, line by line. */
const tip = (page: OpenPage): Promise<string[]> => texts(page, '.chart-tip:not([hidden]) > *');

const legend = (id: string, series: string): string => `#${id} [data-series="${series}"]`;
const isPressed = (page: OpenPage, selector: string) => isShown(page, `${selector}[aria-pressed="true"]`);

/** The first and the last row of a table on the screen, by one of its columns. */
const ends = async (page: OpenPage, id: string, column: number): Promise<(string | undefined)[]> => {
  const cells = await texts(page, `#${id} tbody tr:not(.print) > :nth-child(${column})`);
  return [cells[0], cells.at(-1)];
};

describeInBrowsers('the figures of a report', (browser) => {
  it('are told exactly, one by one, on focus and to the arrow keys', async () => {
    const page = await openReport(browser);
    const { rows } = winterSale.sections['email-performance'];
    await focus(page, '#bounce-categories .menu-button');
    await focus(page, '#email-performance .spots');
    const told: string[][] = [];
    for (const _row of rows) {
      told.push(await tip(page));
      await page.keyboard.press('ArrowRight');
    }
    const expected = rows.map((row) =>
      metrics.map((metric) => `${text(`metric.${metric}`)} ${count(row[metric])}`),
    );
    expect(told.map(([_time, ...figures]) => figures)).toEqual(expected);
    expect(told[0]?.[0]).toBe('22 Nov 2026, 09:00 – 12:00');
    expect(await tip(page)).toEqual(told.at(-1));
    await isAnnounced(page, told.at(-1)?.join(', ') ?? '');
    await page.keyboard.press('Home');
    expect(await tip(page)).toEqual(told[0]);
    await page.keyboard.press('Escape');
    expect(await tip(page)).toEqual([]);
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Tab');
    expect(await tip(page)).toEqual([]);
  });

  it('are told to whoever points at them', async () => {
    const page = await openReport(browser, { viewport: tall });
    await focus(page, '#email-performance .spots');
    await page.keyboard.press('Home');
    const first = await tip(page);
    const { x, y, width, height } = await boxOf(page, '#email-performance .spot-mark:not([hidden])');
    await page.keyboard.press('Escape');
    await page.mouse.move(x + width / 2, y + height / 2);
    expect(await tip(page)).toEqual(first);
    await page.mouse.move(x + width * 1.5, y + height / 2);
    expect((await tip(page))[0]).toBe('22 Nov 2026, 12:00 – 15:00');

    const { rows } = winterSale.sections['bounce-reasons'];
    const bars = await boxOf(page, '#bounce-reasons .spots');
    await page.mouse.move(bars.x + 40, bars.y + 10);
    const [reason, figure] = await tip(page);
    expect(reason).toContain(rows[0]?.reason);
    expect(figure).toContain(count(rows[0]?.count ?? 0));

    const ring = await boxOf(page, legend('sending-statistics', 'delivered'));
    await page.mouse.move(ring.x + 20, ring.y + 10);
    expect((await tip(page)).join(' ')).toMatch(/^Delivered.*946.*96\.4%/);
    await page.mouse.move(5, 5);
    expect(await tip(page)).toEqual([]);
  });

  it('are told within the window, wherever they are', async () => {
    const page = await openReport(browser, { viewport: { width: 390, height: 700 } });
    for (const [id, key] of [
      ['email-performance', 'Home'],
      ['email-performance', 'End'],
      ['bounce-reasons', 'Home'],
      ['error-reasons', 'End'],
    ] as const) {
      await focus(page, `#${id} .spots`);
      await page.keyboard.press(key);
      const box = await boxOf(page, '.chart-tip');
      expect(box.x).toBeGreaterThanOrEqual(0);
      expect(box.x + box.width).toBeLessThanOrEqual(390);
      expect(box.y).toBeGreaterThanOrEqual(0);
      expect(box.y + box.height).toBeLessThanOrEqual(700);
    }
    expect(await overflow(page)).toBe(0);
  });

  it('stay while a finger that has touched them is gone', async () => {
    const page = await openReport(browser, { viewport: { width: 390, height: 800, hasTouch: true } });
    await page.$eval('#email-performance', (section) => section.scrollIntoView());
    const { x, y, height } = await boxOf(page, '#email-performance .spots');
    await page.touchscreen.tap(x + 60, y + height / 2);
    await expect.poll(async () => (await tip(page)).length).toBe(7);
    const other = await boxOf(page, '#sending-statistics h2');
    await page.touchscreen.tap(other.x + 5, other.y + 5);
    await expect.poll(() => tip(page)).toEqual([]);
  });

  it('leave a chart with the series that is put away, and come back with it', async () => {
    const page = await openReport(browser, { viewport: tall });
    const opens = legend('email-performance', 'opens');
    const scale = async () => (await texts(page, '#email-performance svg text')).includes('150');
    expect(await isPressed(page, opens)).toBe(true);
    expect(await scale()).toBe(true);
    await click(page, opens);
    await expect.poll(() => isPressed(page, opens)).toBe(false);
    expect(await focused(page)).toBe('Opens: show or hide');
    expect(await scale()).toBe(false);
    await focus(page, '#email-performance .fitted .spots');
    await page.keyboard.press('Home');
    expect((await tip(page)).join(' ')).not.toMatch(/Opens/);
    await focus(page, `#email-performance .fitted [data-series="opens"]`);
    await page.keyboard.press('Enter');
    await expect.poll(() => isPressed(page, opens)).toBe(true);
    expect(await focused(page)).toBe('Opens: show or hide');
    expect(await scale()).toBe(true);

    const arcs = () => page.$$eval('#bounce-categories svg path[fill]', (paths) => paths.length);
    const all = await arcs();
    await click(page, legend('bounce-categories', 'soft'));
    await expect.poll(arcs).toBe(all - 1);
    await choose(page, '#bounce-categories .menu-button', 'Bars');
    await choose(page, '#bounce-categories .menu-button', 'Donut');
    expect(await isPressed(page, legend('bounce-categories', 'soft'))).toBe(false);
  });

  it('are drawn anew in a window of another size, and keep the focus', async () => {
    const page = await openReport(browser);
    await focus(page, legend('email-performance', 'clicks'));
    for (const width of [1100, 720, 390, 1440]) {
      await page.setViewport({ width, height: 900 });
      await isDrawnForItsSize(page, 'email-performance');
      expect(await focused(page)).toBe('Clicks: show or hide');
      await expect.poll(() => overflow(page)).toBe(0);
    }
  });

  it('are sorted in a table by any column, with the remainder last', async () => {
    const page = await openReport(browser, { report: readReport('nasty') });
    await choose(page, '#bounce-reasons .menu-button', 'Table');
    expect(await ends(page, 'bounce-reasons', 4)).toEqual(['900', expect.stringMatching(/^\d/)]);
    const sort = (column: number) => click(page, `#bounce-reasons thead th:nth-child(${column}) button`);
    await sort(4);
    await sort(4);
    const [least, most] = await ends(page, 'bounce-reasons', 4);
    expect(Number(least)).toBeLessThan(900);
    expect(most).toMatch(/,/);
    expect(await texts(page, '#bounce-reasons [aria-sort="ascending"]')).toEqual(['Count']);
    await sort(3);
    expect((await ends(page, 'bounce-reasons', 3))[0]).toBe('Hard bounce');
    expect(await texts(page, '#bounce-reasons [aria-sort]')).toEqual(['Category']);

    // A table of hundreds of rows scrolls by itself.
    const [inner, outer] = await page.$eval('#bounce-reasons .scroll', (scroll) => [
      scroll.scrollHeight,
      scroll.clientHeight,
    ]);
    expect(outer).toBeLessThanOrEqual(456);
    expect(inner).toBeGreaterThan(1000);
    await focus(page, '#bounce-reasons .scroll');
    await page.keyboard.press('End');
    await expect
      .poll(() => page.$eval('#bounce-reasons .scroll', ({ scrollTop }) => scrollTop))
      .toBeGreaterThan(500);
  });

  it('stay sorted when the report is switched or printed', async () => {
    const page = await openReport(browser);
    await choose(page, '#bounce-reasons .menu-button', 'Table');
    await click(page, '#bounce-reasons thead th:nth-child(1) button');
    const sorted = await texts(page, '#bounce-reasons tbody th');
    await page.select('#zone', 'UTC');
    await isAnnounced(page, /UTC/);
    expect(await texts(page, '#bounce-reasons tbody th')).toEqual(sorted);
    await focus(page, '#bounce-reasons thead th:nth-child(1) button');
    await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
    await page.evaluate(() => dispatchEvent(new Event('afterprint')));
    expect(await texts(page, '#bounce-reasons tbody th')).toEqual(sorted);
    expect(await texts(page, '#bounce-reasons [aria-sort="ascending"]')).toEqual(['Reason']);
    expect(await focused(page)).toBe('Reason');
  });

  it('have the formulas of their rates, on focus, until Escape', async () => {
    const page = await openReport(browser, { viewport: { width: 320, height: 800 } });
    expect(await isShown(page, '.tip')).toBe(false);
    for (const button of await page.$$('.rate button')) {
      await button.focus();
      expect(await overflow(page)).toBe(0);
      const { left, right } = await button.evaluate((element) => {
        const formula = element.parentElement?.querySelector('.tip') ?? element;
        const { left, right } = formula.getBoundingClientRect();
        return { left, right };
      });
      expect(left).toBeGreaterThanOrEqual(0);
      expect(right).toBeLessThanOrEqual(320);
    }
    await focus(page, '[aria-describedby="tip-opens"]');
    expect(await isShown(page, '#tip-opens')).toBe(true);
    await page.keyboard.press('Escape');
    expect(await isShown(page, '#tip-opens')).toBe(false);
  });
});
