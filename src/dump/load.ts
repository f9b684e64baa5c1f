import { sqlText } from '../engine/dialect.ts';
import type { Engine } from '../engine/engine.ts';
import { BadDataError, CommandError } from '../errors.ts';
import { canonicalQuery } from './canonical-columns.ts';
import { verifyQuotes } from './csv-quotes.ts';
import { blockKinds, eventTypes, ignoredType } from './formats/format.ts';
import { verifyCompression } from './integrity.ts';
import { needsOtherReader, readerOf, withOtherReader } from './reader.ts';
import { followReading, type Reading, type WatchReading } from './reading.ts';
import type { DumpSource } from './source.ts';

/** The table that dumps are read into: one row per row read, canonical, before anything is taken out. */
export const dumpRows = 'dump_rows';

/** A dump that lies in the engine. */
export interface LoadedDump {
  readonly sources: readonly DumpSource[];
  /** How many rows were read, of all sources. */
  readonly read: number;
  /** How many of them were rejected, by source. */
  readonly rejected: readonly number[];
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

const rowTooLong = ({ file }: DumpSource, cause?: unknown): BadDataError =>
  new BadDataError(`${file}: a row is longer than 16 MiB`, 'take it out, and export the dump again', cause);

/** What the engine says of a file that it cannot read on, in our words. */
function explained(source: DumpSource, error: unknown): unknown {
  if (error instanceof CommandError || !(error instanceof Error)) return error;
  if (source.container === 'json-array' && /Malformed JSON/i.test(error.message)) {
    const cut = /unexpected end/i.test(error.message);
    return new BadDataError(
      `${source.file}: the JSON array ${cut ? 'is cut in the middle' : 'is malformed'}`,
      'export the dump again, or as one object per line, where a bad row harms no other',
      error,
    );
  }
  if (error.message.includes('maximum_object_size')) return rowTooLong(source, error);
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
      `INSERT INTO ${dumpRows} ${canonicalQuery(source.format, reader, [`${number} AS source`], source.keepQuery)}`,
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
  if (source.container !== 'csv' && source.container !== 'form') return 0;
  const errors = await engine.query(`
    SELECT CAST(error_type AS VARCHAR) AS type, count(DISTINCT line) AS rows
    FROM ${undecodedRows(number)}
    GROUP BY type`);
  if (errors.some(({ type }) => type !== 'INVALID ENCODING')) {
    throw rowTooLong(source);
  }
  return Number(errors[0]?.rows ?? 0);
}

async function loadSource(engine: Engine, source: DumpSource, number: number): Promise<DumpSource> {
  // Both are waited for: an engine that is closed in the middle of a query hangs.
  const [verified, inserted] = await Promise.allSettled([
    verifyCompression(source.file, source.path, source.compression).then(() => verifyQuotes(source)),
    insertRowsOfArrays(engine, source, number),
  ]);
  if (verified.status === 'rejected') throw verified.reason;
  if (inserted.status === 'rejected') throw inserted.reason;
  return inserted.value;
}

/** Where rows were rejected that another reader could take, the source is read again with that one. */
async function loadAgain(
  engine: Engine,
  source: DumpSource,
  number: number,
  reading: Reading,
): Promise<DumpSource> {
  const query = needsOtherReader(source);
  if (query === undefined) return source;
  const [answer] = await engine.query(query);
  if (answer?.needed !== true) return source;
  await engine.run(`DELETE FROM ${dumpRows} WHERE source = ${number}`);
  const other = withOtherReader(source);
  reading.beginAgain(other, number);
  await insertRows(engine, other, number);
  reading.end();
  return other;
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
): Promise<LoadedDump> {
  await createTable(engine);
  const reading = await followReading(engine, described, watch);
  const sources: DumpSource[] = [];
  const undecoded: number[] = [];
  for (const [number, source] of described.entries()) {
    reading.begin(source, number);
    sources.push(await loadSource(engine, source, number));
    undecoded.push(await countUndecoded(engine, source, number));
  }
  reading.end();
  let counts = await countBySource(engine);
  for (const [number, source] of sources.entries()) {
    if (counts(number).rejected > 0) sources[number] = await loadAgain(engine, source, number, reading);
  }
  if (sources.some((_, number) => counts(number).rejected > 0)) counts = await countBySource(engine);
  const formatsWithSends = new Set(
    sources.filter((_, number) => counts(number).sent > 0).map(({ format }) => format.id),
  );
  return {
    sources,
    read: undecoded.reduce((sum, more, number) => sum + counts(number).rows + more, 0),
    rejected: undecoded.map((more, number) => counts(number).rejected + more),
    impliesSends: sources.map(({ format }) => !formatsWithSends.has(format.id)),
  };
}
