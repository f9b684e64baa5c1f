import { bundledVersion } from '../browser/bundled-chromium.ts';
import { type BrowserCandidate, findBrowsers } from '../browser/find-browser.ts';
import { thisMachine } from '../browser/this-machine.ts';
import { UnavailableError } from '../errors.ts';
import { stampOf } from '../files/write-file.ts';

async function identityOf(candidate: BrowserCandidate): Promise<string> {
  if (candidate.source === 'bundled') return `bundled ${await bundledVersion()}`;
  return JSON.stringify([candidate.executable, stampOf(candidate.executable)]);
}

/** Stands for the browsers that may print here, without starting any. Where there is none the printing says so. */
export async function browsersHere(browserPath: string | undefined): Promise<readonly string[]> {
  try {
    return await Promise.all(findBrowsers(thisMachine(), browserPath).map(identityOf));
  } catch (error) {
    if (error instanceof UnavailableError) return [];
    throw error;
  }
}
