import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { checkLayout } from '../../../src/layout/check-layout.ts';
import type { Layout } from '../../../src/layout/layout.ts';
import { layoutText } from '../../../src/layout/layout-text.ts';
import { renderHtml } from '../../../src/render/html.ts';
import { widgets } from '../../../src/render/widgets/index.ts';
import { run } from '../../cli/run.ts';
import { readReport } from '../../render/reports.ts';
import { temporaryFile, temporaryFolder } from '../../support/temporary-folder.ts';
import { axeViolations, describeInBrowsers, downloaded, type OpenPage } from '../browser.ts';
import {
  allBut,
  arrangement,
  asMade,
  choose,
  click,
  focus,
  isAnnounced,
  isReady,
  isShown,
  modify,
  openReport,
  order,
  press,
  reload,
  texts,
} from './open-report.ts';

/** A layout that a team has agreed on: the reasons first, the course as bars beside the categories, nothing else. */
const ours: Layout = checkLayout(
  {
    schemaVersion: 1,
    widgets: [
      { id: 'bounce-reasons', column: 0, row: 0, columns: 12, rows: 9, view: 'table' },
      { id: 'bounce-categories', column: 0, row: 9, columns: 5, rows: 8, view: 'bar' },
      { id: 'email-performance', column: 5, row: 9, columns: 7, rows: 8, view: 'bar' },
    ],
    removed: allBut('bounce-reasons', 'bounce-categories', 'email-performance'),
  },
  widgets,
);
const places = ({ widgets: placed }: Layout) => placed.map(({ view: _view, ...place }) => place);
const viewsOf = (page: OpenPage) =>
  page.$$eval('[data-section]', (sections) =>
    sections.map((section) => (section as HTMLElement).dataset.view),
  );

/** Arranges a report a little: the summary goes, the categories become a table. */
async function arrangeALittle(page: OpenPage): Promise<void> {
  await choose(page, '#bounce-categories .menu-button', 'Table');
  await modify(page);
  await click(page, '#email-summary .edit-remove');
}

