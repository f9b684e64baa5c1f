import { availableParallelism } from 'node:os';
import { launchBrowser } from '../browser/launch.ts';
import type { PaperSettings, PrintSession } from '../browser/print-session.ts';
import { CommandError, UnavailableError } from '../errors.ts';
import { pdfFooter } from './pdf-footer.ts';
import { printable } from './printable.ts';
import { Turns } from './turns.ts';

/** What the paper is to look like around the page. All texts are plain text in the report's language. */
export interface PrintOptions {
  page: 'A4' | 'Letter';
  /** Stands at the left of every footer. */
  title: string;
  /** Stands at the right: `{page}` and `{pages}` in it become the page's number and the number of pages. */
  pageLabel: string;
  /**
   * The font of the footer, as a `data:` address. It must be the very address that the page itself has its font from:
   * Chromium does not wait for a footer's fonts, so only one that it has loaded already is used.
   */
  fontDataUri?: string;
  timeoutMilliseconds?: number;
}

/** Prints any number of reports with one browser. */
export interface PdfPrinter {
  /** Prints a page of HTML: scripts do not run, nothing is fetched. Calls made at once are served one or two at a time. */
  print(html: string, options: PrintOptions): Promise<Uint8Array>;
  /** Ends the browser and removes its profile. */
  close(): Promise<void>;
}

const margin = { top: '12mm', right: '12mm', bottom: '16mm', left: '12mm' };
const defaultTimeoutMilliseconds = 30_000;

/** Each page that is printed keeps a process of the browser's busy. */
const mostAtOnce = Math.min(2, availableParallelism());

/**
 * Finds and starts a browser. Worth calling before the HTML is ready: starting goes on in the background.
 * `note` is told what is of interest only if something is wrong: which browser it is, whether it has its sandbox.
 */
export async function openPdfPrinter(options: {
  browserPath?: string;
  note: (line: string) => void;
}): Promise<PdfPrinter> {
  return printWith(() => launchBrowser(options.browserPath, options.note), options.note);
}

/**
 * Prints with browsers that are started as they are needed: where one fails, what it was printing is printed once more, by
 * the next, and page by page.
 */
export async function printWith(
  launch: () => Promise<PrintSession>,
  note: (line: string) => void,
): Promise<PdfPrinter> {
  let session: Promise<PrintSession> | undefined = Promise.resolve(await launch());
  const turns = new Turns(mostAtOnce);
  const pending = new Set<Promise<unknown>>();

  // One that has started on this machine before starts again, unless somebody ends it meanwhile.
  const relaunch = () =>
    launch().catch((error: unknown) => {
      note(`the browser failed when it was started again (${String(error)})`);
      return launch();
    });

  const attempt = async (html: string, settings: PaperSettings, timeout: number) => {
    session ??= relaunch();
    const used = session;
    try {
      return await within(
        timeout,
        used.then(({ print }) => print(html, settings)),
      );
    } catch (error) {
      // Whatever else it prints fails with it, and has its own second attempt; the first of them puts it away.
      if (session === used) {
        session = undefined;
        await used.then(
          ({ close }) => close({ force: true }),
          () => {},
        );
      }
      throw error;
    }
  };

  const print = async (html: string, printOptions: PrintOptions) => {
    const paper = printable(html);
    const settings = paperSettings(printOptions);
    const timeout = printOptions.timeoutMilliseconds ?? defaultTimeoutMilliseconds;
    const inTurn = (alone: boolean) => turns.take(() => attempt(paper, settings, timeout), { alone });
    try {
      return await inTurn(false).catch((error: unknown) => {
        if (error instanceof UnavailableError) {
          throw error;
        }
        note(`the browser failed (${String(error)}), starting it again`);
        // Alone: it may be this page that ends browsers, and another must not fail twice for it.
        return inTurn(true);
      });
    } catch (error) {
      throw error instanceof CommandError
        ? error
        : new UnavailableError('the browser failed twice while printing the PDF', tryAnother, error);
    }
  };

  return {
    print: (html, printOptions) => {
      const result = print(html, printOptions);
      const settled = result.then(
        () => {},
        () => {},
      );
      pending.add(settled);
      settled.then(() => pending.delete(settled));
      return result;
    },
    close: async () => {
      await Promise.all(pending);
      const last = session;
      session = undefined;
      await last?.then(({ close }) => close());
    },
  };
}

const tryAnother = 'try another browser with --browser <path>';

function paperSettings(options: PrintOptions): PaperSettings {
  return {
    format: options.page,
    margin,
    headerTemplate: '<span></span>',
    footerTemplate: pdfFooter(options, margin),
  };
}

async function within<Result>(milliseconds: number, work: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_resolve, reject) => {
    const message = `the browser did not print the PDF within ${milliseconds / 1000} s`;
    timer = setTimeout(() => reject(new UnavailableError(message, tryAnother)), milliseconds);
  });
  work.catch(() => {});
  try {
    return await Promise.race([work, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}
