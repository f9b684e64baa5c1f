import { type ReadOptions, readDump } from './dump/read-dump.ts';
import { findRejects, rejectsText } from './dump/rejects.ts';
import { requireUsableRows } from './dump/require-rows.ts';
import type { Compared } from './report/comparison/compare.ts';
import { type ComputeOptions, computeReports } from './report/compute.ts';
import { conclude } from './report/conclude.ts';
import type { FindingSettings } from './report/findings/settings.ts';
import type { Report } from './report/report.ts';
import type { Terminal } from './terminal.ts';

/** Which dump, how it is read, and what of it is reported. */
export interface DumpOptions extends ComputeOptions {
  /** Files, folders and patterns that are one dump. */
  readonly dump: readonly string[];
  readonly reading: ReadOptions;
  /** What the reports are compared with, besides each other; null where they are compared with nothing. */
  readonly earlier: readonly Compared[] | null;
  readonly conclusions: FindingSettings;
}

/** The reports of a dump, newest delivery first, and the text of its rejects.ndjson, empty where every row could be used. */
export interface DumpReports {
  readonly reports: readonly Report[];
  readonly rejects: string;
  /** Gives back what was needed to compute them. */
  readonly release: () => Promise<void>;
}

const readingDump = 'Reading the dump';

/**
 * Reads a dump into an engine of its own and computes the report of each delivery in it.
 * @throws CommandError where it cannot be read, or no row of it can be used
 */
export async function reportsOfDump(
  { dump: arguments_, reading, earlier, conclusions, ...options }: DumpOptions,
  terminal: Pick<Terminal, 'progress' | 'note' | 'warn'>,
): Promise<DumpReports> {
  const { openDuckDB } = await import('./engine/duckdb.ts');
  const engine = await openDuckDB();
  try {
    terminal.progress(readingDump);
    const dump = await readDump(engine, arguments_, reading, (howFar) =>
      terminal.progress(readingDump, howFar),
    );
    for (const { file, format, container, because } of dump.sources)
      terminal.note(`${file}: ${format.id}, ${container} (${because})`);
    terminal.progress('Looking up the rejected rows');
    const rejects = await findRejects(engine, dump);
    requireUsableRows(dump, rejects);
    if (rejects.length > 0)
      terminal.warn(`${rejects.length} of ${dump.read} rows were rejected, see rejects.ndjson`);
    terminal.progress('Sorting the events');
    const computed = await computeReports(engine, dump, options, (howFar) =>
      terminal.progress('Computing sections', howFar),
    );
    const compared = earlier === null ? [] : [...earlier, ...computed];
    const reports = computed.map((report) => conclude(report, compared, conclusions));
    return { reports, rejects: rejectsText(rejects), release: () => engine.close() };
  } catch (error) {
    await engine.close();
    throw error;
  }
}
