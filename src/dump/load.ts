import { stat } from 'node:fs/promises';
import { sqlText } from '../engine/dialect.ts';
import type { Engine } from '../engine/engine.ts';
import { BadDataError, CommandError } from '../errors.ts';
import { cannotRead } from './cannot-read.ts';
import { canonicalQuery } from './canonical-columns.ts';
import { verifyQuotes } from './csv-quotes.ts';
import type { FileState } from './file-state.ts';
import { blockKinds, eventTypes, ignoredType } from './formats/format.ts';
import { verifyCompression } from './integrity.ts';
import { needsOtherReader, readerOf, withOtherReader } from './reader.ts';
import { followReading, type Reading, type WatchReading } from './reading.ts';
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

/** The table that dumps are read into: one row per row read, canonical, before anything is taken out. */
export const dumpRows = 'dump_rows';

/** A dump that lies in the engine. */
export interface LoadedDump {
  readonly sources: readonly DumpSource[];
  /** How the files of the sources were before anything of them was read. */
  readonly files: readonly FileState[];
  /** How many rows were read, of all sources. */
  readonly read: number;
  /** How many of them were rejected, by source. */
  readonly rejected: readonly number[];
  /** How many rows of each source lie in the table; a file that grows may have more meanwhile. */
  readonly rows: readonly number[];
  /** How many more of each could not be decoded. */
  readonly undecoded: readonly number[];
  /** Last rows that were being written: they are none of those that were read. */
  readonly unfinished: readonly UnfinishedRow[];
  /** True, by source, where other events tell of sends: no row of its format in the whole dump is a `sent` event. */
  readonly impliesSends: readonly boolean[];
}

const enumOf = (values: readonly string[]): string => `ENUM (${values.map(sqlText).join(', ')})`;

async function createTable(engine: Engine): Promise<void> {
  await engine.run(`
    CREATE TYPE event_type AS ${enumOf([...eventTypes, ignoredType])};
    CREATE TYPE bounce_category AS ${enumOf(['hard', 'soft', 'ignored'])};
    CREATE TYPE sender_block AS ${enumOf(blockKinds)};
    CREATE TABLE ${dumpRows} (
      source USMALLINT,
      event_type event_type,
      time BIGINT,
      delivery_id VARCHAR,
      delivery_label VARCHAR,
      event_identity UBIGINT,
      message UBIGINT,
      person UBIGINT,
      bounce_category bounce_category,
      reason VARCHAR,
      code VARCHAR,
      is_machine UTINYINT,
      is_test UTINYINT,
      implies_sent UTINYINT,
      domain VARCHAR,
      variant VARCHAR,
      sender_block sender_block,
      url VARCHAR,
      link_label VARCHAR,
      user_agent VARCHAR
    )`);
}

/** The engine's table of CSV rows that it could not decode. */
export const undecodedRows = (source: number): string => `undecoded_rows_${source}`;

/** What the engine or the system says of a file that cannot be read on, in our words. */
export function explained(source: DumpSource, error: unknown): unknown {
  if (error instanceof CommandError || !(error instanceof Error)) return error;
  if ('syscall' in error) return cannotRead(source.file, error);
  if (source.container === 'json-array' && /Malformed JSON/i.test(error.message)) {
    const cut = /unexpected end/i.test(error.message);
    return new BadDataError(
      `${source.file}: the JSON array ${cut ? 'is cut in the middle' : 'is malformed'}`,
      'export the dump again, or as one object per line, where a bad row harms no other',
      error,
    );
  }
  return new BadDataError(
    `${source.file}: cannot be read as ${source.container}`,
    'export the dump again',
    error,
  );
}

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
    throw new BadDataError(`${source.file}: a row is longer than 16 MiB`, 'export the dump again');
  }
  return Number(errors[0]?.rows ?? 0);
}

/** A source whose rows lie in the table. */
interface LoadedSource {
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

async function loadSource(engine: Engine, source: DumpSource, number: number): Promise<LoadedSource> {
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
async function loadAgain(
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

interface SourceCounts {
  readonly rows: number;
  readonly rejected: number;
  readonly sent: number;
}

async function countBySource(engine: Engine): Promise<(source: number) => SourceCounts> {
  const counts = await engine.query(`
    SELECT
      source,
      count(*) AS rows,
      sum(CASE WHEN event_type IS NULL THEN 1 ELSE 0 END) AS rejected,
      sum(CASE WHEN event_type = 'sent' THEN 1 ELSE 0 END) AS sent
    FROM ${dumpRows}
    GROUP BY source`);
  const bySource = new Map(counts.map((row) => [Number(row.source), row]));
  return (source) => {
    const row = bySource.get(source);
    return {
      rows: Number(row?.rows ?? 0),
      rejected: Number(row?.rejected ?? 0),
      sent: Number(row?.sent ?? 0),
    };
  };
}

/**
 * Reads every source once, in order, into the engine's table `dump_rows`. A JSON file that holds its rows otherwise than
 * it begins is read a second time.
 * @param watch is given what says how far the reading is, whenever it asks.
 * @throws BadDataError where a file ends early or cannot be read on: bad rows never do that.
 */
export async function loadDump(
  engine: Engine,
  described: readonly DumpSource[],
  watch: WatchReading = () => {},
): Promise<Omit<LoadedDump, 'files'>> {
  await createTable(engine);
  const reading = await followReading(engine, described, watch);
  const loaded: LoadedSource[] = [];
  for (const [number, source] of described.entries()) {
    reading.begin(source, number);
    loaded.push(
      await loadSource(engine, source, number).catch((error) => {
        throw explained(source, error);
      }),
    );
  }
  reading.end();
  let counts = await countBySource(engine);
  for (const [number, source] of loaded.entries()) {
    if (counts(number).rejected > 0)
      loaded[number] = await loadAgain(engine, source, number, reading).catch((error) => {
        throw explained(source.source, error);
      });
  }
  if (loaded.some((_, number) => counts(number).rejected > 0)) counts = await countBySource(engine);
  const formatsWithSends = new Set(
    loaded.filter((_, number) => counts(number).sent > 0).map(({ source }) => source.format.id),
  );
  const rows = loaded.map((_, number) => counts(number).rows);
  return {
    sources: loaded.map(({ source }) => source),
    read: loaded.reduce((sum, { undecoded }, number) => sum + (rows[number] ?? 0) + undecoded, 0),
    rejected: loaded.map(({ undecoded }, number) => counts(number).rejected + undecoded),
    rows,
    undecoded: loaded.map(({ undecoded }) => undecoded),
    unfinished: loaded.flatMap(({ unfinished }) => unfinished ?? []),
    impliesSends: loaded.map(({ source }) => !formatsWithSends.has(source.format.id)),
  };
}
