import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { BadDataError } from '../../src/errors.ts';
import type { ComputeOptions } from '../../src/report/compute.ts';
import type { Report } from '../../src/report/report.ts';
import { computeFiles } from '../support/report-of.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import type { LoadingOptions } from './loading-here.ts';

/** A file of a dump, by its name. */
export interface DumpFile {
  readonly name: string;
  readonly content: string;
}

/** Writes the files of a dump into a folder that is gone after the test; returns their paths. */
export function written(dump: readonly DumpFile[]): readonly string[] {
  const folder = temporaryFolder();
  return dump.map(({ name, content }) => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  });
}

/** Reports that are to be those of the files, byte for byte. */
export function expectSame(reports: readonly Report[], ofFiles: readonly Report[]): void {
  for (const [index, report] of reports.entries()) {
    if (JSON.stringify(report) === JSON.stringify(ofFiles[index])) continue;
    // Says better where they differ, but for the order of keys.
    expect(report).toEqual(ofFiles[index]);
    expect(JSON.stringify(report)).toBe(JSON.stringify(ofFiles[index]));
  }
  expect(reports.length).toBe(ofFiles.length);
}

/** Something other than the embedded engine that dumps are loaded into, and that reports are made from. */
export interface Loadable {
  /** @returns what makes reports of the dump */
  readonly load: (
    files: readonly string[],
    reading: LoadingOptions,
  ) => Promise<(options: Partial<ComputeOptions>) => Promise<readonly Report[]>>;
}

/** Loads a dump, and compares its reports with those of the files. @returns how many reports there are to compare */
export async function expectEqualReports(
  { load }: Loadable,
  dump: readonly DumpFile[],
  reading: LoadingOptions,
  asked: readonly Partial<ComputeOptions>[],
): Promise<number> {
  const files = written(dump);
  const reportsOf = await load(files, reading).catch((error: unknown) => {
    // A dump in which nothing is left has no report either.
    if (error instanceof BadDataError) return error;
    throw error;
  });
  if (reportsOf instanceof BadDataError) {
    await expect(computeFiles(files, reading)).rejects.toThrow(reportsOf.message);
    return 0;
  }
  let compared = 0;
  for (const options of asked) {
    const { reports } = await computeFiles(files, { ...reading, ...options });
    expectSame(await reportsOf(options), reports);
    compared += reports.length;
  }
  return compared;
}
