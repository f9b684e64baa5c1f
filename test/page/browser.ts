import { readFileSync } from 'node:fs';
import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import type { Browser, Page, Viewport } from 'puppeteer';
import { afterAll, describe, onTestFinished } from 'vitest';
import { temporaryFile, temporaryFolder } from '../support/temporary-folder.ts';
import { canEmulate } from './firefox-emulation.ts';
import { findChromium, findFirefox, type Launched, launchChromium, launchFirefox } from './launch-browser.ts';
import { serveFolder } from './serve-folder.ts';

/** A page that a test has opened; it is gone, with all that it stored, after the test. */
export type OpenPage = Page & {
  /** What went wrong or was asked for since: console messages, exceptions, refusals by the policy, requests. */
  readonly problems: readonly string[];
  /** The folder that its downloads go to. */
  readonly downloads: string;
};

export interface OpenOptions {
  /** By default a desktop's window, 1440 by 900. */
  readonly viewport?: Viewport;
  readonly javascript?: boolean;
  readonly colorScheme?: 'light' | 'dark';
  readonly reducedMotion?: boolean;
  /** From a file, as a reader who was mailed it does, or from a web server. */
  readonly served?: 'file' | 'web';
}

/** One of the browsers that people read a report in. */
export interface BrowserUnderTest {
  readonly name: 'Chromium' | 'Firefox';
  /** On CI each browser is taken to be there, so that a missing one fails its tests. */
  readonly available: boolean;
  /** Opens HTML, the file at a path, or an address, in a fresh context: nothing stored, nothing downloaded. */
  readonly openPage: (source: string, options?: OpenOptions) => Promise<OpenPage>;
}

const chromium = browserUnderTest('Chromium', findChromium() !== undefined, launchChromium);
const firefox = browserUnderTest('Firefox', findFirefox() !== undefined, launchFirefox);

/** For `describe.each(browsers)('… in $name', …)`. Each is started once per test file, when its first page is opened. */
export const browsers: readonly BrowserUnderTest[] = [chromium, firefox];

/** Describes what is to be so in each browser; where one is not installed, its tests are skipped. */
export function describeInBrowsers(what: string, tests: (browser: BrowserUnderTest) => void): void {
  for (const browser of browsers) {
    describe.skipIf(!browser.available)(`${what}, in ${browser.name}`, () => tests(browser));
  }
}

function browserUnderTest(
  name: BrowserUnderTest['name'],
  isInstalled: boolean,
  launch: () => Promise<Launched>,
): BrowserUnderTest {
  let launched: Promise<Launched> | undefined;
  afterAll(async () => {
    await (await launched?.catch(() => undefined))?.close();
  });
  return {
    name,
    available: isInstalled || Boolean(process.env.CI),
    openPage: async (source, options = {}) => {
      launched ??= launch();
      return openPage((await launched).browser, name, source, options);
    },
  };
}

async function openPage(
  browser: Browser,
  name: BrowserUnderTest['name'],
  source: string,
  options: OpenOptions,
): Promise<OpenPage> {
  const { javascript = true, colorScheme = 'light', reducedMotion = false, served = 'file' } = options;
  const address = await addressOf(source, served);
  const downloads = temporaryFolder();
  const context = await browser.createBrowserContext({
    downloadBehavior: { policy: 'allow', downloadPath: downloads },
  });
  onTestFinished(() => context.close());
  const page = await context.newPage();
  if (name === 'Firefox') await canEmulate(page);
  const problems = await listen(page, new URL('.', address).href);
  await page.setViewport(options.viewport ?? { width: 1440, height: 900 });
  await page.emulateMediaFeatures([
    { name: 'prefers-color-scheme', value: colorScheme },
    { name: 'prefers-reduced-motion', value: reducedMotion ? 'reduce' : 'no-preference' },
  ]);
  if (!javascript) await page.setJavaScriptEnabled(false);
  await page.goto(address, { waitUntil: 'load' });
  return Object.assign(page, { problems, downloads });
}

