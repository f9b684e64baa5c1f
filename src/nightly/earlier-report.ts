import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { BadDataError, hasErrorCode } from '../errors.ts';
import { folderName } from '../files/folder-name.ts';
import { isReportFile, readReport } from '../report/read-report.ts';
import type { Report } from '../report/report.ts';

/** Ids of editions as calendars have them: days, weeks and months are not compared with each other. */
const shapes = [/^\d{4}-\d{2}-\d{2}$/, /^\d{4}-W\d{2}$/, /^\d{4}-\d{2}$/];

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT', 'ENOTDIR')) return [];
    throw error;
  }
}

/** The editions of a report that are in its folder, from before one of them, the latest first. */
async function earlierEditions(folder: string, edition: string): Promise<readonly string[]> {
  const shape = shapes.find((shape) => shape.test(edition));
  const names = await namesIn(folder);
  return names
    .filter((name) => shape?.test(name) && name < edition)
    .sort((left, right) => (left < right ? 1 : -1));
}

/** Told of an earlier report that cannot be compared with. */
type Warn = (line: string) => void;

async function reportIn(folder: string, warn: Warn): Promise<Report | undefined> {
  const path = join(folder, 'report.json');
  if (!(await isReportFile(path))) return undefined;
  try {
    return await readReport(path);
  } catch (error) {
    // Today's figures are not held back because those of another day are damaged, or of an older version of ours.
    if (!(error instanceof BadDataError)) throw error;
    warn(`${error.message}: nothing is compared with it`);
    return undefined;
  }
}

/** The delivery of an edition that was sent last. */
async function latestIn(folder: string, warn: Warn): Promise<Report | undefined> {
  const found: Report[] = [];
  for (const name of await namesIn(folder)) {
    const report = await reportIn(join(folder, name), warn);
    if (report !== undefined) found.push(report);
  }
  const start = ({ delivery }: Report): string => delivery.firstEvent ?? '';
  return found.sort((left, right) => (start(left) < start(right) ? 1 : -1))[0];
}

/**
 * The report that a new one is compared with: that of the same delivery in an earlier edition; else that of the delivery
 * sent before it, in the same edition or the last one. Null where there is none.
 * @param folder where the editions of this report are
 * @param before the delivery that was sent before it in the same edition, if there is one
 * @param warn is told of a report.json that is none that we know, which is passed over
 */
export async function findEarlierReport(
  folder: string,
  edition: string,
  { delivery }: Report,
  before: Report | undefined,
  warn: Warn,
): Promise<Report | null> {
  const editions = await earlierEditions(folder, edition);
  for (const earlier of editions) {
    const report = await reportIn(join(folder, earlier, folderName(delivery.id)), warn);
    if (report !== undefined) return report;
  }
  if (before !== undefined) return before;
  const [last] = editions;
  return (last === undefined ? undefined : await latestIn(join(folder, last), warn)) ?? null;
}
