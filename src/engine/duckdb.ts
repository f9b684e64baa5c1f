import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance, type DuckDBValue } from '@duckdb/node-api';
import { textDecoder } from '@duckdb/node-api/lib/vectors/dataAccessors.js';
import { TryAgainError } from '../errors.ts';
import { makeTemporaryFolder, type TemporaryFolder } from '../files/temporary-folder.ts';
import { Connections } from './connections.ts';
import { duckdbDialect, sqlText } from './dialect.ts';
import {
  type Engine,
  isQueryValue,
  type QueryRow,
  type QueryValue,
  type StatementProgress,
} from './engine.ts';
import { machineLimits } from './machine-limits.ts';

// Its reader would leave out a byte order mark at the start of a text: two names that differ in nothing else would be one.
const wholeText = new TextDecoder('utf-8', { ignoreBOM: true });
textDecoder.decode = wholeText.decode.bind(wholeText);

/** A result cell as plain data: BigInt counts become numbers, and what has no plain form becomes its text. */
function plainValue(value: DuckDBValue): QueryValue {
  if (isQueryValue(value)) return value;
  if (typeof value === 'bigint') return Number(value);
  return String(value);
}

function plainRows(names: readonly string[], rows: readonly (readonly DuckDBValue[])[]): QueryRow[] {
  return rows.map((row) =>
    Object.fromEntries(names.map((name, column) => [name, plainValue(row[column] ?? null)])),
  );
}

/** Memory and disk that ran out are passing conditions with a remedy; anything else is passed on as it is. */
function explained(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  if (
    /No space left|Out of Memory|failed to offload|could not allocate|max_temp_directory_size/i.test(
      error.message,
    )
  ) {
    return new TryAgainError(
      'the engine ran out of memory or disk space while reading the dump',
      'free some space in the temporary folder (TMPDIR) or use a machine with more memory',
      error,
    );
  }
  return error;
}

/** Below this size waking a second thread takes longer than it saves. */
const smallDump = 32 * 1024 * 1024;

/**
 * From this size on tables lie in a file, where they are compressed to a fifth: it takes a fifth more time than tables
 * in memory, but less than writing those to the disk once they are more than the memory.
 */
const largeDump = 1024 * 1024 * 1024;

class DuckDBEngine implements Engine {
  readonly dialect = duckdbDialect;
  readonly #instance: DuckDBInstance;
  /** Runs all statements: settings and some tables are a connection's own. */
  readonly #connection: DuckDBConnection;
  readonly #connections = new Connections<DuckDBConnection>();
  #second: DuckDBConnection | undefined;
  #isPrepared = false;
  readonly temporaryFolder: string;
  readonly #folder: TemporaryFolder;

  constructor(instance: DuckDBInstance, connection: DuckDBConnection, folder: TemporaryFolder) {
    this.#instance = instance;
    this.#connection = connection;
    this.#folder = folder;
    this.temporaryFolder = folder.path;
    this.#connections.add(connection);
  }

  async prepareFor(bytes: number): Promise<void> {
    if (this.#isPrepared) return;
    this.#isPrepared = true;
    if (bytes < smallDump) {
      await this.run('SET threads = 1');
      // Planning takes most of what queries of a small dump take, and is done for one at a time on each connection.
      this.#second = await this.#instance.connect();
      this.#connections.add(this.#second);
    }
    if (bytes < largeDump) return;
    const file = join(this.temporaryFolder, 'dump.duckdb');
    await this.run(`ATTACH ${sqlText(file)} AS dump (STORAGE_VERSION 'latest'); USE dump`);
  }

  async run(sql: string): Promise<void> {
    try {
      await this.#connections.use((connection) => connection.run(sql), this.#connection);
    } catch (error) {
      throw explained(error);
    }
  }

  async query(sql: string): Promise<readonly QueryRow[]> {
    try {
      const reader = await this.#connections.use((connection) => connection.runAndReadAll(sql));
      return plainRows(reader.deduplicatedColumnNames(), reader.getRows());
    } catch (error) {
      throw explained(error);
    }
  }

  progress(): StatementProgress | null {
    const { percentage, rows_processed } = this.#connection.progress;
    return percentage < 0 ? null : { fraction: percentage / 100, rows: Number(rows_processed) };
  }

  async close(): Promise<void> {
    this.#connection.closeSync();
    this.#second?.closeSync();
    this.#instance.closeSync();
    this.#folder.remove();
  }
}

interface Opened {
  readonly instance: DuckDBInstance;
  readonly connection: DuckDBConnection;
}

async function openInMemory(): Promise<Opened> {
  const { threads, memoryBytes } = machineLimits();
  const instance = await DuckDBInstance.create(':memory:', {
    memory_limit: `${memoryBytes}B`,
    threads: String(threads),
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  });
  return { instance, connection: await instance.connect() };
}

let ready: Promise<Opened> | undefined;

/** Begins to open an engine, in a thread of its own, for the next that asks for one. What goes wrong is told to that one. */
export function readyDuckDB(): void {
  ready ??= openInMemory();
  ready.catch(() => {});
}

/**
 * Opens an embedded DuckDB in memory that spills to a private temporary folder, removed on close. It takes no more memory and
 * threads than the machine, or the container that this is in, has for it.
 * Times without an offset are read as UTC whatever the machine's zone, so that the same dump gives the same report.
 */
export async function openDuckDB(): Promise<Engine> {
  const folder = makeTemporaryFolder();
  const opening = ready ?? openInMemory();
  ready = undefined;
  const { instance, connection } = await opening;
  // Long IN lists would become joins, which do not keep the rows in the order of the dump: the first copy counts.
  // What is written twice inside a CASE would be computed beforehand, for rows that never come to it too.
  // Without its bar the engine does not look how far it is; printing it is for us.
  await connection.run(`
    SET enable_progress_bar = true;
    SET enable_progress_bar_print = false;
    SET temp_directory = ${sqlText(folder.path)};
    SET TimeZone = ${sqlText('UTC')};
    SET disabled_optimizers = ${sqlText('in_clause,common_subexpressions')}`);
  return new DuckDBEngine(instance, connection, folder);
}