async function addressOf(source: string, served: 'file' | 'web'): Promise<string> {
  if (/^(?:file|https?):/.test(source)) return source;
  const file = source.trimStart().startsWith('<') ? temporaryFile('report.html', source) : resolve(source);
  const address = pathToFileURL(file).href;
  if (served === 'file') return address;
  const server = await serveFolder(dirname(file));
  onTestFinished(server.close);
  return new URL(address.slice(address.lastIndexOf('/') + 1), server.address).href;
}

/** A violation is an event in both browsers; what else they say of it differs. */
const tellViolations = `addEventListener('securitypolicyviolation', (event) => {
  console.error('refused by the policy:', event.effectiveDirective, event.blockedURI);
});`;

/** Collects what a page that is whole and content does not do: it says nothing, and goes nowhere but beside itself. */
async function listen(page: Page, home: string): Promise<string[]> {
  const problems: string[] = [];
  page.on('console', (message) => problems.push(`console: ${message.text()}`));
  page.on('pageerror', (error) => problems.push(`exception: ${String(error)}`));
  page.on('request', (request) => {
    const url = request.url();
    const isVisit =
      request.isNavigationRequest() && request.frame() === page.mainFrame() && url.startsWith(home);
    if (!isVisit && !/^(?:data|blob|about):/.test(url)) problems.push(`request: ${url}`);
  });
  await page.evaluateOnNewDocument(tellViolations);
  return problems;
}

export interface Download {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Does something to a page that makes the browser save a file, and waits for that file. */
export async function downloaded(page: OpenPage, action: () => Promise<unknown>): Promise<Download> {
  await action();
  for (let waited = 0; waited < 10_000; waited += 20) {
    const [name, ...others] = await readdir(page.downloads);
    if (name !== undefined && others.length === 0 && (await isWhole(page.downloads, name))) {
      const bytes = await readFile(join(page.downloads, name));
      await rm(join(page.downloads, name));
      return { name, bytes };
    }
    await sleep(20);
  }
  throw new Error(`not one whole file was downloaded: ${await readdir(page.downloads)}`);
}

/** Chromium gives a file its name when it is whole; Firefox holds the name by an empty file, with the part beside it. */
async function isWhole(folder: string, name: string): Promise<boolean> {
  if (/^\.|\.(?:crdownload|part)$/.test(name)) return false;
  return stat(join(folder, name)).then(
    ({ size }) => size > 0,
    () => false,
  );
}

/** A place in the window: a point, or the middle of the element of a selector. */
export type Place = string | { readonly x: number; readonly y: number };

/** Drags as a hand does: presses, moves a little, moves on in steps, rests, lets go. */
export async function drag(page: Page, from: Place, to: Place): Promise<void> {
  const start = await pointOf(page, from);
  const end = await pointOf(page, to);
  await page.mouse.move(start.x, start.y);
  await page.mouse.down();
  await page.mouse.move(start.x + 4, start.y + 4, { steps: 2 });
  await page.mouse.move(end.x, end.y, { steps: 12 });
  await sleep(50);
  await page.mouse.up();
}

async function pointOf(page: Page, place: Place): Promise<{ readonly x: number; readonly y: number }> {
  if (typeof place !== 'string') return place;
  const box = await (await page.$(place))?.boundingBox();
  if (box === undefined || box === null) throw new Error(`nothing to be seen at "${place}"`);
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe finds on a page, in words, but for the rules that do not apply to it. */
export async function axeViolations(
  page: Page,
  inapplicable: readonly string[] = [],
): Promise<readonly string[]> {
  await page.evaluate(axe);
  return page.evaluate(async (rules) => {
    const { axe: loaded } = globalThis as unknown as {
      axe: { run: (options: object) => Promise<AxeResults> };
    };
    const { violations } = await loaded.run({
      rules: Object.fromEntries(rules.map((rule) => [rule, { enabled: false }])),
    });
    return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`));
  }, inapplicable);
}
interface AxeResults {
  readonly violations: readonly {
    readonly id: string;
    readonly nodes: readonly { readonly target: readonly string[] }[];
  }[];
}
