import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { hasErrorCode } from '../errors.ts';
import type { Compared } from '../report/comparison/compare.ts';
import { reportsIn, type Warn } from '../report/earlier-reports.ts';

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

/**
 * The reports of the last editions before one of them. Today's figures are not held back because those of another day are
 * damaged: what cannot be read is passed over.
 * @param folder where the editions of this report are
 * @param most how many editions are read
 * @param warn is told of a report.json that is none that we know
 */
export async function readEarlierEditions(
  folder: string,
  edition: string,
  most: number,
  warn: Warn,
): Promise<readonly Compared[]> {
  const shape = shapes.find((shape) => shape.test(edition));
  const editions = (await namesIn(folder))
    .filter((name) => shape?.test(name) && name < edition)
    .sort()
    .slice(-most);
  const reports: Compared[] = [];
  for (const name of editions) reports.push(...(await reportsIn(join(folder, name), warn)));
  return reports;
}
