import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import puppeteer, { type Browser, type LaunchOptions } from 'puppeteer';
import { bundledChromium } from '../../src/browser/bundled-chromium.ts';
import { type BrowserCandidate, findBrowsers } from '../../src/browser/find-browser.ts';
import { thisMachine } from '../../src/browser/this-machine.ts';
import { makeTemporaryFolder } from '../../src/files/temporary-folder.ts';

export interface Launched {
  readonly browser: Browser;
  readonly close: () => Promise<void>;
}

/**
 * Starts the Chromium that PUPPETEER_EXECUTABLE_PATH names, or the one that a person here would use. The word "bundled" names
 * ours there, which has no window at all and opens a page in a third of the time.
 */
export async function launchChromium(): Promise<Launched> {
  const candidate = findChromium();
  if (candidate === undefined) throw new Error('there is no Chromium here');
  const args = [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-dev-shm-usage',
    // A mouse, which a machine of CI does not have.
    '--blink-settings=primaryHoverType=2,availableHoverTypes=2,primaryPointerType=4,availablePointerTypes=4',
  ];
  if (candidate.source !== 'bundled') return launch({ executablePath: candidate.executable, args });
  const { executable, environment } = await bundledChromium(() => {});
  return launch(
    { executablePath: executable, headless: 'shell', args: [...args, '--no-zygote'] },
    environment,
  );
}

/** Starts Firefox, driven over WebDriver BiDi. */
export async function launchFirefox(): Promise<Launched> {
  const executablePath = findFirefox();
  if (executablePath === undefined) throw new Error('there is no Firefox here');
  return launch({
    browser: 'firefox',
    executablePath,
    // What Firefox cannot emulate over BiDi is set from its own side of the window: see firefox-emulation.ts.
    args: ['--remote-allow-system-access'],
    extraPrefsFirefox: {
      // A mouse as well, and a window.print() that does nothing: its dialog would wait for a person.
      'ui.primaryPointerCapabilities': 6,
      'ui.allPointerCapabilities': 6,
      'print.enabled': false,
      // Puppeteer lets files share an origin, and what they store; people's own Firefox does not.
      'security.fileuri.strict_origin_policy': true,
      // A page is as wide as its window, as in Chromium under puppeteer.
      'ui.useOverlayScrollbars': 1,
    },
  });
}

/** Starts a browser whose profile and temporary files are in a folder that goes when it goes. */
async function launch(options: LaunchOptions, environment: Record<string, string> = {}): Promise<Launched> {
  const folder = makeTemporaryFolder();
  const browser = await puppeteer.launch({
    ...options,
    defaultViewport: null,
    userDataDir: join(folder.path, 'profile'),
    // In the C locale of the tests Chromium cannot name a download "données.csv".
    env: { ...process.env, LC_ALL: 'C.UTF-8', TMPDIR: folder.path, ...environment },
  });
  return {
    browser,
    close: async () => {
      await browser.close();
      folder.remove();
    },
  };
}

/** The full browser where there is one, because nobody reads a report in a headless shell. */
export function findChromium(): BrowserCandidate | undefined {
  try {
    const candidates = findBrowsers(thisMachine());
    const isFull = (candidate: BrowserCandidate): boolean =>
      candidate.source !== 'bundled' && !/headless[-_]shell/i.test(candidate.executable);
    return candidates.find(isFull) ?? candidates[0];
  } catch (error) {
    if (process.env.PUPPETEER_EXECUTABLE_PATH) throw error;
    return undefined;
  }
}

export function findFirefox(): string | undefined {
  const folders = (process.env.PATH ?? '').split(':');
  const paths = [
    ...['firefox-esr', 'firefox'].flatMap((name) => folders.map((folder) => join(folder, name))),
    '/Applications/Firefox.app/Contents/MacOS/firefox',
    'C:\\Program Files\\Mozilla Firefox\\firefox.exe',
  ];
  // A snap does not see our temporary folder, so it cannot be driven from here; Ubuntu's "firefox" is a script for one.
  return paths.find((path) => thisMachine().isFile(path) && !readFileSync(path).includes('/snap/'));
}
