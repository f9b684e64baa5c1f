import { eventsOfCluster } from '../../src/cluster/cluster-events.ts';
import { connectClickHouse } from '../../src/engine/clickhouse/connect.ts';
import { parseClickHouseSource } from '../../src/engine/clickhouse/source-url.ts';
import { type ComputeOptions, computeReports } from '../../src/report/compute.ts';
import type { Report } from '../../src/report/report.ts';
import { usualOptions } from '../support/report-of.ts';

/** The reports of a table of a ClickHouse, by its URL. */
export async function reportsOfTable(
  url: string,
  options: Partial<ComputeOptions> = {},
): Promise<readonly Report[]> {
  const source = parseClickHouseSource(url);
  const server = await connectClickHouse(source, { environment: {}, session: true });
  try {
    const events = await eventsOfCluster(server, {
      table: source,
      deliveries: source.deliveries,
      allowPartial: false,
      mapping: undefined,
      isSharded: source.isSharded,
      keepQuery: false,
    });
    const { each } = await computeReports(events, { ...usualOptions, ...options });
    const reports: Report[] = [];
    for await (const report of each()) reports.push(report);
    return reports;
  } finally {
    await server.close();
  }
}
