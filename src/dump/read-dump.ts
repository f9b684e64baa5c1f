import { stat } from 'node:fs/promises';
import type { Engine } from '../engine/engine.ts';
import { UsageError } from '../errors.ts';
import { chooseFormats } from './choose-format.ts';
import { type FileState, stateOf, whyUnread } from './file-state.ts';
import { findDumpFiles } from './find-files.ts';
import { formats } from './formats/index.ts';
import { type Keys, passingKeys } from './keys.ts';
import { type LoadedDump, loadDump } from './load.ts';
import type { MappedFormat } from './mapping/mapped-format.ts';
import type { WatchReading } from './reading.ts';
import { type DumpSource, describeSource } from './source.ts';

/** About how many times its size a file has as NDJSON: packed files, and Parquet, which is packed by column. */
const unpacked = { none: 1, gzip: 10, zstd: 12 } as const;
const unpackedParquet = 6;

/** About how many bytes a dump has as plain text. */
async function plainBytes(sources: readonly DumpSource[]): Promise<number> {
  let bytes = 0;
  for (const { path, compression, container } of sources) {
    bytes += (await stat(path)).size * (container === 'parquet' ? unpackedParquet : unpacked[compression]);
  }
  return bytes;
}

/** How a dump is to be read, where its first rows are not to tell. */
export interface ReadOptions {
  /** Formats of files, as in `sendgrid` or `sendgrid=hooks/*.json`. */
  readonly formats?: readonly string[] | undefined;
  /** The format that a mapping file describes, for files that no option names. */
  readonly mapping?: MappedFormat | undefined;
  /** Whether links are told apart by their query strings and fragments too, which often tell recipients apart. */
  readonly keepQuery?: boolean | undefined;
  /** Whether the domain of a recipient is masked wherever a text tells it. */
  readonly redactDomains?: boolean | undefined;
  /** What identities become: keys of this run, where nobody keeps them. */
  readonly keys?: Keys | undefined;
}

/** @throws UsageError for a mapping that only a ClickHouse can follow */
export function requireNoExpressions(mapped: MappedFormat | undefined): void {
  const columns = Object.entries(mapped?.mapping.columns ?? {});
  const [name] =
    columns.find(([, given]) => typeof given === 'object' && given.expression !== undefined) ?? [];
  if (name === undefined) return;
  throw new UsageError(
    `--mapping: columns.${name}.expression is SQL of ClickHouse, and the dump is in files`,
    'name the column by its path: from: path.of.it',
  );
}

/**
 * Finds the files that the arguments stand for, tells what they are and reads them into the engine.
 * Files of several formats are one dump, too. A last row that is being written is left out, see `unfinished`.
 * @param watch is given what says how far the reading is, whenever it asks.
 * @throws TryAgainError where a file cannot be read on since it is another by now
 */
export async function readDump(
  engine: Engine,
  dumps: readonly string[],
  options: ReadOptions = {},
  watch?: WatchReading,
): Promise<LoadedDump> {
  const { keys = passingKeys } = options;
  requireNoExpressions(options.mapping);
  const { choose, requireUse } = await chooseFormats(options.formats ?? [], options.mapping, formats);
  const files = await findDumpFiles(dumps, engine.temporaryFolder);
  requireUse(files);
  const states: FileState[] = [];
  for (const file of files) states.push(await stateOf(file));
  try {
    const sources: DumpSource[] = [];
    for (const file of files) {
      const source = await describeSource(engine, file, choose);
      const { keepQuery = false, redactDomains = false } = options;
      sources.push({ ...source, keepQuery, redactDomains, keys });
    }
    await engine.prepareFor(await plainBytes(sources));
    return { ...(await loadDump(engine, sources, watch)), files: states, keys };
  } catch (error) {
    throw await whyUnread(states, error);
  }
}
