import type { KeyInput, Page } from 'puppeteer';
import { expect, onTestFinished, vi } from 'vitest';
import { completeLayout, defaultLayout } from '../../../src/layout/complete-layout.ts';
import type { Layout, PlacedWidget } from '../../../src/layout/layout.ts';
import type { Locale } from '../../../src/locales/locale.ts';
import { renderHtml } from '../../../src/render/html.ts';
import { widgets } from '../../../src/render/widgets/index.ts';
import { type Report, reportSchema } from '../../../src/report/report.ts';
import { computeFiles } from '../../support/report-of.ts';
import type { BrowserUnderTest, OpenOptions, OpenPage } from '../browser.ts';

const { reports } = await computeFiles(['samples/native.ndjson'], { timezone: 'Europe/Paris' });

/** The report of the sample: six days in Paris, machines that open and click, bounces and errors. */
export const winterSale = onlyOne(reports);

/** The widgets that the report began with. */
const six = [
  ...['email-summary', 'email-performance', 'sending-statistics'],
  ...['bounce-categories', 'bounce-reasons', 'error-reasons'],
];

/** What has these sections, with nothing in the others. */
function withSix<Part extends { readonly sections: object }>(part: Part): Part {
  const sections = Object.entries(part.sections).filter(([id]) => six.includes(id));
  return { ...part, sections: Object.fromEntries(sections) };
}

/** The same report with those alone: a page of few widgets, all of them in sight at once. */
const shortReport = reportSchema.parse({
  ...withSix(winterSale),
  withMachines: winterSale.withMachines && withSix(winterSale.withMachines),
  lastDay: winterSale.lastDay && {
    ...withSix(winterSale.lastDay),
    withMachines: winterSale.lastDay.withMachines && withSix(winterSale.lastDay.withMachines),
  },
});

/** The page as it is made of that report, as a layout. */
export const asMade = completeLayout(
  defaultLayout(widgets.filter(({ id }) => six.includes(id))).widgets,
  new Set(allBut(...six)),
  widgets,
);

/** The ids of all other widgets: what a layout removes that shows these alone. */
export function allBut(...shown: readonly string[]): string[] {
  return widgets.map(({ id }) => id).filter((id) => !shown.includes(id));
}

function onlyOne<Item>([first, ...others]: readonly Item[]): Item {
  if (first === undefined || others.length > 0) throw new Error('not one');
  return first;
}

export interface ReportOptions extends OpenOptions {
  readonly report?: Report;
  readonly locale?: Locale;
  readonly layout?: Layout | null;
}

/** A window that shows the whole of the report, so that nothing needs to be scrolled to. */
export const tall = { width: 1440, height: 2100 };

/** Opens a report, the short one unless another is given, and waits until it can be used. Whatever it complains of in the meantime fails the test. */
export async function openReport(
  { openPage }: Pick<BrowserUnderTest, 'openPage'>,
  { report = shortReport, locale = 'en', layout = null, ...options }: ReportOptions = {},
): Promise<OpenPage> {
  // Without motion, unless it is asked for: what has moved is then where it will stay.
  const page = await openPage(renderHtml(report, { locale, layout }), { reducedMotion: true, ...options });
  onTestFinished(() => expect(page.problems).toEqual([]));
  if (options.javascript !== false) await isReady(page);
  return page;
}

export async function isReady(page: Page): Promise<void> {
  await page.waitForSelector('html[data-ready]');
}

export async function reload(page: Page): Promise<void> {
  await page.reload();
  await isReady(page);
}

/** The sections in the order in which they are read and tabbed through. */
export const order = (page: Page): Promise<(string | undefined)[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('[data-section]')].map(({ dataset }) => dataset.section),
  );

/** Where the sections are seen, in columns and rows of the grid, read row by row. */
export async function arrangement(page: Page): Promise<Omit<PlacedWidget, 'view'>[]> {
  return page.evaluate(() => {
    const grid = document.querySelector('.head')?.getBoundingClientRect();
    const sections = [...document.querySelectorAll<HTMLElement>('[data-section]')];
    const boxes = sections.map((section) => section.getBoundingClientRect());
    const top = Math.min(...boxes.map((box) => box.top));
    const [left, column] = grid === undefined ? [0, 1] : [grid.left, (grid.width + 16) / 12];
    return sections
      .map((section, index) => {
        const box = boxes[index] ?? section.getBoundingClientRect();
        return {
          id: section.dataset.section ?? '',
          column: Math.round(((box.left - left) / column) * 100) / 100,
          row: Math.round(((box.top - top) / 40) * 100) / 100,
          columns: Math.round(((box.width + 16) / column) * 100) / 100,
          rows: Math.round(((box.height + 16) / 40) * 100) / 100,
        };
      })
      .sort((one, other) => one.row - other.row || one.column - other.column);
  });
}

/** The place of one section. */
export async function placeOf(page: Page, id: string): Promise<Omit<PlacedWidget, 'view'> | undefined> {
  return (await arrangement(page)).find((placed) => placed.id === id);
}

