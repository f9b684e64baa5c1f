import { stat } from 'node:fs/promises';
import type { Engine } from '../engine/engine.ts';
import { canonicalQuery } from './canonical-columns.ts';
import { verifyQuotes } from './csv-quotes.ts';
import { dumpRows, undecodedRows } from './dump-rows.ts';
import { verifyCompression } from './integrity.ts';
import { needsOtherReader, readerOf, withOtherReader } from './reader.ts';
import type { Reading } from './reading.ts';
import type { LastRow } from './row-lines.ts';
import type { DumpSource } from './source.ts';
import {
  isTable,
  type ReadUnfinished,
  type UnfinishedRow,
  unfinishedLine,
  unfinishedTableRow,
} from './unfinished-row.ts';
import { copyOfStart } from './unpack.ts';
import { explained, rowTooLong } from './unreadable.ts';

async function insertRows(engine: Engine, source: DumpSource, number: number): Promise<void> {
  const reader = readerOf(source, undecodedRows(number));
  try {
    await engine.run(
      `INSERT INTO ${dumpRows} ${canonicalQuery(source.format, reader, [`${number} AS source`], source)}`,
    );
  } catch (error) {
    throw explained(source, error);
  }
}

/** Several arrays in one file look like one array until its end is found. */
async function insertRowsOfArrays(engine: Engine, source: DumpSource, number: number): Promise<DumpSource> {
  try {
    await insertRows(engine, source, number);
    return source;
  } catch (error) {
    if (source.container !== 'json-array') throw error;
    const values: DumpSource = { ...withOtherReader(source), container: 'json-values' };
    await insertRows(engine, values, number).catch(() => {
      throw error;
    });
    return values;
  }
}

/** CSV rows that the engine dropped for their encoding are still rows of the dump. */
async function countUndecoded(engine: Engine, source: DumpSource, number: number): Promise<number> {
  if (!isTable(source)) return 0;
  const errors = await engine.query(`
    SELECT CAST(error_type AS VARCHAR) AS type, count(DISTINCT line_byte_position) AS rows
    FROM ${undecodedRows(number)}
    GROUP BY type`);
  if (errors.some(({ type }) => type !== 'INVALID ENCODING')) {
    throw rowTooLong(source);
  }
  return Number(errors[0]?.rows ?? 0);
}

/** A source whose rows lie in the table. */
export interface LoadedSource {
  readonly source: DumpSource;
  readonly undecoded: number;
  readonly unfinished: UnfinishedRow | undefined;
}

const sizeOf = async ({ path }: DumpSource): Promise<number> => (await stat(path)).size;

const forget = (number: number, rows: number): string => `
  DELETE FROM ${dumpRows}
  WHERE rowid IN (SELECT rowid FROM ${dumpRows} WHERE source = ${number} ORDER BY rowid DESC LIMIT ${rows})`;

/** Of a file that grew while it was read nobody knows where the engine saw its end: a last line that it could not use was cut there, maybe. */
async function cutLine(
  engine: Engine,
  { container, file }: DumpSource,
  number: number,
): Promise<ReadUnfinished | undefined> {
  if (container !== 'ndjson') return undefined;
  const [last] = await engine.query(
    `SELECT event_type FROM ${dumpRows} WHERE source = ${number} ORDER BY rowid DESC LIMIT 1`,
  );
  return last?.event_type === null ? { file, line: null, rows: 1, undecoded: 0 } : undefined;
}

/** Reads a source that does not change, or whose lines show where it was cut; `verified` is what else its reading found. */
async function withoutUnfinished(
  engine: Engine,
  source: DumpSource,
  number: number,
  bytes: { readonly before: number; readonly after: number },
  lastRow: LastRow | undefined,
): Promise<LoadedSource> {
  const tables = { rows: dumpRows, undecoded: undecodedRows(number) };
  const found =
    lastRow !== undefined
      ? await unfinishedTableRow(engine, source, lastRow, tables)
      : bytes.after === bytes.before
        ? await unfinishedLine(engine, source, bytes.before, tables)
        : await cutLine(engine, source, number);
  const undecoded = await countUndecoded(engine, source, number);
  if (found === undefined) return { source, undecoded, unfinished: undefined };
  await engine.run(forget(number, found.rows));
  return { source, undecoded: undecoded - found.undecoded, unfinished: found };
}

/**
 * Reads a source into the table `dump_rows`, under its number, without a last row that is being written.
 * @throws BadDataError where it ends early or cannot be read on; what the engine or the system threw, where nobody has explained it
 */
export async function loadSource(engine: Engine, source: DumpSource, number: number): Promise<LoadedSource> {
  const before = await sizeOf(source);
  // Both are waited for: an engine that is closed in the middle of a query hangs.
  const [verified, inserted] = await Promise.allSettled([
    verifyCompression(source.file, source.path, source.compression).then(() => verifyQuotes(source)),
    insertRowsOfArrays(engine, source, number),
  ]);
  const after = await sizeOf(source);
  if (isTable(source) && after > before) return loadCopy(engine, source, number, after);
  if (verified.status === 'rejected') throw verified.reason;
  if (inserted.status === 'rejected') throw inserted.reason;
  return withoutUnfinished(engine, inserted.value, number, { before, after }, verified.value);
}

/** A row of a table that was read while it was written may be of any value: of a table that grows, a copy is read. */
async function loadCopy(
  engine: Engine,
  source: DumpSource,
  number: number,
  bytes: number,
): Promise<LoadedSource> {
  const path = await copyOfStart(engine, source, bytes);
  await engine.run(`
    DELETE FROM ${dumpRows} WHERE source = ${number};
    DROP TABLE IF EXISTS ${undecodedRows(number)};
    DROP TABLE IF EXISTS ${undecodedRows(number)}_scans`);
  return loadSource(engine, { ...source, path }, number);
}

/** Where rows were rejected that another reader could take, the source is read again with that one. */
export async function loadAgain(
  engine: Engine,
  loaded: LoadedSource,
  number: number,
  reading: Reading,
): Promise<LoadedSource> {
  const { source } = loaded;
  const query = needsOtherReader(source);
  if (query === undefined) return loaded;
  const [answer] = await engine.query(query);
  if (answer?.needed !== true) return loaded;
  await engine.run(`DELETE FROM ${dumpRows} WHERE source = ${number}`);
  const other = withOtherReader(source);
  reading.beginAgain(other, number);
  const before = await sizeOf(other);
  await insertRows(engine, other, number);
  const after = await sizeOf(other);
  reading.end();
  return withoutUnfinished(engine, other, number, { before, after }, undefined);
}
