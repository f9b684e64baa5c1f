import { createTables } from '../../src/cluster/create-tables.ts';
import { loadDumpIntoCluster } from '../../src/cluster/load-dump.ts';
import { lastingKeys } from '../../src/dump/keys.ts';
import { type ReadOptions, readDump } from '../../src/dump/read-dump.ts';
import { type ClickHouseServer, connectClickHouse } from '../../src/engine/clickhouse/connect.ts';
import { parseClickHouseSource } from '../../src/engine/clickhouse/source-url.ts';
import type { TableName } from '../../src/engine/clickhouse/sql-text.ts';
import { openDuckDB } from '../../src/engine/duckdb.ts';
import type { Cluster } from '../support/cluster/cluster.ts';
import { urlOf } from './loading.ts';

/** How a dump is read, as `load` reads it. */
export interface LoadingOptions extends Pick<ReadOptions, 'formats' | 'mapping' | 'keepQuery'> {
  readonly redactDomains?: boolean;
  /** So small that most dumps are several, unless it is given. */
  readonly batchSize?: number;
}

async function connectAll(
  cluster: Cluster,
  table: string,
): Promise<[ClickHouseServer, ...ClickHouseServer[]]> {
  const source = parseClickHouseSource(urlOf(cluster, table));
  const [first, ...others] = await Promise.all(
    source.hosts.map((host) => connectClickHouse({ ...source, hosts: [host] }, { environment: {} })),
  );
  if (first === undefined) throw new Error('a cluster without servers');
  return [first, ...others];
}

/** Does what the command `load` does, without a process of its own: files go into a table, which is made on all servers. */
export async function loadInto(
  servers: readonly [ClickHouseServer, ...ClickHouseServer[]],
  events: TableName,
  cluster: string | null,
  files: readonly string[],
  { keepQuery = false, redactDomains = false, batchSize = 50, ...options }: LoadingOptions = {},
): Promise<void> {
  const engine = await openDuckDB();
  try {
    await createTables(servers, events, cluster);
    const dump = await readDump(engine, files, { ...options, keepQuery, redactDomains, keys: lastingKeys });
    await loadDumpIntoCluster(engine, dump, {
      ...{ server: servers[0], events, keepQuery, redactDomains, batchSize },
      watch: () => {},
    });
  } finally {
    await engine.close();
  }
}

/** Loads files into a table that is spread over a cluster. */
export async function loadHere(
  cluster: Cluster,
  table: string,
  files: readonly string[],
  options?: LoadingOptions,
): Promise<void> {
  const servers = await connectAll(cluster, table);
  try {
    await loadInto(servers, { database: 'mail', table }, cluster.name, files, options);
  } finally {
    for (const server of servers) await server.close();
  }
}
