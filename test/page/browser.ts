import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import puppeteer, { type Browser, type Page } from 'puppeteer';
import { bundledChromium } from '../../src/browser/bundled-chromium.ts';

interface OpenPage {
  readonly page: Page;
  /** What went wrong or was asked for while the page was open: console messages, exceptions, requests. */
  readonly noise: readonly string[];
}

export interface TestBrowser {
  /** Opens a page from a file, as a reader who was mailed it does. */
  readonly open: (html: string, options?: OpenOptions) => Promise<OpenPage>;
  readonly close: () => Promise<void>;
}

interface OpenOptions {
  readonly width?: number;
  readonly theme?: 'light' | 'dark';
  readonly scripts?: boolean;
}

/** The browser that the pages are tested in: the bundled one, or the one that PUPPETEER_EXECUTABLE_PATH names. */
export async function launchTestBrowser(): Promise<TestBrowser> {
  const folder = await mkdtemp(join(tmpdir(), 'elr-page-'));
  const browser = await launch();
  let files = 0;
  return {
    open: async (html, { width = 1440, theme = 'light', scripts = true } = {}) => {
      files += 1;
      const file = join(folder, `${files}.html`);
      await writeFile(file, html);
      const page = await browser.newPage();
      const noise = listen(page, pathToFileURL(file).href);
      await page.setJavaScriptEnabled(scripts);
      await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: theme }]);
      await page.setViewport({ width, height: 900 });
      await page.goto(pathToFileURL(file).href, { waitUntil: 'load' });
      return { page, noise };
    },
    close: async () => {
      await browser.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function launch(): Promise<Browser> {
  const args = ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'];
  const given = process.env.PUPPETEER_EXECUTABLE_PATH;
  if (given !== undefined) return puppeteer.launch({ executablePath: given, args });
  const { executable, environment } = await bundledChromium(() => {});
  return puppeteer.launch({
    executablePath: executable,
    headless: 'shell',
    env: { ...process.env, ...environment },
    args: [...args, '--no-zygote'],
  });
}

function listen(page: Page, own: string): string[] {
  const noise: string[] = [];
  page.on('console', (message) => noise.push(`console: ${message.text()}`));
  page.on('pageerror', (error) => noise.push(`exception: ${String(error)}`));
  page.on('request', (request) => {
    if (request.url() !== own && !request.url().startsWith('data:')) noise.push(`request: ${request.url()}`);
  });
  return noise;
}
