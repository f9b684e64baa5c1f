import type { Browser, Page } from 'puppeteer';

/**
 * How many pages a tab prints before another takes its place: each leaves some 25 MB in its process behind, by Chromium's
 * way with headers and footers, which go with the process; starting one takes longer than a print.
 */
const mostPrints = 12;

export interface Tab {
  readonly page: Page;
  prints: number;
}

/** The tabs of a browser that print: as many as print at once, each a process, and each for a while only. */
export class Tabs {
  readonly #browser: Browser;
  readonly #idle: Tab[] = [];

  constructor(browser: Browser, first: Tab) {
    this.#browser = browser;
    this.#idle.push(first);
  }

  /** Lends a tab to a print. One that fails is not used again. */
  async lend<Result>(print: (page: Page) => Promise<Result>): Promise<Result> {
    const tab = this.#idle.pop() ?? (await this.#open());
    const result = await print(tab.page);
    tab.prints += 1;
    if (tab.prints < mostPrints) this.#idle.push(tab);
    else {
      // The next one is opened first: a browser whose last tab is closed may end.
      this.#idle.push(await this.#open());
      await tab.page.close();
    }
    return result;
  }

  async #open(): Promise<Tab> {
    return tabOf(await this.#browser.newPage());
  }
}

/** Makes a tab of a page, in which no script runs and which asks nothing of any network. */
export async function tabOf(page: Page): Promise<Tab> {
  await page.setJavaScriptEnabled(false);
  // A policy would outlive its document and forbid the next report its styles; here nothing runs and nothing is fetched.
  await page.setBypassCSP(true);
  // What is only for screens need not be laid out first.
  await page.emulateMediaType('print');
  await page.setRequestInterception(true);
  page.on('request', (request) => {
    if (!request.url().startsWith('data:')) {
      // As if the user had pressed Stop: a refused navigation leaves the page as it is, where an error would replace it.
      request.abort('aborted').catch(() => {});
    }
  });
  return { page, prints: 0 };
}
