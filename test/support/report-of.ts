import type { LoadedDump } from '../../src/dump/load.ts';
import { type ReadOptions, readDump } from '../../src/dump/read-dump.ts';
import { findRejects, type Reject } from '../../src/dump/rejects.ts';
import { openDuckDB } from '../../src/engine/duckdb.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { type ComputeOptions, computeReports } from '../../src/report/compute.ts';
import { eventsOfDump } from '../../src/report/dump-events.ts';
import { usualMachineRules } from '../../src/report/machines/rules/index.ts';
import type { Report } from '../../src/report/report.ts';
import { temporaryFile } from './temporary-folder.ts';

/** What a person gets who chooses nothing. */
export const usualOptions: ComputeOptions = {
  deliveryId: undefined,
  window: { kind: 'all' },
  timezone: 'UTC',
  includeTests: false,
  reasons: 'masked',
  redactDomains: false,
  machineRules: usualMachineRules,
};

export interface Computed {
  readonly reports: readonly Report[];
  readonly rejects: readonly Reject[];
}

/** All reports of a loaded dump at once. */
export async function allReports(
  engine: Engine,
  dump: LoadedDump,
  options: ComputeOptions,
): Promise<readonly Report[]> {
  const { each } = await computeReports(eventsOfDump(engine, dump), options);
  const reports: Report[] = [];
  for await (const report of each()) reports.push(report);
  return reports;
}

/** Reads dump files and computes their reports with the real engine. */
export async function computeFiles(
  files: readonly string[],
  options: Partial<ComputeOptions> & ReadOptions = {},
): Promise<Computed> {
  const { formats, mapping, keepQuery, ...compute } = options;
  const { redactDomains } = compute;
  const engine = await openDuckDB();
  try {
    const dump = await readDump(engine, files, { formats, mapping, keepQuery, redactDomains });
    const rejects = await findRejects(engine, dump);
    return {
      reports: await allReports(engine, dump, { ...usualOptions, ...compute }),
      rejects,
    };
  } finally {
    await engine.close();
  }
}

/** One JSON line per row; a row that is a text stands as it is. */
export function ndjson(rows: readonly (object | string)[]): string {
  return rows.map((row) => `${typeof row === 'string' ? row : JSON.stringify(row)}\n`).join('');
}

/** The reports of a literal dump, one row per element. */
export async function reportsOf(
  rows: readonly (object | string)[],
  options?: Partial<ComputeOptions> & ReadOptions,
): Promise<readonly Report[]> {
  return (await computeFiles([temporaryFile('dump.ndjson', ndjson(rows))], options)).reports;
}

/** The report of a literal dump of one delivery. */
export async function reportOf(
  rows: readonly (object | string)[],
  options?: Partial<ComputeOptions> & ReadOptions,
): Promise<Report> {
  const [report, ...others] = await reportsOf(rows, options);
  if (report === undefined || others.length > 0) throw new Error('not a dump of one delivery');
  return report;
}
