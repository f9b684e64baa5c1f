import { readFile } from 'node:fs/promises';
import { chooseTimezone } from '../config/timezone.ts';
import { hasErrorCode } from '../errors.ts';
import type { Layout } from '../layout/layout.ts';
import type { Locale } from '../locales/locale.ts';
import { packageRoot } from '../package-root.ts';
import type { PageSize } from '../render/printer.ts';
import type { Compared } from '../report/comparison/compare.ts';
import type { Report } from '../report/report.ts';
import { browsersHere } from './browsers-here.ts';
import { contentHash } from './content-hash.ts';
import type { EarlierWork } from './earlier-work.ts';
import { inputContents } from './input-contents.ts';
import { readManifest } from './manifest.ts';
import { programHash } from './program-hash.ts';
import { WorkInFolder } from './work-in-folder.ts';

/** The options of a run, of which others may have more. */
export interface RunOptions {
  readonly dump: readonly string[];
  readonly output: string;
  readonly exact: boolean;
  readonly pdf: boolean;
  readonly csv: boolean;
  readonly email: boolean;
  readonly page: PageSize;
  readonly browser?: string | undefined;
  readonly mapping?: string | undefined;
  readonly delivery?: string | undefined;
  readonly timezone?: string | undefined;
}

/** What was read of the files that options name. */
export interface ReadOptions {
  readonly locale: Locale;
  readonly layout: Layout | null;
  /** What mails compare their figures with. */
  readonly earlier: Report | null;
  /** What the reports are compared with; null where they are not. */
  readonly compared: readonly Compared[] | null;
  /** True where the input is report.json files. */
  readonly ofReports: boolean;
}

/** What files hold of the moment and the machine that made them: the PDF its time and browser, the message its date. */
async function surroundings({ pdf, email, page, browser }: RunOptions) {
  return {
    print: pdf ? { page, browsers: await browsersHere(browser) } : null,
    time: pdf || email ? (process.env.SOURCE_DATE_EPOCH ?? null) : null,
  };
}

/** Options that figures do not depend on; any other, one that is yet to come too, has the dump read again. */
const saysNothing: ReadonlySet<string> = new Set([
  ...['dump', 'output', 'o', 'locale', 'incremental', 'json', 'open', 'quiet', 'verbose', '$0', '_'],
]);

/** A mapping file that cannot be read is for its reader to explain. */
async function textOf(path: string | undefined): Promise<string | null> {
  if (path === undefined) return null;
  return readFile(path, 'utf8').catch((error: unknown) => {
    if (hasErrorCode(error, 'ENOENT', 'ENOTDIR', 'EISDIR', 'EACCES', 'EPERM')) return null;
    throw error;
  });
}

/**
 * Looks up what earlier runs left in the output folder of this one.
 * @param warn is told of a manifest there that is not ours
 */
export async function openEarlierWork(
  options: RunOptions,
  { locale, layout, earlier, compared, ofReports }: ReadOptions,
  warn: (line: string) => void,
): Promise<EarlierWork> {
  const { output, exact, csv, email, delivery } = options;
  const wishes = contentHash(
    programHash(packageRoot()),
    JSON.stringify({
      ...{ locale, layout, csv, email },
      ...(await surroundings(options)),
      earlier: email ? earlier : null,
    }),
  );
  const figures = JSON.stringify({
    options: Object.entries(options).filter(([name]) => !saysNothing.has(name)),
    mapping: await textOf(options.mapping),
    timezone: chooseTimezone(options.timezone),
    compared,
  });
  return new WorkInFolder(
    {
      ...{ output, wishes, exact },
      options: contentHash(wishes, figures),
      input: await inputContents(options.dump),
      isPart: ofReports || delivery !== undefined,
    },
    await readManifest(output, warn),
  );
}
