import { createTables, requireTables } from '../cluster/create-tables.ts';
import { type Loaded, loadDumpIntoCluster } from '../cluster/load-dump.ts';
import { lastingKeys } from '../dump/keys.ts';
import { type ClickHouseServer, connectClickHouse } from '../engine/clickhouse/connect.ts';
import {
  type ClickHouseSource,
  isClickHouseSource,
  parseClickHouseSource,
  shownSource,
} from '../engine/clickhouse/source-url.ts';
import { UsageError } from '../errors.ts';
import { readUsableDump } from '../read-usable-dump.ts';
import type { Terminal } from '../terminal.ts';
import { readOptions } from './read-options.ts';

/** The options of the load command as they come from the command line. */
export interface LoadCommandOptions {
  readonly dump: readonly string[];
  readonly to: string;
  readonly create: boolean;
  readonly cluster?: string | undefined;
  readonly format?: readonly string[] | undefined;
  readonly mapping?: string | undefined;
  readonly keepQuery: boolean;
  readonly redactDomains: boolean;
  readonly batchSize: number;
  readonly json: boolean;
}

function targetOf({ to, dump, create, cluster, batchSize }: LoadCommandOptions): ClickHouseSource {
  if (!isClickHouseSource(to)) {
    throw new UsageError(
      '--to is where a ClickHouse is, and no such URL',
      'write --to clickhouse://user@host:8123/database.table',
    );
  }
  if (dump.some(isClickHouseSource)) {
    throw new UsageError('load takes dumps, and one of the arguments is a ClickHouse', 'see --to');
  }
  if (cluster !== undefined && !create) {
    throw new UsageError(
      '--cluster is what tables are made for, and none is to be made',
      'give --create too',
    );
  }
  if (!Number.isSafeInteger(batchSize) || batchSize < 1) {
    throw new UsageError('--batch-size is no number of events', 'give a whole number, such as 100000');
  }
  const target = parseClickHouseSource(to);
  if (target.deliveries.length > 0) {
    throw new UsageError('--to: a dump is loaded with all of its deliveries', 'leave out delivery=');
  }
  return target;
}

/** Connects, and makes the tables where that is asked for: on each host, if they are to be on a cluster. */
async function open(
  target: ClickHouseSource,
  { create, cluster }: LoadCommandOptions,
): Promise<ClickHouseServer> {
  const options = { environment: process.env };
  const servers: ClickHouseServer[] = [];
  try {
    const sources =
      cluster === undefined ? [target] : target.hosts.map((host) => ({ ...target, hosts: [host] }));
    for (const source of sources) servers.push(await connectClickHouse(source, options));
    const [first, ...others] = servers;
    if (first === undefined) throw new Error('a ClickHouse without a host');
    if (create) await createTables([first, ...others], target, cluster ?? null);
    await requireTables(first, target);
    for (const server of others) await server.close();
    return first;
  } catch (error) {
    for (const server of servers) await server.close();
    throw error;
  }
}

const number = (value: number): string => value.toLocaleString('en-US');

function resultLine(table: string, { events, deliveries, added }: Loaded): string {
  const of = `of ${number(deliveries)} ${deliveries === 1 ? 'delivery' : 'deliveries'}`;
  if (added === 0) return `${table}: all ${number(events)} events ${of} were there already`;
  const there = added < events ? `, ${number(events - added)} were there already` : '';
  return `${table}: ${number(added)} events ${of} added${there}`;
}

/**
 * Loads a dump into a table of a ClickHouse that reports can be made from. What is in already is not sent again.
 * @throws CommandError
 */
export async function load(options: LoadCommandOptions, terminal: Terminal): Promise<void> {
  const target = targetOf(options);
  const reading = { ...(await readOptions(options)), keys: lastingKeys };
  // Whether there is anywhere to go is asked first: reading takes longer.
  const server = await open(target, options);
  try {
    const { openDuckDB } = await import('../engine/duckdb.ts');
    const engine = await openDuckDB();
    try {
      const { dump, rejects } = await readUsableDump(
        engine,
        options.dump,
        reading,
        terminal,
        'see why with: email-live-report inspect <dump>',
      );
      terminal.progress('Sorting the events');
      const { keepQuery, redactDomains, batchSize } = options;
      const loaded = await loadDumpIntoCluster(engine, dump, {
        server,
        events: target,
        keepQuery,
        redactDomains,
        batchSize,
        watch: (howFar) => terminal.progress('Sending events', howFar),
      });
      terminal.progress('');
      const table = shownSource(target);
      if (options.json) terminal.json({ table, ...loaded, rejected: rejects.length });
      else terminal.result(resultLine(table, loaded));
    } finally {
      await engine.close();
    }
  } finally {
    await server.close();
  }
}
