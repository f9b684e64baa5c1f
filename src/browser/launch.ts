import { CommandError, TryAgainError, UnavailableError } from '../errors.ts';
import { startBrowser } from './browser-process.ts';
import { type BrowserProgram, bundledChromium } from './bundled-chromium.ts';
import { type BrowserCandidate, findBrowsers, howToGetABrowser } from './find-browser.ts';
import { connect, type PrintSession } from './print-session.ts';
import { thisMachine } from './this-machine.ts';

/** Starts the first browser that works and connects to it. */
export async function launchBrowser(
  browserPath: string | undefined,
  note: (line: string) => void,
): Promise<PrintSession> {
  let failure: CommandError | undefined;
  for (const candidate of findBrowsers(thisMachine(), browserPath)) {
    try {
      const program = await toProgram(candidate, note);
      note(`browser: ${program.executable} (${candidate.source})`);
      return await launch(program, note);
    } catch (error) {
      // What keeps this one from starting keeps others, too.
      if (error instanceof TryAgainError) throw error;
      failure =
        error instanceof CommandError
          ? error
          : new UnavailableError(messageOf(error), howToGetABrowser, error);
      note(failure.message);
    }
  }
  throw failure ?? new UnavailableError('no browser starts', howToGetABrowser);
}

async function toProgram(candidate: BrowserCandidate, note: (line: string) => void): Promise<BrowserProgram> {
  if (candidate.source === 'bundled') {
    return bundledChromium(note);
  }
  const isHeadlessShell = /headless[-_]shell/i.test(candidate.executable);
  return { executable: candidate.executable, isHeadlessShell, environment: {} };
}

/** With its sandbox wherever the system allows it: Chromium refuses it to root, and cannot have it without user namespaces. */
async function launch(program: BrowserProgram, note: (line: string) => void): Promise<PrintSession> {
  if (process.platform === 'linux' && process.getuid?.() === 0) {
    note('the browser runs without its sandbox, because this is root');
    return start(program, false);
  }
  try {
    return await start(program, true);
  } catch (error) {
    if (!(error instanceof UnavailableError) || !/sandbox|namespace/i.test(String(error.cause))) {
      throw error;
    }
    note('the browser runs without its sandbox, because this system does not allow it one');
    return start(program, false);
  }
}

/** What Chromium says where it cannot make its files. */
const lacksSpace = /no space left|free space in temporary|unable to create cache/i;

const startTimeoutMilliseconds = 20_000;

async function start(program: BrowserProgram, sandbox: boolean): Promise<PrintSession> {
  const browser = startBrowser(program, sandbox);
  let failure = '';
  let timer: NodeJS.Timeout | undefined;
  const failed = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      failure = 'it does not answer';
      reject(new Error(failure));
    }, startTimeoutMilliseconds);
    browser.ended.then(reject);
  });
  try {
    return await Promise.race([connect(browser), failed]);
  } catch {
    await browser.stop(0);
    const said = await browser.ended;
    const cause = failure || lastLine(said);
    if (lacksSpace.test(said)) {
      throw new TryAgainError(
        `the browser "${program.executable}" does not start for lack of space in the temporary folder: ${cause}`,
        'free 100 MB there, or set TMPDIR to another folder',
        said,
      );
    }
    if (/too many open files/i.test(said)) {
      throw new TryAgainError(
        `the browser "${program.executable}" does not start: too many files are open`,
        'allow more with `ulimit -n 1024`',
        said,
      );
    }
    throw new UnavailableError(
      `the browser "${program.executable}" does not start: ${cause}`,
      howToGetABrowser,
      said,
    );
  } finally {
    clearTimeout(timer);
    failed.catch(() => {});
  }
}

/** The last thing that a browser said, without the prefix of its log. */
function lastLine(said: string): string {
  const lines = said.split('\n').filter((line) => line.trim() !== '');
  return (lines.at(-1) ?? 'it ended at once').replace(/^\[[^\]]*\]\s*/, '').trim();
}

function messageOf(error: unknown): string {
  return `the browser cannot be used: ${error instanceof Error ? error.message : String(error)}`;
}
