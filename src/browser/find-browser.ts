import { UnavailableError } from '../errors.ts';
import { installedByPuppeteer } from './puppeteer-cache.ts';
import { systemBrowsers } from './system-browsers.ts';

/** What the search needs to know of a machine: plain data and two questions about its files. */
export interface Machine {
  platform: string;
  architecture: string;
  homeFolder: string;
  environment: Readonly<Record<string, string | undefined>>;
  /** Is there a file (not a folder) at this path? */
  isFile: (path: string) => boolean;
  /** The names in a folder, none if there is no such folder. */
  list: (folder: string) => string[];
}

/** A browser that may be started; the bundled one has no path yet, because it may have to be unpacked first. */
export type BrowserCandidate =
  | { source: 'given' | 'puppeteer' | 'system'; executable: string }
  | { source: 'bundled' };

/** The word that stands for the bundled Chromium where a path is expected. */
export const bundledName = 'bundled';

/** What to tell a user who has no browser. */
export const howToGetABrowser =
  'install one with `npx puppeteer browsers install chrome-headless-shell`, or name one with --browser <path>';

/** The dynamic loader of glibc: without it (Alpine, say) the bundled Chromium cannot start. */
const glibcLoader = '/lib64/ld-linux-x86-64.so.2';

/**
 * The browsers to try, best first: the one the user named (and then only that), those that puppeteer downloaded,
 * those of the system, the bundled one.
 */
export function findBrowsers(machine: Machine, browserPath?: string): BrowserCandidate[] {
  const given = givenBrowser(machine, browserPath);
  if (given !== undefined) {
    return [given];
  }
  const candidates: BrowserCandidate[] = [
    ...installedByPuppeteer(machine).map((executable) => ({ source: 'puppeteer' as const, executable })),
    ...systemBrowsers(machine).map((executable) => ({ source: 'system' as const, executable })),
  ];
  if (runsBundledChromium(machine)) {
    candidates.push({ source: 'bundled' });
  }
  if (candidates.length === 0) {
    throw new UnavailableError('no browser found to print the PDF with', howToGetABrowser);
  }
  return candidates;
}

function givenBrowser(machine: Machine, browserPath: string | undefined): BrowserCandidate | undefined {
  const fromEnvironment = machine.environment.PUPPETEER_EXECUTABLE_PATH;
  const [name, executable] =
    browserPath === undefined
      ? ['PUPPETEER_EXECUTABLE_PATH', fromEnvironment || undefined]
      : ['--browser', browserPath];
  if (executable === undefined) {
    return undefined;
  }
  if (executable === bundledName) {
    return { source: 'bundled' };
  }
  if (!machine.isFile(executable)) {
    throw new UnavailableError(
      `${name}: there is no browser at "${executable}"`,
      'give the path of the program file of a Chrome or Chromium',
    );
  }
  return { source: 'given', executable };
}

function runsBundledChromium(machine: Machine): boolean {
  return machine.platform === 'linux' && machine.architecture === 'x64' && machine.isFile(glibcLoader);
}
