import { launchBrowser } from '../browser/launch.ts';
import type { PaperSettings, PrintSession } from '../browser/print-session.ts';
import { UnavailableError } from '../errors.ts';
import { pdfFooter } from './pdf-footer.ts';

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
  /** Prints a page of HTML: scripts do not run, nothing is fetched. Calls are served one after the other. */
  print(html: string, options: PrintOptions): Promise<Uint8Array>;
  /** Ends the browser and removes its profile. */
  close(): Promise<void>;
}

const margin = { top: '12mm', right: '12mm', bottom: '16mm', left: '12mm' };
const defaultTimeoutMilliseconds = 30_000;

/**
 * Finds and starts a browser. Worth calling before the HTML is ready: starting goes on in the background.
 * `note` is told what is of interest only if something is wrong: which browser it is, whether it has its sandbox.
 */
export async function openPdfPrinter(options: {
  browserPath?: string;
  note: (line: string) => void;
}): Promise<PdfPrinter> {
  const launch = () => launchBrowser(options.browserPath, options.note);
  let session: PrintSession | undefined = await launch();
  let queue: Promise<unknown> = Promise.resolve();

  const attempt = async (html: string, settings: PaperSettings, timeout: number) => {
    session ??= await launch();
    try {
      return await within(timeout, session.print(html, settings));
    } catch (error) {
      const broken = session;
      session = undefined;
      await broken.close({ force: true });
      throw error;
    }
  };

  const print = async (html: string, printOptions: PrintOptions) => {
    const settings = paperSettings(printOptions);
    const timeout = printOptions.timeoutMilliseconds ?? defaultTimeoutMilliseconds;
    try {
      return await attempt(html, settings, timeout).catch((error: unknown) => {
        if (error instanceof UnavailableError) {
          throw error;
        }
        options.note(`the browser failed (${String(error)}), starting it again`);
        return attempt(html, settings, timeout);
      });
    } catch (error) {
      throw error instanceof UnavailableError
        ? error
        : new UnavailableError('the browser failed twice while printing the PDF', tryAnother, error);
    }
  };

  return {
    print: (html, printOptions) => {
      const result = queue.then(() => print(html, printOptions));
      queue = result.catch(() => {});
      return result;
    },
    close: async () => {
      await queue;
      await session?.close();
      session = undefined;
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
