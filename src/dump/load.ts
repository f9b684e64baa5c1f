import type { Engine } from '../engine/engine.ts';
import { createDumpRows, dumpRows } from './dump-rows.ts';
import type { FileState } from './file-state.ts';
import type { Keys } from './keys.ts';
import { type LoadedSource, loadAgain, loadSource } from './load-source.ts';
import { followReading, type WatchReading } from './reading.ts';
import type { DumpSource } from './source.ts';
import type { UnfinishedRow } from './unfinished-row.ts';
import { explained } from './unreadable.ts';

/** A dump that lies in the engine. */
export interface LoadedDump {
  readonly sources: readonly DumpSource[];
  /** How the files of the sources were before anything of them was read. */
  readonly files: readonly FileState[];
  /** What identities became. */
  readonly keys: Keys;
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
): Promise<Omit<LoadedDump, 'files' | 'keys'>> {
  await createDumpRows(engine);
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
