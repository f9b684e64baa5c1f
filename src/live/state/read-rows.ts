import { stat } from 'node:fs/promises';
import { dumpRows, rowColumns, undecodedRows } from '../../dump/dump-rows.ts';
import { loadSource } from '../../dump/load-source.ts';
import { type Reject, rejectsOfSource } from '../../dump/rejects.ts';
import type { DumpSource } from '../../dump/source.ts';
import { explained } from '../../dump/unreadable.ts';
import type { Engine } from '../../engine/engine.ts';
import { machineLimits } from '../../engine/machine-limits.ts';
import type { RowsRead } from './remembered-source.ts';
import { storedRows } from './state-tables.ts';

/** What was read of a source, or of a slice of one. */
export interface ReadRows {
  readonly counts: RowsRead;
  /** With the lines of the file that was read. */
  readonly rejects: readonly Reject[];
  /** The line of a last row that is not finished; undefined where there is none. */
  readonly unfinished: number | undefined;
}

const number = 0;

/** The tables that the reading of a source leaves in the engine. */
const leftBehind = ['', '_scans', '_again', '_again_scans', '_alone', '_alone_scans']
  .map((ending) => `${undecodedRows(number)}${ending}`)
  .concat('rows_alone', dumpRows);

async function forgetReading(engine: Engine): Promise<void> {
  await engine.run(leftBehind.map((table) => `DROP TABLE IF EXISTS temp.main.${table}`).join('; '));
}

async function countsOf(engine: Engine): Promise<Omit<RowsRead, 'undecoded'>> {
  const [row] = await engine.query(`
    SELECT
      count(*) AS rows,
      count(*) - count(event_type) AS rejected,
      count(CASE WHEN event_type = 'sent' THEN 1 END) AS sent
    FROM ${dumpRows}`);
  return { rows: Number(row?.rows), rejected: Number(row?.rejected), sent: Number(row?.sent) };
}

/** SQL that stores the rows that were read last. @param first the number of the first of them */
export const storeReadRows = (source: number, first: number): string => `
  INSERT INTO ${storedRows}
  SELECT ${first} + rowid AS row, * REPLACE (${source} AS source)
  FROM ${dumpRows}
  ORDER BY rowid`;

/** As `prepareFor` has it: what is small is read by one thread, in a watch as in a report of a file that is not followed. */
const smallSource = 32 * 1024 * 1024;

/** Has the engine read with one thread, or with all of them. */
const useThreads = (engine: Engine, threads: number): Promise<void> => engine.run(`SET threads = ${threads}`);

/**
 * Reads a source, in the way it is described, and has its rows stored.
 * @param store is called when all of them are there, to be stored by `storeReadRows`; they are let go of then
 * @throws BadDataError where it cannot be read on
 */
export async function readRows<Stored>(
  engine: Engine,
  source: DumpSource,
  store: (read: ReadRows) => Promise<Stored>,
): Promise<Stored> {
  const isSmall = (await stat(source.path)).size < smallSource;
  try {
    if (isSmall) await useThreads(engine, 1);
    await engine.run(`CREATE TEMP TABLE ${dumpRows} (${rowColumns})`);
    const read = await loadSource(engine, source, number)
      .then(async ({ source: loaded, undecoded, unfinished }) => {
        const counts = { ...(await countsOf(engine)), undecoded };
        const rejects =
          counts.rejected + undecoded > 0 ? await rejectsOfSource(engine, loaded, number, counts) : [];
        return { counts, rejects, unfinished: unfinished === undefined ? undefined : (unfinished.line ?? 0) };
      })
      .catch((error: unknown) => {
        throw explained(source, error);
      });
    return await store(read);
  } finally {
    if (isSmall) await useThreads(engine, machineLimits().threads);
    await forgetReading(engine);
  }
}
