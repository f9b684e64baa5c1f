import type { ClickHouseServer } from '../engine/clickhouse/connect.ts';
import { clickhouseName, type TableName } from '../engine/clickhouse/sql-text.ts';
import { NoInputError } from '../errors.ts';

/** What a Distributed table is made of. */
export interface Distribution {
  readonly cluster: string;
  readonly local: TableName;
  readonly shardingKey: string | null;
}

/** A table as the server describes it. */
export interface DescribedTable extends TableName {
  /** Its columns, by name, with their types. */
  readonly columns: ReadonlyMap<string, string>;
  readonly engine: string;
  readonly distribution: Distribution | null;
}

const unquoted = (name: string): string => /^[`'"](.*)[`'"]$/s.exec(name)?.[1] ?? name;

/** What `Distributed(cluster, database, table[, key[, policy]])` says; null for any other engine. */
export function distributionOf(engineFull: string): Distribution | null {
  const parts = /^Distributed\(([^,]+),\s*([^,]+),\s*([^,)]+)(?:,\s*(.+))?\)/s.exec(engineFull);
  if (parts === null) return null;
  const [, cluster = '', database = '', table = '', rest] = parts;
  const policy = /,\s*'[^']*'$/;
  return {
    cluster: unquoted(cluster.trim()),
    local: { database: unquoted(database.trim()), table: unquoted(table.trim()) },
    shardingKey: rest === undefined ? null : rest.replace(policy, '').trim(),
  };
}

/** Describes a table of a server; undefined where there is none of this name. */
export async function findTable(
  server: ClickHouseServer,
  name: TableName,
): Promise<DescribedTable | undefined> {
  const parameters = { database: name.database, table: name.table };
  const [found] = await server.query(
    `SELECT engine, engine_full FROM system.tables WHERE database = {database:String} AND name = {table:String}`,
    parameters,
  );
  if (found === undefined) return undefined;
  const columns = await server.query(
    `SELECT name, type FROM system.columns WHERE database = {database:String} AND table = {table:String}`,
    parameters,
  );
  return {
    ...name,
    columns: new Map(columns.map(({ name, type }) => [String(name), String(type)])),
    engine: String(found.engine),
    distribution: distributionOf(String(found.engine_full)),
  };
}

/** @throws NoInputError where there is no such table */
export async function describeTable(server: ClickHouseServer, name: TableName): Promise<DescribedTable> {
  const table = await findTable(server, name);
  if (table !== undefined) return table;
  throw new NoInputError(
    `ClickHouse at ${server.address} has no table ${clickhouseName(name.database)}.${clickhouseName(name.table)}`,
    'look at the URL, or make it with: email-live-report load <dump> --to <URL> --create',
  );
}
