import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { BadDataError, NoInputError } from '../errors.ts';
import type { Compared } from './comparison/compare.ts';
import { readReport, readReportValue } from './read-report.ts';
import { type Report, reportSchema } from './report.ts';

const { schemaVersion, delivery, partial, window, totals, rates } = reportSchema.shape;

/** What a comparison needs of a report: the rest may be of another version of ours. */
const comparedSchema = z.object({
  ...{ schemaVersion, delivery, partial, window, totals, rates },
  sections: z.object({
    'bounce-reasons': z.object({
      rows: z.array(
        z.object({ reason: z.string().nullable(), code: z.string().nullable(), count: z.int().positive() }),
      ),
    }),
  }),
});

/** Told of a report.json in a folder that cannot be compared with. */
export type Warn = (line: string) => void;

const fileName = 'report.json';

/** How many folders deep reports are looked for: an output folder has them in folders of deliveries, those in ones of days. */
const deepest = 2;

/** Figures that are too low would make others look good. */
function wholeOne<One extends Pick<Report, 'partial'>>(report: One, path: string): One {
  if (report.partial === undefined) return report;
  throw new BadDataError(
    `${path}: a partial report, whose figures are too low to compare with`,
    'make it again from all of its data',
  );
}

async function readCompared(path: string): Promise<Compared> {
  const result = comparedSchema.safeParse(await readReportValue(path));
  if (result.success) return wholeOne(result.data, path);
  const where = result.error.issues[0]?.path.join('.') ?? '';
  throw new BadDataError(
    `${path}: not a report that can be compared with${where === '' ? '' : `, at ${where}`}`,
    'render it again from its dump',
    result.error,
  );
}

/** The paths of the report.json files in a folder and the folders in it, in the order of their names. */
async function pathsIn(folder: string, depth: number): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = (isWanted: (entry: (typeof entries)[number]) => boolean): readonly string[] =>
    entries
      .filter(isWanted)
      .map(({ name }) => name)
      .sort();
  const paths = [...names((entry) => entry.isFile() && entry.name === fileName)].map((name) =>
    join(folder, name),
  );
  if (depth === 0) return paths;
  // Hidden is what a run is about to put in place, or has put aside.
  for (const name of names((entry) => entry.isDirectory() && !entry.name.startsWith('.')))
    paths.push(...(await pathsIn(join(folder, name), depth - 1)));
  return paths;
}

/**
 * The reports in a folder, in folders of it, or in folders of those. One that cannot be read is told of and passed over:
 * nobody named it.
 */
export async function reportsIn(folder: string, warn: Warn): Promise<readonly Compared[]> {
  const reports: Compared[] = [];
  for (const path of await pathsIn(folder, deepest)) {
    try {
      reports.push(await readCompared(path));
    } catch (error) {
      if (!(error instanceof BadDataError || error instanceof NoInputError)) throw error;
      warn(`${error.message}: nothing is compared with it`);
    }
  }
  return reports;
}

/**
 * The report that somebody named for a mail to be compared with.
 * @throws NoInputError where it is not there, BadDataError for a file that is no report of this version, or a partial one
 */
export async function readEarlierReport(path: string): Promise<Report> {
  return wholeOne(await readReport(path), path);
}

/**
 * The reports that somebody named to be compared with: files, and folders with all that are in them.
 * @throws NoInputError for what is not there, BadDataError for a file that is no report, or a partial one
 */
export async function readEarlierReports(paths: readonly string[], warn: Warn): Promise<readonly Compared[]> {
  const reports: Compared[] = [];
  for (const path of paths) {
    const isFolder = await stat(path).then(
      (found) => found.isDirectory(),
      () => false,
    );
    if (isFolder) reports.push(...(await reportsIn(path, warn)));
    else reports.push(await readCompared(path));
  }
  return reports;
}