describeInBrowsers('a layout that is kept', (browser) => {
  it('is there in the next report of the same server, in its own language', async () => {
    const folder = temporaryFolder();
    const today = renderHtml(readReport('typical'), { locale: 'en' });
    const tomorrow = renderHtml(readReport('nasty'), { locale: 'fr' });
    writeFileSync(join(folder, 'today.html'), today);
    writeFileSync(join(folder, 'tomorrow.html'), tomorrow);
    const page = await browser.openPage(join(folder, 'today.html'), { served: 'web', reducedMotion: true });
    await isReady(page);
    await arrangeALittle(page);
    await press(page, 'save');
    const left = await arrangement(page);
    await page.goto(new URL('tomorrow.html', page.url()).href);
    await isReady(page);
    expect(await arrangement(page)).toEqual(left);
    expect(await isShown(page, '#bounce-categories table')).toBe(true);
    expect(await texts(page, '#bounce-categories h2')).toEqual(['Catégories de bounces']);
    expect(page.problems).toEqual([]);
  });

  it('takes precedence over the one that a report was made with, which Reset brings back', async () => {
    const page = await openReport(browser, { layout: ours });
    expect(await arrangement(page)).toEqual(places(ours));
    expect(await viewsOf(page)).toEqual(['table', 'bar', 'bar']);
    await modify(page);
    await click(page, '#bounce-categories .edit-remove');
    await press(page, 'save');
    await reload(page);
    expect(await order(page)).toEqual(['bounce-reasons', 'email-performance']);
    await modify(page);
    await press(page, 'reset');
    await isAnnounced(page, 'Default layout');
    await press(page, 'save');
    await reload(page);
    expect(await arrangement(page)).toEqual(places(ours));
    expect(await viewsOf(page)).toEqual(['table', 'bar', 'bar']);
  });

  it('is taken as far as it can be read, and for none where it cannot', async () => {
    const page = await openReport(browser);
    const asItCame = await arrangement(page);
    const key = 'email-live-report.layout';
    const reopenWith = async (stored: string) => {
      await page.evaluate((name, text) => localStorage.setItem(name, text), key, stored);
      await reload(page);
    };
    for (const garbage of ['', '{', 'null', '[]', '{"schemaVersion":2,"widgets":[]}', '"\u0000"']) {
      await reopenWith(garbage);
      expect(await arrangement(page)).toEqual(asItCame);
    }
    const summary = { id: 'email-summary', column: 3, row: 0, columns: 40, rows: 7, view: 'hologram' };
    const unknown = { ...summary, id: 'weather' };
    await reopenWith(JSON.stringify({ schemaVersion: 1, widgets: [unknown, summary], removed: ['weather'] }));
    expect((await arrangement(page))[0]).toEqual({
      id: 'email-summary',
      column: 0,
      row: 0,
      columns: 12,
      rows: 7,
    });
    expect(await order(page)).toHaveLength(widgets.length);
  });

  it('is a file that --layout takes for later reports', async () => {
    const page = await openReport(browser);
    await arrangeALittle(page);
    await focus(page, '#bounce-categories .edit-move');
    await page.keyboard.press('ArrowUp');
    const unsaved = await downloaded(page, () => press(page, 'file'));
    await isAnnounced(page, 'layout.json downloaded');
    await press(page, 'save');
    const saved = await downloaded(page, () => choose(page, '#report-menu', 'Save layout as file'));
    expect(saved.name).toBe('layout.json');
    const text = Buffer.from(saved.bytes).toString();
    expect(text).toBe(Buffer.from(unsaved.bytes).toString());
    const layout = checkLayout(JSON.parse(text), widgets);
    expect(layoutText(layout)).toBe(text);
    expect(places(layout)).toEqual(await arrangement(page));
    expect(layout.widgets.find(({ id }) => id === 'bounce-categories')?.view).toBe('table');
    expect(layout.removed).toEqual(
      widgets.map(({ id }) => id).filter((id) => ['email-summary', ...asMade.removed].includes(id)),
    );

    const output = temporaryFolder();
    const file = temporaryFile('layout.json', text);
    const sample = ['samples/native.ndjson', '--timezone', 'Europe/Paris', '--output', output];
    expect(await run([...sample, '--layout', file])).toMatchObject({ status: 0, stderr: '' });
    const later = await browser.openPage(join(output, 'winter-sale/report.html'));
    await isReady(later);
    expect(await arrangement(later)).toEqual(places(layout));
    expect(await viewsOf(later)).toEqual(await viewsOf(page));
    const again = await downloaded(later, () => choose(later, '#report-menu', 'Save layout as file'));
    expect(Buffer.from(again.bytes).toString()).toBe(text);
    expect(later.problems).toEqual([]);
  });

  it('holds until the page is closed where the browser stores nothing, and the page says so', async () => {
    const page = await openReport(browser);
    await page.evaluateOnNewDocument(() => {
      Object.defineProperty(globalThis, 'localStorage', {
        get: () => {
          throw new DOMException('denied', 'SecurityError');
        },
      });
    });
    await reload(page);
    for (const widget of ['#email-summary', '#error-reasons']) {
      await modify(page);
      await click(page, `${widget} .edit-remove`);
      await press(page, 'save');
      await isAnnounced(page, /^This browser stores nothing for this page/);
      expect(await texts(page, '.notice')).toEqual([
        expect.stringMatching(/Save it as a file to keep it\.$/),
      ]);
      expect(await isShown(page, widget)).toBe(false);
    }
    expect(await axeViolations(page)).toEqual([]);
    const { bytes } = await downloaded(page, () => choose(page, '#report-menu', 'Save layout as file'));
    expect(JSON.parse(Buffer.from(bytes).toString()).removed).toEqual(
      expect.arrayContaining(['email-summary', 'error-reasons']),
    );
    await reload(page);
    expect(await isShown(page, '#email-summary')).toBe(true);
  });
});
