import type { ClickHouseServer } from '../engine/clickhouse/connect.ts';
import { clickhouseText, type TableName } from '../engine/clickhouse/sql-text.ts';
import { BadDataError, NoInputError, UsageError } from '../errors.ts';
import { besideEvents, createStatements, tableKinds } from './table-layout.ts';

const named = ({ database, table }: TableName): string => `${database}.${table}`;

/** @throws UsageError where a server knows no cluster of this name */
async function requireCluster(server: ClickHouseServer, cluster: string): Promise<void> {
  const rows = await server.query('SELECT DISTINCT cluster FROM system.clusters ORDER BY cluster');
  const known = rows.map((row) => String(row.cluster));
  if (known.includes(cluster)) return;
  throw new UsageError(
    `--cluster: ClickHouse at ${server.address} knows no cluster "${cluster}"`,
    known.length === 0 ? 'it knows none at all' : `it knows ${known.join(', ')}`,
  );
}

/**
 * Makes the database and the tables on each of these servers, where they are not there.
 * @param cluster what the tables are to be spread over; null for one server
 * @throws UsageError where the cluster is not known, or has servers that are none of these
 */
export async function createTables(
  servers: readonly [ClickHouseServer, ...ClickHouseServer[]],
  events: TableName,
  cluster: string | null,
): Promise<void> {
  if (cluster !== null) for (const server of servers) await requireCluster(server, cluster);
  for (const server of servers)
    for (const statement of createStatements(events, cluster)) await server.command(statement);
  if (cluster !== null) await requireOnEveryShard(servers[0], events, cluster);
}

async function requireOnEveryShard(
  server: ClickHouseServer,
  events: TableName,
  cluster: string,
): Promise<void> {
  const name = clickhouseText(cluster);
  const [counted] = await server.query(
    `SELECT uniqExact(shard_num) AS shards FROM system.clusters WHERE cluster = ${name}`,
  );
  const tables = Object.keys(tableKinds).flatMap((suffix) => [suffix, `${suffix}_shard`]);
  const names = tables.map((suffix) => besideEvents(events, suffix).table);
  // One server of each shard answers.
  const rows = await server.query(`
    SELECT engine, count() AS tables
    FROM cluster(${name}, system, tables)
    WHERE database = ${clickhouseText(events.database)} AND name IN (${names.map(clickhouseText).join(', ')})
    GROUP BY engine`);
  const shards = Number(counted?.shards);
  const expected = Object.keys(tableKinds).length * shards;
  const count = (spread: boolean): number =>
    rows.reduce(
      (sum, { engine, tables }) => ((engine === 'Distributed') === spread ? sum + Number(tables) : sum),
      0,
    );
  if (count(true) + count(false) < 2 * expected) {
    throw new UsageError(
      `--create: the tables of ${named(events)} are not on every shard of cluster "${cluster}", which has ${shards}`,
      'name a host of every server in --to, with commas between them',
    );
  }
  if (count(true) !== expected) {
    throw new UsageError(
      `--create: ${named(events)} is there already, and is not spread over a cluster`,
      'leave out --cluster, or load into a table of another name',
    );
  }
}

/**
 * @throws NoInputError where there are no such tables, BadDataError where one lacks a column that is needed
 */
export async function requireTables(server: ClickHouseServer, events: TableName): Promise<void> {
  const kinds = Object.entries(tableKinds).map(([suffix, { columns }]) => ({
    table: besideEvents(events, suffix),
    columns: Object.keys(columns),
  }));
  const names = kinds.map(({ table }) => clickhouseText(table.table)).join(', ');
  const rows = await server.query(`
    SELECT table, name
    FROM system.columns
    WHERE database = ${clickhouseText(events.database)} AND table IN (${names})`);
  for (const { table, columns } of kinds) {
    const found = rows.filter((row) => row.table === table.table).map(({ name }) => name);
    if (found.length === 0)
      throw new NoInputError(
        `ClickHouse at ${server.address} has no table ${named(table)}`,
        'load --create makes it, on a cluster with --cluster NAME',
      );
    const missing = columns.find((name) => !found.includes(name));
    if (missing !== undefined)
      throw new BadDataError(
        `ClickHouse at ${server.address}: the table ${named(table)} has no column ${missing}`,
        'load into a table that load --create has made',
      );
  }
}
