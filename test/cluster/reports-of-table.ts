import { eventsOfCluster } from '../../src/cluster/cluster-events.ts';
import type { Mapping } from '../../src/dump/mapping/mapping-file.ts';
import { type ClickHouseServer, connectClickHouse } from '../../src/engine/clickhouse/connect.ts';
import { type ClickHouseSource, parseClickHouseSource } from '../../src/engine/clickhouse/source-url.ts';
import { type ComputeOptions, computeReports } from '../../src/report/compute.ts';
import type { Report } from '../../src/report/report.ts';
import { usualOptions } from '../support/report-of.ts';

interface Reading {
  readonly mapping?: Mapping;
  readonly keepQuery?: boolean;
}

/** The reports of a table of a ClickHouse, by its URL. */
export async function reportsOfTable(
  url: string,
  options: Partial<ComputeOptions> = {},
  reading: Reading = {},
): Promise<readonly Report[]> {
  const source = parseClickHouseSource(url);
  const server = await connectClickHouse(source, { environment: {}, session: true });
  try {
    return await reportsFrom(server, source, options, reading);
  } finally {
    await server.close();
  }
}

/** The reports of a table of a server. */
export async function reportsFrom(
  server: ClickHouseServer,
  source: Pick<ClickHouseSource, 'database' | 'table' | 'deliveries' | 'isSharded'>,
  options: Partial<ComputeOptions>,
  { mapping, keepQuery = false }: Reading = {},
): Promise<readonly Report[]> {
  const events = await eventsOfCluster(server, {
    table: source,
    deliveries: source.deliveries,
    allowPartial: false,
    mapping,
    isSharded: source.isSharded,
    keepQuery,
  });
  const { each } = await computeReports(events, { ...usualOptions, ...options });
  const reports: Report[] = [];
  for await (const report of each()) reports.push(report);
  return reports;
}
