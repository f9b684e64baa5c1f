import type { Page } from 'puppeteer';
import { afterEach, describe, expect, it } from 'vitest';
import { renderIndex } from '../../src/render/index-page.ts';
import { english, generatedExecutions, sumOf } from '../render/generated-executions.ts';
import { readReport, reportNames } from '../render/reports.ts';
import { axeViolations, describeInBrowsers, type OpenOptions, type OpenPage } from './browser.ts';

const entries = generatedExecutions(5000);
const many = renderIndex(entries, { locale: 'en', timezone: 'Europe/Paris' });
const some = renderIndex(generatedExecutions(250), { locale: 'en', timezone: 'UTC' });
const odd = (locale: 'en' | 'fr') =>
  renderIndex(
    reportNames.map((name) => ({ report: readReport(name), href: `${name}/report.html` })),
    { locale, timezone: 'UTC' },
  );

const evaluate = async <Value>(page: Page, script: string): Promise<Value> =>
  (await page.evaluate(script)) as Value;

const texts = (page: Page, selector: string): Promise<readonly string[]> =>
  page.$$eval(selector, (elements) => elements.map(({ textContent }) => textContent.trim()));

const shownCount = (page: Page, selector: string): Promise<number> =>
  page.$$eval(selector, (elements) => elements.filter((one) => one.getClientRects().length > 0).length);

const overflow = (page: Page): Promise<number> =>
  evaluate(page, 'document.documentElement.scrollWidth - document.documentElement.clientWidth');

const names = (page: Page) => texts(page, '.paged tbody a');
const headers = (page: Page) => texts(page, '.paged thead th');
const focused = (page: Page, what: string) => evaluate(page, `document.activeElement.${what}`);

/** The cells of a column by the word above them, among the rows or, below them, among the totals. */
async function column(page: Page, name: string, part = 'tbody'): Promise<readonly string[]> {
  const place = (await headers(page)).indexOf(name) + 1;
  return texts(page, `.paged ${part} tr:not(.widest) > :nth-child(${place})`);
}
const total = async (page: Page, name: string) => (await column(page, name, 'tfoot'))[0];

async function sortBy(page: Page, name: string): Promise<void> {
  const place = (await headers(page)).indexOf(name) + 1;
  await page.click(`.paged thead th:nth-child(${place}) button`);
}

const choose = (page: Page, name: string, value: string): Promise<void> =>
  evaluate(page, `document.querySelector('input[name="${name}"][value="${value}"]').click()`);

const setDate = (page: Page, id: 'from' | 'to', day: string): Promise<void> =>
  evaluate(
    page,
    `(() => {
      const input = document.querySelector('#${id}');
      input.value = '${day}';
      input.dispatchEvent(new Event('input', { bubbles: true }));
    })()`,
  );

/** The status speaks only once nothing has changed for a while. */
const pause = () => new Promise((resolve) => setTimeout(resolve, 700));

