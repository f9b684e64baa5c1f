import { readDump } from '../dump/read-dump.ts';
import { findRejects } from '../dump/rejects.ts';
import { requireUsableRows } from '../dump/require-rows.ts';
import { unfinishedNote } from '../dump/unfinished-row.ts';
import { isClickHouseSource } from '../engine/clickhouse/source-url.ts';
import { type Inspection, inspectDump } from '../report/inspect.ts';
import type { Terminal } from '../terminal.ts';
import { deliveryLines, firstOf, number, titled, typeLines } from './inspection-lines.ts';
import { readOptions } from './read-options.ts';

/** The options of the inspect command as they come from the command line. */
export interface InspectOptions {
  readonly dump: readonly string[];
  readonly format?: readonly string[] | undefined;
  readonly mapping?: string | undefined;
  readonly json: boolean;
}

const readingDump = 'Reading the dump';
const shownRejects = 20;

function describe({ files, rows, ...inspection }: Inspection): readonly string[] {
  return [
    ...titled(
      'Files',
      firstOf(
        files.map(({ file, format, container, because }) => `${file}  ${format}, ${container} (${because})`),
        20,
      ),
    ),
    ...titled('Rows', [
      `${number(rows.read)} read, ${number(rows.rejected)} rejected, ${number(rows.duplicates)} duplicates, ${number(rows.test)} of tests`,
    ]),
    ...titled('Time', [`${inspection.firstEvent ?? '–'} to ${inspection.lastEvent ?? '–'}`]),
    ...typeLines(inspection.eventTypes),
    ...deliveryLines(inspection.deliveries),
    ...titled(
      'Rejected',
      firstOf(
        inspection.rejects.map(({ file, line, cause }) => `${file}:${line}  ${cause}`),
        shownRejects,
      ),
    ),
  ];
}

/**
 * Says what a dump or a table of a ClickHouse holds, and writes nothing.
 * @throws CommandError where it cannot be read, or no row of it can be used (after saying why)
 */
export async function inspect(options: InspectOptions, terminal: Terminal): Promise<void> {
  if (options.dump.some(isClickHouseSource)) {
    const { inspectTable } = await import('./inspect-table.ts');
    await inspectTable(options, terminal);
    return;
  }
  const { openDuckDB } = await import('../engine/duckdb.ts');
  const engine = await openDuckDB();
  try {
    terminal.progress(readingDump);
    const dump = await readDump(engine, options.dump, await readOptions(options), (howFar) =>
      terminal.progress(readingDump, howFar),
    );
    for (const row of dump.unfinished) terminal.warn(unfinishedNote(row));
    const rejects = await findRejects(engine, dump);
    const inspection = await inspectDump(engine, dump, rejects);
    terminal.progress('');
    if (options.json) {
      const deliveries = inspection.deliveries.map(({ id, label }) => ({ id, label }));
      terminal.json({ ...inspection, deliveries });
    } else {
      for (const line of describe(inspection)) terminal.result(line);
    }
    requireUsableRows(dump, rejects);
  } catch (error) {
    terminal.progress('');
    throw error;
  } finally {
    await engine.close();
  }
}
