import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { expect, it } from 'vitest';
import { describeInBrowsers, type OpenPage } from '../browser.ts';
import {
  choose,
  click,
  focus,
  isAnnounced,
  isDrawnForItsSize,
  isShown,
  modify,
  openReport,
  order,
  press,
  texts,
} from './open-report.ts';

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

describeInBrowsers('a report that is printed', (browser) => {
  it('has its charts and its tables, though nobody touched it', async () => {
    const page = await openReport(browser, { colorScheme: 'dark' });
    const words = await printed(page);
    expect(titles(words)).toEqual(await texts(page, '[data-section] h2'));
    // Words of each chart: of the course, the rings, the bars, and of the tables beside them.
    for (const word of ['Nov', 'outcomes', 'Soft bounce', 'Mailbox full', 'MISSING_FIELD', 'Formulas'])
      expect(words).toContain(word);
    expect(words.split('Mailbox full: storage quota exceeded')).toHaveLength(3);
    for (const control of ['Modify', 'Include machine activity', 'Chart'])
      expect(words).not.toContain(control);
  });

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

  it('is light, without controls, and has the chart that was chosen', async () => {
    const page = await openReport(browser, { colorScheme: 'dark' });
    await choose(page, '#email-performance .menu-button', 'Bars');
    await page.emulateMediaType('print');
    await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
    const background = await page.evaluate(
      () => getComputedStyle(document.querySelector('.widget') ?? document.body).backgroundColor,
    );
    expect(background).toBe('rgb(255, 255, 255)');
    for (const control of ['.views', '.menu-button', '.switches', '.head-tools', '.spots'])
      expect(await isShown(page, control)).toBe(false);
    expect(await isShown(page, '#email-performance svg [fill="var(--opens)"]')).toBe(true);
    expect(await isShown(page, '#bounce-reasons table')).toBe(true);
    expect(await isShown(page, '.formulas')).toBe(true);
  });
});