describeInBrowsers('the list of executions', ({ openPage }) => {
  const opened: OpenPage[] = [];
  afterEach(() => {
    expect(opened.splice(0).flatMap(({ problems }) => problems)).toEqual([]);
  });
  const open = async (html: string, options?: OpenOptions): Promise<OpenPage> => {
    const page = await openPage(html, options);
    opened.push(page);
    return page;
  };
  const narrow = (width: number) => ({ viewport: { width, height: 800 } });

  describe('of 5,000 deliveries', () => {
    it('is no larger than 4 MB, paints within a second, and filters within a tenth', async () => {
      expect(Buffer.byteLength(many)).toBeLessThan(4_000_000);
      const page = await open(many);
      const paint = `performance.getEntriesByName('first-contentful-paint')[0].startTime`;
      expect(await evaluate(page, paint)).toBeLessThan(1000);
      // From a key to the end of the next frame; the fastest of a few, so that it is not the machine that is measured.
      const slowestKey = await evaluate(
        page,
        `(async () => {
          const filter = document.querySelector('#filter');
          const fastest = new Map();
          for (let time = 0; time < 8; time += 1) {
            for (const text of ['s', 'sp', 'spring', 'spring 1', '', 'nothing']) {
              const start = performance.now();
              filter.value = text;
              filter.dispatchEvent(new Event('input', { bubbles: true }));
              await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
              fastest.set(text, Math.min(fastest.get(text) ?? Infinity, performance.now() - start));
            }
          }
          return Math.max(...fastest.values());
        })()`,
      );
      expect(slowestKey).toBeLessThan(100);
    });

    it('shows the newest fifty, and the totals of all', async () => {
      const page = await open(many);
      expect(await names(page)).toHaveLength(50);
      expect((await names(page))[0]).toBe('Spring sale 0');
      expect(await texts(page, '#shown, #place')).toEqual([
        '5,000 of 5,000 deliveries shown',
        'Page 1 of 100',
      ]);
      expect(await total(page, 'Sent')).toBe(english.count(sumOf(entries, 'sent')));
      const rate = english.rate(sumOf(entries, 'uniqueOpens') / sumOf(entries, 'delivered'));
      expect(await total(page, 'Opens')).toBe(`${english.count(sumOf(entries, 'opens'))} ${rate}`);
    });

    it('filters by the words of name and id, whatever their case and accents', async () => {
      const page = await open(many);
      await page.type('#filter', 'bienvenue TOUS a 22');
      const found = entries.filter(({ report: { delivery } }) =>
        /Bienvenue.*22/.test(`${delivery.label} ${delivery.id}`),
      );
      expect(await names(page)).toEqual(found.slice(0, 50).map(({ report }) => report.delivery.label));
      expect(await total(page, 'Delivered')).toBe(
        `${english.count(sumOf(found, 'delivered'))} ${english.rate(sumOf(found, 'delivered') / sumOf(found, 'sent'))}`,
      );
    });

    it('links each row to its report', async () => {
      const page = await open(many);
      await page.type('#filter', 'delivery-4321');
      const links = await page.$$eval('.paged tbody a', (found) =>
        found.map((link) => link.getAttribute('href')),
      );
      expect(links).toEqual(['delivery-4321/report.html']);
    });

    it('filters by status', async () => {
      const page = await open(many);
      await page.click('#status-menu summary');
      await page.click('#status-menu label:has([value="complete"])');
      await page.click('#status-menu label:has([value="in-progress"])');
      expect(new Set(await column(page, 'Status'))).toEqual(new Set(['Failed']));
      expect(await texts(page, '#status-menu .menu-value')).toEqual(['Failed']);
      const failed = entries.filter((_, index) => index % 25 === 24);
      expect(await total(page, 'Targeted')).toBe(english.count(sumOf(failed, 'targeted')));
    });

    it('filters by days of the time zone of the report, both ends included', async () => {
      const page = await open(many);
      await setDate(page, 'from', '2026-03-08');
      await setDate(page, 'to', '2026-03-09');
      const inParis = (instant: string | null) =>
        new Date(Date.parse(instant ?? '') + 3_600_000).toISOString().slice(0, 10);
      const found = entries.filter(({ report }) =>
        ['2026-03-08', '2026-03-09'].includes(inParis(report.delivery.firstEvent)),
      );
      expect(found.length).toBeGreaterThan(4);
      expect(await names(page)).toEqual(found.map(({ report }) => report.delivery.label));
      expect(await texts(page, '#date-menu .menu-value')).toEqual(['8 Mar 2026 – 9 Mar 2026']);
    });

    it('shows numbers, rates or both, and numbers where there is no rate', async () => {
      const page = await open(many);
      const cells = async () => [
        (await column(page, 'Sent'))[0],
        (await column(page, 'Delivered'))[0],
        await total(page, 'Delivered'),
      ];
      const sum = english.count(sumOf(entries, 'delivered'));
      const rate = english.rate(sumOf(entries, 'delivered') / sumOf(entries, 'sent'));
      expect(await cells()).toEqual(['1,000', '950 95.0%', `${sum} ${rate}`]);
      await choose(page, 'figures', 'percent');
      expect(await cells()).toEqual(['1,000', '95.0%', rate]);
      await choose(page, 'figures', 'numbers');
      expect(await cells()).toEqual(['1,000', '950', sum]);
    });

    it('sorts all rows by any column, and keeps the totals last', async () => {
      const page = await open(many);
      const sent = entries.map(({ report }) => report.totals.sent).sort((left, right) => right - left);
      await sortBy(page, 'Sent');
      expect(await column(page, 'Sent')).toEqual(sent.slice(0, 50).map(english.count));
      expect(await total(page, 'Sent')).toBe(english.count(sumOf(entries, 'sent')));
      await sortBy(page, 'Sent');
      expect((await column(page, 'Sent'))[0]).toBe('0');
      const orders = await page.$$eval('.paged [aria-sort]', (cells) => cells.map((cell) => cell.ariaSort));
      expect(orders).toEqual(['ascending']);
      await sortBy(page, 'Delivery');
      expect((await names(page))[0]).toBe('Bienvenue à tous 2');
      await sortBy(page, 'First event');
      await sortBy(page, 'First event');
      expect((await names(page))[0]).toBe('delivery-4999');
      await sortBy(page, 'Status');
      await sortBy(page, 'Status');
      expect((await column(page, 'Status'))[0]).toBe('Failed');
      await sortBy(page, 'Sends over time');
      expect((await column(page, 'Sends over time'))[0]).toMatch(/^At most [\d,]+ per hour$/);
    });

    it('has every row without scripts, once', async () => {
      const page = await open(many, { javascript: false });
      expect(await shownCount(page, 'tbody tr')).toBe(5000);
      expect(await shownCount(page, 'tfoot tr')).toBe(1);
      expect(await shownCount(page, '.toolbar, .bar, button, input')).toBe(0);
    });

    it('has columns that stay where they are while rows are filtered', async () => {
      const page = await open(many);
      const places = () =>
        page.$$eval('.paged thead th.number', (cells) =>
          cells.map((cell) => Math.round(cell.getBoundingClientRect().left)),
        );
      const before = await places();
      await page.type('#filter', 'delivery-0007');
      expect(await places()).toEqual(before);
    });
  });

  it('sorts by rates where rates are shown, with those that have none last either way', async () => {
    const page = await open(some);
    await choose(page, 'figures', 'percent');
    await sortBy(page, 'Delivered');
    const falling = (await column(page, 'Delivered')).map(Number.parseFloat);
    expect(falling).toEqual([...falling].sort((left, right) => right - left));
    await sortBy(page, 'Delivered');
    expect((await column(page, 'Delivered'))[0]).not.toBe('–');
  });

  it('turns pages, and starts over at the first where the filter changes', async () => {
    const page = await open(some);
    for (let turn = 0; turn < 6; turn += 1) await page.click('#next');
    expect(await texts(page, '#place')).toEqual(['Page 5 of 5']);
    expect((await names(page)).at(-1)).toBe('delivery-0249');
    await page.click('#previous');
    expect((await names(page))[0]).toBe('Spring sale 150');
    await page.type('#filter', 'spring');
    expect((await names(page))[0]).toBe('Spring sale 0');
    expect(await shownCount(page, '#pager')).toBe(0);
  });

  it('tells screen readers how many are left once the reader pauses', async () => {
    const page = await open(some);
    await evaluate(
      page,
      `new MutationObserver(() => { globalThis.said = (globalThis.said ?? 0) + 1; })
        .observe(document.querySelector('[role="status"]'), { subtree: true, childList: true })`,
    );
    await page.type('#filter', 'spring');
    await pause();
    expect(await texts(page, '[role="status"]')).toEqual(['50 of 250 deliveries shown Page 1 of 1']);
    expect(await evaluate(page, 'globalThis.said')).toBeLessThanOrEqual(2);
  });

  it('says so where a filter leaves nothing', async () => {
    const page = await open(some);
    await page.type('#filter', 'no such delivery');
    expect(await texts(page, '.paged tbody tr')).toEqual(['No delivery matches.']);
    expect(await total(page, 'Opens')).toBe('0 –');
    expect(await axeViolations(page)).toEqual([]);
  });

  it('has the columns that are chosen, each with its totals', async () => {
    const page = await open(some);
    await page.click('#column-menu summary');
    for (const id of ['uniqueOpens', 'clickToOpen', 'pending', 'excluded', 'sends'])
      await page.click(`#column-menu label:has([value="${id}"])`);
    expect(await headers(page)).toEqual(
      [
        ['Delivery', 'Status', 'First event', 'Targeted', 'Sent', 'Pending', 'Delivered', 'Bounces', 'Opens'],
        ['Unique opens', 'Clicks', 'Click-to-open rate', 'Errors', 'Spam complaints'],
      ].flat(),
    );
    const all = generatedExecutions(250);
    expect(await total(page, 'Unique opens')).toBe(english.count(sumOf(all, 'uniqueOpens')));
    expect(await total(page, 'Click-to-open rate')).toBe(
      english.rate(sumOf(all, 'uniqueClicks') / sumOf(all, 'uniqueOpens')),
    );
  });

  it('goes back to the newest first where the column that it is sorted by goes away', async () => {
    const page = await open(some);
    await sortBy(page, 'Bounces');
    await choose(page, 'column', 'bounces');
    expect((await names(page))[0]).toBe('Spring sale 0');
  });

  it.each(['file', 'web'] as const)(
    'remembers what was chosen until it is reset, from a %s',
    async (served) => {
      const page = await open(some, { served });
      await page.type('#filter', 'spring');
      await choose(page, 'column', 'retries');
      await choose(page, 'status', 'failed');
      await choose(page, 'figures', 'numbers');
      await sortBy(page, 'Retries');
      const before = await texts(page, '.paged tr');
      await page.reload();
      expect(await texts(page, '.paged tr')).toEqual(before);
      expect(await evaluate(page, 'document.querySelector("#filter").value')).toBe('spring');
      await page.click('#reset');
      expect(await names(page)).toHaveLength(50);
      expect(await headers(page)).not.toContain('Retries');
      expect(await focused(page, 'id')).toBe('filter');
      expect(await evaluate(page, 'localStorage.length')).toBe(0);
    },
  );

  it('works where the browser kept nonsense, and where it keeps nothing', async () => {
    const page = await open(some);
    await evaluate(
      page,
      `localStorage.setItem('email-live-report:executions:' + location.pathname,
        '{"text":7,"statuses":"all","columns":["sent","nothing"],"figures":"x","sort":{"column":"y"},"from":"z"}')`,
    );
    await page.reload();
    expect(await headers(page)).toEqual(['Delivery', 'Sent']);
    await page.evaluateOnNewDocument(`Object.defineProperty(globalThis, 'localStorage', {
      get() { throw new Error('denied'); },
    })`);
    await page.reload();
    await choose(page, 'column', 'sent');
    expect(await headers(page)).not.toContain('Sent');
  });

  it('filters, chooses columns, sorts and turns pages by keyboard alone', async () => {
    const page = await open(some);
    const press = async (...keys: readonly Parameters<Page['keyboard']['press']>[0][]) => {
      for (const key of keys) await page.keyboard.press(key);
    };
    await press('Tab', 'a', 'Backspace', 'Tab', 'Enter', 'Tab', ' ');
    expect(new Set(await column(page, 'Status'))).toEqual(new Set(['In progress', 'Failed']));
    await press(' ', 'Escape');
    expect(await focused(page, 'textContent.trim()')).toBe('Status all');
    expect(await page.$$('details[open]')).toEqual([]);
    // Past the dates to the figures, and on to the columns.
    await press('Tab', 'Tab', 'ArrowLeft');
    expect((await column(page, 'Delivered'))[0]).toBe('95.0%');
    await page.focus('#column-menu summary');
    await press('Enter', 'Tab', ' ');
    expect(await headers(page)).not.toContain('Status');
    await page.focus('.paged thead th:nth-child(4) button');
    expect(await page.$$('details[open]')).toEqual([]);
    await press('Enter');
    expect(await focused(page, 'parentElement.ariaSort')).toBe('descending');
    await page.focus('#next');
    await press('Enter', ' ', 'Enter', 'Enter', 'Enter');
    expect(await texts(page, '#place')).toEqual(['Page 5 of 5']);
    expect(await focused(page, 'id')).toBe('next');
  });

  it.each(['light', 'dark'] as const)('has nothing for axe to find in the %s theme', async (colorScheme) => {
    for (const [html, width] of [[some, 1440] as const, [odd('fr'), 390] as const]) {
      const page = await open(html, { colorScheme, ...narrow(width) });
      await choose(page, 'status', 'complete');
      expect(await axeViolations(page)).toEqual([]);
      for (const menu of ['status', 'date', 'column']) {
        await page.click(`#${menu}-menu summary`);
        expect(await axeViolations(page)).toEqual([]);
        expect(await overflow(page)).toBe(0);
      }
    }
  });

  it('fits a window of any width, and half of it at twice the size', async () => {
    for (const width of [1440, 768, 720, 390, 320]) {
      for (const html of [some, odd('fr')]) expect(await overflow(await open(html, narrow(width)))).toBe(0);
    }
  });

  it('keeps its menus within a narrow window, one at a time', async () => {
    const page = await open(odd('fr'), narrow(320));
    for (const menu of ['status', 'date', 'column']) {
      await page.click(`#${menu}-menu summary`);
      const [left, right] = await page.$eval(`#${menu}-menu .panel`, (panel) => {
        const box = panel.getBoundingClientRect();
        return [box.left, box.right];
      });
      expect(left).toBeGreaterThanOrEqual(0);
      expect(right).toBeLessThanOrEqual(320);
    }
    expect(await page.$$('details[open]')).toHaveLength(1);
  });

  it('has the same table before its script ran as after', async () => {
    const table = (page: Page) =>
      evaluate<string>(page, `document.querySelector('.paged').innerText.replace(/\\s+/g, ' ').trim()`);
    const after = await table(await open(odd('fr')));
    expect(await table(await open(odd('fr'), { javascript: false }))).toBe(after);
  });

  it('works from a copy that was saved while it was used', async () => {
    const page = await open(some);
    await page.type('#filter', 'newsletter');
    await page.click('#column-menu summary');
    await pause();
    const html = await evaluate<string>(page, 'document.documentElement.outerHTML');
    const copy = await open(`<!doctype html>${html}`);
    expect(await names(copy)).toHaveLength(50);
    expect(await texts(copy, '.sort, .toolbar #reset')).toHaveLength(14);
    expect(await copy.$$('details[open], #reset:not([hidden])')).toEqual([]);
    await copy.type('#filter', 'newsletter');
    expect((await names(copy))[0]).toBe('Newsletter 1');
    await copy.click('#reset');
    expect((await names(copy))[0]).toBe('Spring sale 0');
  });

  it('prints all that matches, without controls, and says what it is filtered by', async () => {
    const page = await open(some, { colorScheme: 'dark' });
    await choose(page, 'status', 'failed');
    await page.emulateMediaType('print');
    await evaluate(page, `dispatchEvent(new Event('beforeprint'))`);
    expect(await names(page)).toHaveLength(240);
    expect(await texts(page, '#on-paper')).toEqual(['Complete, In progress']);
    expect(await shownCount(page, '.toolbar, .bar')).toBe(0);
    await evaluate(page, `dispatchEvent(new Event('afterprint'))`);
    expect(await names(page)).toHaveLength(50);
  });

  it('shows names of the dump as text', async () => {
    const page = await open(odd('en'));
    expect(await page.$$('main img, main script')).toHaveLength(0);
    expect((await names(page)).join()).toContain('<img');
  });
});