/**
 * Clicks on the middle of the first element that is seen and, where words are given, says just these; waits until there is one.
 * Puppeteer's own click takes several times the time, and no offence at what lies upon the element.
 */
export async function click(page: Page, selector: string, words: string | null = null): Promise<void> {
  const { x, y } = await vi.waitFor(async () => {
    const place = await page.evaluate(middleOf, selector, words);
    if (typeof place === 'string') throw new Error(`"${words ?? selector}" ${place}`);
    return place;
  }, 3000);
  await page.mouse.click(x, y);
}

/** Runs in the page. */
function middleOf(selector: string, words: string | null): { x: number; y: number } | string {
  const element = [...document.querySelectorAll(selector)].find(
    (one) => one.getClientRects().length > 0 && (words === null || one.textContent.trim() === words),
  );
  if (element === undefined) return 'is not seen';
  const middle = () => {
    const { left, top, width, height } = element.getBoundingClientRect();
    return { x: left + width / 2, y: top + height / 2 };
  };
  const isHit = ({ x, y }: { x: number; y: number }) => element.contains(document.elementFromPoint(x, y));
  if (!isHit(middle())) element.scrollIntoView({ block: 'center', behavior: 'instant' });
  return isHit(middle()) ? middle() : 'is covered';
}

/** Puts the keyboard on the first element that is seen. */
export async function focus(page: Page, selector: string): Promise<void> {
  await page.evaluate((found) => {
    const elements = [...document.querySelectorAll<HTMLElement>(found)];
    elements.find((one) => one.getClientRects().length > 0)?.focus();
  }, selector);
}

/** The box of the first element that is seen. */
export async function boxOf(page: Page, selector: string) {
  const box = await page.evaluate((found) => {
    const boxes = [...document.querySelectorAll(found)].map((element) => element.getBoundingClientRect());
    const seen = boxes.find(({ width, height }) => width > 0 && height > 0);
    return seen === undefined ? null : { x: seen.x, y: seen.y, width: seen.width, height: seen.height };
  }, selector);
  if (box === null) throw new Error(`"${selector}" is not seen`);
  return box;
}

/** Presses keys one after the other. */
export async function type(page: Page, ...keys: readonly KeyInput[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
}

/** Opens the menu of a button and chooses what is called so. */
export async function choose(page: Page, button: string, label: string): Promise<void> {
  await click(page, button);
  await click(page, '.menu-item', label);
}

/** Begins to arrange the page. */
export async function modify(page: Page): Promise<void> {
  await click(page, '#modify');
  await page.waitForSelector('.edit-bar');
}

/** Presses a button of the bar that the page is arranged with. */
export async function press(page: Page, button: 'save' | 'cancel' | 'reset' | 'file' | 'add'): Promise<void> {
  await click(page, `.edit-${button}`);
}

/** Waits for something to be said to a screen reader. */
export async function isAnnounced(page: Page, words: string | RegExp): Promise<void> {
  const announced = expect.poll(() =>
    page.evaluate(() => document.querySelector('#announcer')?.textContent ?? ''),
  );
  await (typeof words === 'string' ? announced.toBe(words) : announced.toMatch(words));
}

/** What the keyboard is on: its label, or its words. */
export const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const element = document.activeElement;
    if (element === null || element === document.body) return 'nothing';
    return element.getAttribute('aria-label') ?? element.textContent?.trim() ?? '';
  });

/** Whether an element takes up room on the page. */
export const isShown = async (page: Page, selector: string): Promise<boolean> =>
  page.evaluate(
    (found) => [...document.querySelectorAll(found)].some((element) => element.getClientRects().length > 0),
    selector,
  );

/** The pictures of a section that are seen: the size that each is drawn for, and the size that it has. */
const pictures = (page: Page, id: string): Promise<{ drawn: number[]; seen: number[] }[]> =>
  page.evaluate(
    (selector) =>
      [...document.querySelectorAll(selector)]
        .filter((svg) => svg.getClientRects().length > 0)
        .map((svg) => {
          const { width, height } = svg.getBoundingClientRect();
          const drawn = [svg.getAttribute('width'), svg.getAttribute('height')].map(Number);
          return { drawn, seen: [width, height].map(Math.round) };
        }),
    `#${id} .picture svg`,
  );

/** Expects the one picture of a section to be seen in the very size that it is drawn for. */
export async function isDrawnForItsSize(page: Page, id: string): Promise<void> {
  await expect
    .poll(async () => {
      const [picture, ...others] = await pictures(page, id);
      if (picture === undefined || others.length > 0) return 'not yet';
      return `${picture.drawn}` === `${picture.seen}` ? 'drawn for it' : picture;
    })
    .toBe('drawn for it');
}

/** The texts of elements. */
export const texts = (page: Page, selector: string): Promise<string[]> =>
  page.evaluate(
    (found) => [...document.querySelectorAll(found)].map(({ textContent }) => textContent.trim()),
    selector,
  );

/** How much wider than its window a page is. */
export const overflow = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
