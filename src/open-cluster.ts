import { type ClusterEvents, eventsOfCluster } from './cluster/cluster-events.ts';
import type { ReadOptions } from './dump/read-dump.ts';
import { connectClickHouse } from './engine/clickhouse/connect.ts';
import { parseClickHouseSource, shownSource } from './engine/clickhouse/source-url.ts';
import { UsageError } from './errors.ts';
import type { OpenedEvents } from './opened-events.ts';
import type { Terminal } from './terminal.ts';

/** How a cluster is asked. */
export interface ClusterChoices {
  /** Whether a report may be made of what is there, where shards are down or dumps not all in. */
  readonly allowPartial: boolean;
  /** How long one query may take, in seconds; as usual where it is undefined. */
  readonly maxSeconds: number | undefined;
}

function requireNoFormats({ formats }: ReadOptions): void {
  if (formats !== undefined)
    throw new UsageError('--format is about files, not about a ClickHouse', 'leave it out');
}

/**
 * Opens a table of a ClickHouse.
 * @throws CommandError where it cannot be reached or read, or not all of it can be
 */
export async function openCluster(
  url: string,
  reading: ReadOptions,
  { allowPartial, maxSeconds }: ClusterChoices,
  terminal: Pick<Terminal, 'progress' | 'note'>,
): Promise<OpenedEvents & { readonly store: ClusterEvents }> {
  const source = parseClickHouseSource(url);
  requireNoFormats(reading);
  terminal.progress('Asking the ClickHouse');
  const server = await connectClickHouse(source, {
    environment: process.env,
    session: true,
    ...(maxSeconds === undefined ? {} : { maxSeconds }),
  });
  try {
    const { table, deliveries } = source;
    const store = await eventsOfCluster(server, {
      table: { database: source.database, table },
      deliveries,
      allowPartial,
      mapping: reading.mapping?.mapping,
      isSharded: source.isSharded,
      keepQuery: reading.keepQuery ?? false,
    });
    terminal.note(`${shownSource(source)}: ClickHouse ${server.version.join('.')} at ${server.address}`);
    return { store, rejects: '', close: () => server.close() };
  } catch (error) {
    await server.close();
    throw error;
  }
}
