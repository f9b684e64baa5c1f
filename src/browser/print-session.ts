import type { Browser, Page } from 'puppeteer';
import type { BrowserProcess } from './browser-process.ts';
import { type Tab, Tabs, tabOf } from './tabs.ts';

/** How a page is put on paper, in the browser's terms. */
export interface PaperSettings {
  format: 'A4' | 'Letter';
  margin: { top: string; right: string; bottom: string; left: string };
  headerTemplate: string;
  footerTemplate: string;
}

/** A browser that is connected and prints pages, several at a time where it is asked to. */
export interface PrintSession {
  print(html: string, settings: PaperSettings): Promise<Uint8Array>;
  /** Ends the browser; at once if it is not expected to answer any more. */
  close(options?: { force: boolean }): Promise<void>;
}

const gracePeriodMilliseconds = 2000;

/** Connects to a browser that was started. The one place where puppeteer comes in, and late: it is large. */
export async function connect(process: BrowserProcess): Promise<PrintSession> {
  const puppeteer = await import('puppeteer');
  const browser = await puppeteer.connect({ transport: process.transport, defaultViewport: null });
  const { crash } = await watchCrashes(browser);
  const openFirst = async (): Promise<Tab> => tabOf((await browser.pages())[0] ?? (await browser.newPage()));
  const tabs = new Tabs(browser, await Promise.race([openFirst(), crash]));
  const gone = process.ended.then((): never => {
    throw new Error('the browser has ended');
  });
  gone.catch(() => {});
  return {
    // What is called as the browser ends may never be answered.
    print: (html, settings) =>
      Promise.race([tabs.lend((page) => printPage(page, settings, html)), crash, gone]),
    close: (options) => close(process, browser, options?.force === true),
  };
}

/** `crash` fails when the process of any page ends: a call to that page is not always told, and one that opens it never. */
async function watchCrashes(browser: Browser): Promise<{ readonly crash: Promise<never> }> {
  const session = await browser.target().createCDPSession();
  const crash = new Promise<never>((_resolve, reject) =>
    session.on('Target.targetCrashed', () => reject(new Error('a page of the browser crashed'))),
  );
  crash.catch(() => {});
  await session.send('Target.setDiscoverTargets', { discover: true });
  return { crash };
}

/** Sets the page's content in place: a navigation, even from memory, takes five times as long. */
async function printPage(page: Page, settings: PaperSettings, html: string): Promise<Uint8Array> {
  await page.setContent(html, { waitUntil: 'load' });
  return page.pdf({
    ...settings,
    displayHeaderFooter: true,
    outline: true,
    preferCSSPageSize: false,
    printBackground: true,
    tagged: true,
    waitForFonts: true,
  });
}

async function close(process: BrowserProcess, browser: Browser, force: boolean): Promise<void> {
  if (!force) {
    // It ends without an answer when it is quick.
    browser.close().catch(() => {});
  }
  await process.stop(force ? 0 : gracePeriodMilliseconds);
  process.transport.close();
}
