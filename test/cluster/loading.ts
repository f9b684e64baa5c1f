import { readDump } from '../../src/dump/read-dump.ts';
import { openDuckDB } from '../../src/engine/duckdb.ts';
import { type Outcome, run } from '../cli/run.ts';
import type { Cluster } from '../support/cluster/cluster.ts';

/** The URL of a table of a cluster, with a host of each server. */
export const urlOf = ({ shards }: Cluster, table: string): string =>
  `clickhouse://${shards.map(({ httpPort }) => `127.0.0.1:${httpPort}`).join(',')}/mail.${table}`;

/** Runs `load` into a table that is spread over a cluster. */
export const load = (cluster: Cluster, table: string, ...args: readonly string[]): Promise<Outcome> =>
  run(['load', ...args, '--to', urlOf(cluster, table), '--create', '--cluster', cluster.name]);

/** What a load that was asked for JSON says that it has done. */
export function loadedBy({ status, stdout, stderr }: Outcome): unknown {
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

/** The rows of a query, sorted, as the servers write them. */
export async function rowsOf(cluster: Cluster, sql: string, shard = 0): Promise<readonly string[]> {
  const text = await cluster.query(sql, shard);
  return text === '' ? [] : text.split('\n').sort();
}

/** How many rows a dump has of each delivery and type, as its engine counts them, in the form of `rowsOf`. */
export async function countsOf(dump: readonly string[]): Promise<readonly string[]> {
  const engine = await openDuckDB();
  try {
    await readDump(engine, dump);
    const rows = await engine.query(`
      SELECT delivery_id, event_type, is_test, count(*) AS rows
      FROM dump_rows
      WHERE event_type IS NOT NULL AND event_type <> 'ignored'
      GROUP BY ALL`);
    return rows.map((row) => Object.values(row).join('\t')).sort();
  } finally {
    await engine.close();
  }
}

/** What of a table lies there in whatever copies, and what its journal says: the same as long as nothing is added. */
export const stateOf = async (cluster: Cluster, table: string): Promise<readonly string[]> => [
  await cluster.query(`SELECT count() FROM mail.${table}`),
  await cluster.query(`SELECT sum(cityHash64(event_key, occurrence)) FROM mail.${table} FINAL`),
  ...(await rowsOf(cluster, `SELECT * FROM mail.${table}_loads FINAL`)),
];
