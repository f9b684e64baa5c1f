import type { Page } from 'puppeteer';
import { expect, it } from 'vitest';
import { folderName } from '../../src/files/folder-name.ts';
import { renderEmail } from '../../src/render/email.ts';
import { renderHtml } from '../../src/render/html.ts';
import { renderIndex } from '../../src/render/index-page.ts';
import { conclude } from '../../src/report/conclude.ts';
import { usualSettings } from '../../src/report/findings/settings.ts';
import type { Report } from '../../src/report/report.ts';
import { rowsThatShow } from '../hostile/hostile-rows.ts';
import { canary, everyPayload, payloadsOfMarkup } from '../hostile/payloads.ts';
import { reportOf, reportsOf } from '../support/report-of.ts';
import { describeInBrowsers } from './browser.ts';
import { isReady, modify } from './dashboard/open-report.ts';

/** What both browsers look at is made once. */
function once<Key, Made>(make: (key: Key) => Made): (key: Key) => Made {
  const made = new Map<string, Made>();
  return (key) => {
    const name = JSON.stringify(key);
    const known = made.get(name) ?? make(key);
    made.set(name, known);
    return known;
  };
}

/** The report of a delivery whose every text is one of these, and whose name is of them, too. */
const reportOfTexts = once(async (texts: readonly string[]): Promise<Report> => {
  const names = { delivery_id: texts[0] ?? '', delivery_label: texts.join(' ') };
  const report = await reportOf(rowsThatShow(texts, names), { reasons: 'raw', keepQuery: true });
  return conclude(report, [], usualSettings);
});

const chunks = <Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, index * size + size),
  );

const pageOf = once(async (texts: readonly string[]) =>
  renderHtml(await reportOfTexts(texts), { locale: 'en' }),
);

const mailOf = once(async (texts: readonly string[]) => {
  const options = { locale: 'en', crossed: [], attachments: [] } as const;
  return renderEmail(await reportOfTexts(texts), options).html.replace(/src="cid:[^"]*"/g, '');
});

/** The list of executions of deliveries that are called by every payload. */
const listOf = once(async (texts: readonly string[]) => {
  const reports = await reportsOf(
    texts.map((text, number) => ({
      ...{ event_type: 'sent', timestamp: `2026-11-22T08:00:${String(number % 60).padStart(2, '0')}Z` },
      ...{ delivery_id: text, delivery_label: `${text} ` },
    })),
  );
  const hrefOf = ({ delivery }: Report): string =>
    `${encodeURIComponent(folderName(delivery.id))}/report.html`;
  const entries = reports.map((report) => ({ report, href: hrefOf(report) }));
  return renderIndex(entries, { locale: 'en', timezone: 'UTC' });
});

const harmless = Array.from({ length: 20 }, (_, number) => `text ${number} https://${canary}.example`);

/** What a page is made of: its kinds of elements and attributes; whatever could run, load or lead elsewhere comes with its value. */
const madeOf = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => {
    const found = new Set<string>();
    for (const element of document.querySelectorAll('*')) {
      const name = element.tagName.toLowerCase();
      found.add(name);
      for (const { name: attribute } of element.attributes)
        found.add(
          /^(?:on|src|action|formaction|data$|style$)/.test(attribute) ? `${name} ${attribute}` : attribute,
        );
    }
    return [...found].sort();
  });

/** Where it leads, but for its own picture in the tab. */
const linksOf = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll('[href]:not(head > link[rel="icon"])')].map(
      (element) => element.getAttribute('href') ?? '',
    ),
  );

const wordsOf = (page: Page): Promise<string> => page.evaluate(() => document.body.textContent);

/** Looks at a page in each way that it can be shown. */
async function lookAtAll(page: Page): Promise<void> {
  for (const view of ['table', 'bar', 'donut', 'chart', 'line']) {
    await page.$$eval(`input[value="${view}"]`, (inputs) => {
      for (const input of inputs) (input as HTMLInputElement).click();
    });
  }
  await page.$$eval('th button', (buttons) => {
    for (const button of buttons) (button as HTMLButtonElement).click();
  });
  await page.setViewport({ width: 700, height: 900 });
  await page.setViewport({ width: 1440, height: 900 });
}

describeInBrowsers('of a hostile dump', ({ openPage }) => {
  it('nothing becomes markup, runs, loads or leads astray in its report', { timeout: 120_000 }, async () => {
    const used = async (texts: readonly string[]) => {
      const page = await openPage(await pageOf(texts));
      await isReady(page);
      await lookAtAll(page);
      await modify(page);
      return page;
    };
    const allowed = await madeOf(await used(harmless));
    let shown = 0;
    for (const texts of chunks(everyPayload, 70)) {
      const page = await used(texts);
      expect((await madeOf(page)).filter((part) => !allowed.includes(part))).toEqual([]);
      for (const link of await linksOf(page)) expect(link).toMatch(/^(?:https?:\/\/|mailto:|#)/);
      shown += (await wordsOf(page)).split(canary).length;
      expect(page.problems).toEqual([]);
    }
    expect(shown).toBeGreaterThan(1000);
  });

  it('nothing becomes markup, runs or leads out of the folder in the list of executions', async () => {
    const plain = everyPayload.map((_, number) => `execution ${number}`);
    for (const javascript of [true, false]) {
      const allowed = await madeOf(await openPage(await listOf(plain), { javascript }));
      const page = await openPage(await listOf(everyPayload), { javascript });
      expect((await wordsOf(page)).split(canary).length).toBeGreaterThan(100);
      expect((await madeOf(page)).filter((part) => !allowed.includes(part))).toEqual([]);
      for (const link of await linksOf(page)) expect(link).toMatch(/^(?:\w[\w.-]*\/report\.html|#.*)$/);
      expect(page.problems).toEqual([]);
    }
  });

  it('nothing becomes markup, loads or leads astray in its mail', { timeout: 120_000 }, async () => {
    const allowed = await madeOf(await openPage(await mailOf(harmless)));
    for (const texts of chunks(payloadsOfMarkup, 8)) {
      const page = await openPage(await mailOf(texts));
      expect((await madeOf(page)).filter((part) => !allowed.includes(part))).toEqual([]);
      for (const link of await linksOf(page)) expect(link).toMatch(/^(?:https?:\/\/|mailto:|#)/);
      expect(await wordsOf(page)).toContain(canary);
      expect(page.problems).toEqual([]);
    }
  });
});
