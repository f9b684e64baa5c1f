import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventsOfCluster } from '../../src/cluster/cluster-events.ts';
import { loadDumpIntoCluster } from '../../src/cluster/load-dump.ts';
import { createStatements } from '../../src/cluster/table-layout.ts';
import { lastingKeys } from '../../src/dump/keys.ts';
import { readDump } from '../../src/dump/read-dump.ts';
import { openDuckDB } from '../../src/engine/duckdb.ts';
import { computeReports } from '../../src/report/compute.ts';
import type { Report } from '../../src/report/report.ts';
import { type DumpFile, expectSame, written } from '../cluster/equal-reports.ts';
import {
  hostileDeliveries,
  hostileFormats,
  manyNames,
  strayDates,
  vendorPayloads,
} from '../cluster/telling-dumps.ts';
import { computeFiles, usualOptions } from '../support/report-of.ts';
import { EmbeddedServer } from './embedded-server.ts';

describe.each([
  ['together', false],
  ['by lifts', true],
])("today's ClickHouse, asked %s,", (_how, sharded) => {
  let server: EmbeddedServer;
  let tables = 0;
  beforeAll(() => {
    server = new EmbeddedServer({ sharded });
  });
  afterAll(() => server.close());

  /** Loads files, and makes their reports. */
  async function reportsOf(files: readonly string[], timezone: string): Promise<readonly Report[]> {
    tables += 1;
    const events = { database: 'mail', table: `dump_${tables}` };
    for (const statement of createStatements(events, null)) await server.command(statement);
    const engine = await openDuckDB();
    try {
      const dump = await readDump(engine, files, { keys: lastingKeys });
      await loadDumpIntoCluster(engine, dump, {
        ...{ server, events, keepQuery: false, redactDomains: false, batchSize: 2000, watch: () => {} },
      });
    } finally {
      await engine.close();
    }
    const store = await eventsOfCluster(server, {
      ...{ table: events, deliveries: [], allowPartial: false },
      ...{ mapping: undefined, isSharded: false, keepQuery: false },
    });
    const { each } = await computeReports(store, { ...usualOptions, timezone });
    const reports: Report[] = [];
    for await (const report of each()) reports.push(report);
    return reports;
  }

  it.each(['native.ndjson', 'native.csv', 'ajo.ndjson', 'deliveries.ndjson'])(
    'gives the reports of samples/%s, byte for byte',
    async (name) => {
      const files = [`samples/${name}`];
      const { reports } = await computeFiles(files, { timezone: 'Europe/Paris' });
      expectSame(await reportsOf(files, 'Europe/Paris'), reports);
    },
  );

  const dumps: readonly (readonly [string, readonly DumpFile[]])[] = [
    ['what vendors publish of their formats', vendorPayloads],
    ['many deliveries with hostile names', hostileDeliveries],
    ['hostile texts', hostileFormats],
    ['more domains and variants than are told apart', manyNames],
    ['stray dates', strayDates],
  ];
  it.each(dumps)('gives the reports of %s', async (_name, dump) => {
    const files = written(dump);
    const { reports } = await computeFiles(files, { timezone: 'Australia/Lord_Howe' });
    expect(reports.length).toBeGreaterThan(0);
    expectSame(await reportsOf(files, 'Australia/Lord_Howe'), reports);
  });
});
