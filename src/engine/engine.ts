import type { Dialect } from './dialect.ts';

export type QueryValue = string | number | boolean | null;

/** Whether what an engine gave is a plain value as it is. */
export const isQueryValue = (value: unknown): value is QueryValue =>
  value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

/** One row of a result, by column name. Integers are JavaScript numbers. */
export type QueryRow = Readonly<Record<string, QueryValue>>;

/** How far the statement is that runs now. */
export interface StatementProgress {
  /** Of what it scans: 0 to 1. Of packed files nothing can be told. */
  readonly fraction: number;
  /** The rows that it has scanned, which is exact for Parquet only. */
  readonly rows: number;
}

/** What runs the queries of the report. Nothing else of a database is known outside this folder. */
export interface Engine {
  readonly dialect: Dialect;
  /** A private folder for what the work needs on disk for a while; removed on close. */
  readonly temporaryFolder: string;
  /** Fits itself to a dump before it is read, once. @param bytes about how many it has as plain text */
  prepareFor(bytes: number): Promise<void>;
  /** Runs a statement, or several parted by semicolons, for their effect. */
  run(sql: string): Promise<void>;
  /** Runs a query and returns all of its rows: only ever aggregated ones. Those of a small dump are run two at a time, if asked so. */
  query(sql: string): Promise<readonly QueryRow[]>;
  /** How far the statement is that runs now; null where none does or nothing is known of it yet. Costs next to nothing. */
  progress(): StatementProgress | null;
  close(): Promise<void>;
}
