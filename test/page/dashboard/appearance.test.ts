import { expect, it } from 'vitest';
import { checkLayout } from '../../../src/layout/check-layout.ts';
import fr from '../../../src/locales/fr.json' with { type: 'json' };
import { widgets } from '../../../src/render/widgets/index.ts';
import { axeViolations, describeInBrowsers, type OpenPage } from '../browser.ts';
import {
  allBut,
  arrangement,
  choose,
  click,
  focus,
  isAnnounced,
  isDrawnForItsSize,
  isShown,
  modify,
  openReport,
  order,
  overflow,
  press,
  texts,
} from './open-report.ts';

const phone = { width: 390, height: 800 };

async function hasNothingForAxe(page: OpenPage, ...themes: readonly ('light' | 'dark')[]): Promise<void> {
  for (const value of themes) {
    await page.emulateMediaFeatures([
      { name: 'prefers-color-scheme', value },
      { name: 'prefers-reduced-motion', value: 'reduce' },
    ]);
    expect(await axeViolations(page), value).toEqual([]);
  }
}

/** The buttons of a page that are wholly or partly outside of its window, to the left or to the right. */
const buttonsOutside = (page: OpenPage) =>
  page.evaluate(() =>
    [...document.querySelectorAll('button, select')]
      .filter((element) => {
        const { left, right, width } = element.getBoundingClientRect();
        return width > 0 && (left < 0 || right > innerWidth);
      })
      .map((element) => element.getAttribute('aria-label') ?? element.textContent),
  );

describeInBrowsers('the looks of a report', (browser) => {
  it('give axe nothing to find, whatever is open', async () => {
    const page = await openReport(browser);
    await click(page, '#email-performance .menu-button');
    await hasNothingForAxe(page, 'light', 'dark');
    await page.keyboard.press('Escape');
    await focus(page, '#email-performance .spots');
    await page.keyboard.press('Home');
    expect(await isShown(page, '.chart-tip')).toBe(true);
    await click(page, '#sending-statistics [data-series="errors"]');
    for (const id of ['email-summary', 'bounce-categories', 'error-reasons'])
      await choose(page, `#${id} .menu-button`, 'Table');
    await focus(page, '#email-performance .spots');
    await page.keyboard.press('Home');
    await hasNothingForAxe(page, 'light', 'dark');

    await modify(page);
    await hasNothingForAxe(page, 'light', 'dark');
    await click(page, '.edit-add');
    await hasNothingForAxe(page, 'light');
    await page.keyboard.press('Escape');
    await click(page, '#email-summary .edit-remove');
    await press(page, 'save');
    await hasNothingForAxe(page, 'light');
  });

  it('fit a phone, and a window at twice its size', async () => {
    const page = await openReport(browser, { viewport: phone });
    const looksRight = async () => {
      await expect.poll(() => overflow(page)).toBe(0);
      await expect.poll(() => buttonsOutside(page)).toEqual([]);
    };
    await looksRight();
    await click(page, '#bounce-reasons .menu-button');
    await looksRight();
    await page.keyboard.press('Escape');
    await modify(page);
    await looksRight();
    await page.setViewport({ width: 320, height: 600 });
    await looksRight();
    await press(page, 'cancel');
    await looksRight();
    await page.setViewport({ width: 720, height: 450 });
    await modify(page);
    await looksRight();
    await hasNothingForAxe(page, 'light');
  });

  it('are put in order on a phone, and keep their widths for wider windows', async () => {
    const page = await openReport(browser, { viewport: phone });
    await modify(page);
    await focus(page, '#sending-statistics .edit-move');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowUp');
    await isAnnounced(page, 'Sending statistics: column 1, row 8');
    await focus(page, '#error-reasons .edit-remove');
    await page.keyboard.press('Enter');
    await isDrawnForItsSize(page, 'sending-statistics');
    await press(page, 'save');
    expect(await order(page)).toEqual([
      'email-summary',
      'sending-statistics',
      'email-performance',
      'bounce-categories',
      'bounce-reasons',
    ]);
    await page.setViewport({ width: 1440, height: 900 });
    await isDrawnForItsSize(page, 'email-performance');
    expect(await arrangement(page)).toEqual([
      { id: 'email-summary', column: 0, row: 0, columns: 12, rows: 7 },
      { id: 'sending-statistics', column: 0, row: 7, columns: 4, rows: 10 },
      { id: 'email-performance', column: 4, row: 7, columns: 8, rows: 11 },
      { id: 'bounce-categories', column: 0, row: 17, columns: 4, rows: 10 },
      { id: 'bounce-reasons', column: 4, row: 18, columns: 8, rows: 10 },
    ]);
  });

  it('leave a wide arrangement as it is where a phone changes nothing', async () => {
    const layout = checkLayout(
      {
        schemaVersion: 1,
        widgets: [
          { id: 'email-summary', column: 3, row: 0, columns: 9, rows: 7 },
          { id: 'bounce-categories', column: 4, row: 7, columns: 6, rows: 8 },
        ],
        removed: allBut('email-summary', 'bounce-categories'),
      },
      widgets,
    );
    const page = await openReport(browser, { viewport: phone, layout });
    await modify(page);
    await press(page, 'save');
    await page.setViewport({ width: 1440, height: 900 });
    await expect
      .poll(() => arrangement(page))
      .toEqual(layout.widgets.map(({ view: _view, ...place }) => place));
  });

  it('speak French', async () => {
    const page = await openReport(browser, { locale: 'fr' });
    await click(page, '#email-summary .menu-button');
    expect(await texts(page, '.menu button')).toEqual(
      (
        ['view.tiles', 'view.bar', 'view.table', 'menu.csv', 'menu.svg', 'menu.png', 'menu.copy'] as const
      ).map((key) => fr[key]),
    );
    await page.keyboard.press('Escape');
    await click(page, '#machines');
    await isAnnounced(page, 'Le rapport montre\u202f: Vue globale avec l’activité des robots, Europe/Paris');
    expect(await texts(page, '#zone option')).toContain('America/New_York (le vôtre)');
    await focus(page, '#email-performance .spots');
    await page.keyboard.press('Home');
    expect(await texts(page, '.chart-tip > *')).toContain('Délivrés 946');
    await modify(page);
    expect(await texts(page, '.edit-bar button')).toEqual(
      (['edit.save', 'edit.file', 'edit.add', 'edit.reset', 'edit.cancel'] as const).map((key) => fr[key]),
    );
    await click(page, '#bounce-reasons .edit-remove');
    await isAnnounced(page, 'Causes des bounces retiré');
    await choose(page, '.edit-add', 'Causes des bounces');
    await isAnnounced(page, 'Causes des bounces ajouté');
    await press(page, 'save');
    await isAnnounced(page, 'Disposition enregistrée pour vos rapports');
    expect(await texts(page, '[data-section] h2')).toContain('Causes des bounces');
  });

  it('are whole without scripts, and offer nothing that needs them', async () => {
    const page = await openReport(browser, { javascript: false });
    for (const id of ['email-performance', 'sending-statistics', 'bounce-reasons'])
      expect(await isShown(page, `#${id} svg`)).toBe(true);
    for (const control of ['#modify', '#report-menu', '.menu-button', '#switches', '.sort', '.spots'])
      expect(await isShown(page, control)).toBe(false);
    await click(page, '#bounce-categories label:has([value="table"])');
    expect(await isShown(page, '#bounce-categories svg')).toBe(false);
    expect(await isShown(page, '#bounce-categories table')).toBe(true);
  });
});
