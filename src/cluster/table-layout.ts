import {
  clickhouseName,
  clickhouseTable,
  clickhouseText,
  type TableName,
} from '../engine/clickhouse/sql-text.ts';

/** A column, by its name and its ClickHouse type, in the words that 18.16 knows. */
export type Columns = Readonly<Record<string, string>>;

const key = 'UInt64';
const keyOrNull = 'Nullable(UInt64)';
const text = 'String';
const textOrNull = 'Nullable(String)';
const flag = 'UInt8';

/**
 * A table of events: one row for each usable row of the dumps that were loaded. Nobody's address or id is in it: who and which
 * message is told by keys, and texts are masked as a report shows them.
 */
export const eventColumns = {
  /** As reports show it. */
  delivery_id: text,
  /** The same in all rows that a dump has of the delivery. */
  delivery_label: textOrNull,
  /** Epoch milliseconds. */
  timestamp: 'Int64',
  /** One of the canonical types. */
  event_type: text,
  /** What two rows of the same event agree in; of a row without such a thing, all that it says. */
  event_key: key,
  /** 0, 1, 2 ... among the rows of a dump with the same event_key, in the order of the dump. */
  occurrence: 'UInt32',
  /** 1 for a later copy of an event: it is not counted. */
  is_duplicate: flag,
  /** What a row's shard is chosen by: the same for all rows of a message, whatever dump they are in. */
  shard_key: key,
  message_id: keyOrNull,
  recipient: keyOrNull,
  /** Of the recipient. */
  domain: textOrNull,
  bounce_category: textOrNull,
  reason: textOrNull,
  code: textOrNull,
  url: textOrNull,
  link_label: textOrNull,
  /** Of url and link_label, before addresses in them were masked: links are told apart by it. */
  link: keyOrNull,
  user_agent: textOrNull,
  /** Of user_agent, likewise. */
  agent: keyOrNull,
  variant: textOrNull,
  sender_block: textOrNull,
  is_machine: flag,
  is_test: flag,
  /** 1 for an event that tells of a send, in a dump whose format tells of sends by nothing else. */
  implies_sent: flag,
  /** The id of the format that the row was in. */
  format: text,
  /** The number of its file in the dump. */
  source: 'UInt16',
} as const satisfies Columns;

/** A journal: for each delivery of each dump how much of it is in the table of events. The row with the greatest version counts. */
export const journalColumns = {
  /** The same for the same rows, whatever their files are called. */
  dump_id: key,
  delivery_id: text,
  version: key,
  /** 1 once every batch is in. */
  complete: flag,
  /** How many batches of the dump are in. */
  batches: 'UInt32',
  /** Which rows are in which batch: where it is another one, `batches` says nothing. */
  batches_key: key,
  /** Usable rows of the delivery in the dump: so many lie in the table in the end. */
  events: key,
  /** Its rows of types that a report does not use. */
  ignored: key,
  /** Rows of the whole dump. */
  read: key,
  rejected: key,
  /** Rows of types that a report does not use which name no delivery. */
  ignored_of_nobody: key,
  /** The reading options that change what rows say: `keep-query`, `redact-domains`, both or none. */
  options: text,
  /** The names of the dump's files, for people. */
  files: text,
  /** Epoch seconds. */
  loaded_at: 'UInt32',
} as const satisfies Columns;

/** What kind of table it is: what its rows are replaced by, sorted by and sharded by. */
interface Kind {
  readonly columns: Columns;
  readonly engine: string;
  readonly orderBy: readonly string[];
  readonly shardBy: string;
}

/** The two tables, by what follows the name of the table of events in theirs. */
export const tableKinds = {
  '': {
    columns: eventColumns,
    engine: 'ReplacingMergeTree()',
    orderBy: ['delivery_id', 'timestamp', 'event_key', 'occurrence'],
    shardBy: 'shard_key',
  },
  _loads: {
    columns: journalColumns,
    engine: 'ReplacingMergeTree(version)',
    orderBy: ['dump_id', 'delivery_id'],
    shardBy: 'dump_id',
  },
} as const satisfies Readonly<Record<string, Kind>>;

/** The table that goes by this suffix beside a table of events. */
export const besideEvents = ({ database, table }: TableName, suffix: string): TableName => ({
  database,
  table: `${table}${suffix}`,
});

/**
 * The statements that make the database and the tables on one server, where they are not there.
 * @param cluster what the tables are spread over; then the rows of each server lie in tables ending in `_shard`
 */
export function createStatements(events: TableName, cluster: string | null): readonly string[] {
  const tables = Object.entries(tableKinds).flatMap(([suffix, { columns, engine, orderBy, shardBy }]) => {
    const declared = Object.entries(columns).map(([name, type]) => `${name} ${type}`);
    const create = (name: string, of: string): string =>
      `CREATE TABLE IF NOT EXISTS ${name} (${declared.join(', ')}) ENGINE = ${of}`;
    const stored = `${engine} ORDER BY (${orderBy.join(', ')})`;
    const name = clickhouseTable(besideEvents(events, suffix));
    if (cluster === null) return [create(name, stored)];
    const shard = besideEvents(events, `${suffix}_shard`);
    const spread = [cluster, shard.database, shard.table].map(clickhouseText).join(', ');
    return [create(clickhouseTable(shard), stored), create(name, `Distributed(${spread}, ${shardBy})`)];
  });
  return [`CREATE DATABASE IF NOT EXISTS ${clickhouseName(events.database)}`, ...tables];
}
