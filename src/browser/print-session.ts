import type { Browser, Page } from 'puppeteer';
import type { BrowserProcess } from './browser-process.ts';

/** How a page is put on paper, in the browser's terms. */
export interface PaperSettings {
  format: 'A4' | 'Letter';
  margin: { top: string; right: string; bottom: string; left: string };
  headerTemplate: string;
  footerTemplate: string;
}

/** A browser that is connected and prints one page after the other. */
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
  const page = (await browser.pages())[0] ?? (await browser.newPage());
  await page.setJavaScriptEnabled(false);
  // A policy would outlive its document and forbid the next report its styles; here nothing runs and nothing is fetched.
  await page.setBypassCSP(true);
  await page.setRequestInterception(true);
  page.on('request', (request) => {
    if (!request.url().startsWith('data:')) {
      // As if the user had pressed Stop: a refused navigation leaves the page as it is, where an error would replace it.
      request.abort('aborted').catch(() => {});
    }
  });
  return {
    print: (html, settings) => printPage(page, settings, html),
    close: (options) => close(process, browser, options?.force === true),
  };
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
