import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clickhouseDialect } from '../../src/engine/clickhouse/dialect.ts';
import { expectEqualReports, type Loadable } from '../cluster/equal-reports.ts';
import { generatedDumps } from '../cluster/generated-dumps.ts';
import { loadInto } from '../cluster/loading-here.ts';
import { reportsFrom } from '../cluster/reports-of-table.ts';
import {
  hostileDeliveries,
  hostileFormats,
  manyNames,
  strayDates,
  vendorPayloads,
} from '../cluster/telling-dumps.ts';
import { EmbeddedServer, embeddedClusters } from './embedded-server.ts';

const cases = Number(process.env.CLUSTER_CASES ?? 20);
const seed = Number(process.env.CLUSTER_SEED ?? 20_261_126);

let folder: string;
let server: EmbeddedServer;
let tables = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'email-live-report-chdb-'));
  server = await EmbeddedServer.open(folder);
  process.stderr.write(`ClickHouse ${server.version.join('.')}\n`);
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

describe.each([
  ['a table of one server', null],
  ['a table that is spread over a cluster of one', embeddedClusters.one],
])("on today's ClickHouse, of %s, the reports are those of the files, byte for byte,", (_where, cluster) => {
  const ofServer: Loadable = {
    load: async (files, reading) => {
      tables += 1;
      const table = { database: 'mail', table: `dump_${tables}` };
      await loadInto([server], table, cluster, files, reading);
      return (options) => reportsFrom(server, { ...table, deliveries: [], isSharded: false }, options);
    },
  };

  it.each(['native.ndjson', 'native.csv', 'ajo.ndjson', 'deliveries.ndjson'])('of %s', async (name) => {
    const sample = { name, content: readFileSync(`samples/${name}`, 'utf8') };
    const options = [{ timezone: 'Europe/Paris' }];
    expect(await expectEqualReports(ofServer, [sample], { batchSize: 4000 }, options)).toBeGreaterThan(0);
  });

  it(`of ${cases} generated dumps`, { timeout: 60_000 + cases * 30_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(generatedDumps, async ({ files, reading, asked }) => {
        await expectEqualReports(ofServer, files, reading, asked);
      }),
      { numRuns: cases, seed, endOnFailure: true },
    );
  });

  it.each([
    ['what vendors publish of their formats, all as one dump', vendorPayloads],
    ['more deliveries than are asked for at a time, with hostile names', hostileDeliveries],
    ['hostile texts in each place of each format', hostileFormats],
    ['more domains and variants than are told apart', manyNames],
    ['stray dates', strayDates],
  ])('of %s', { timeout: 120_000 }, async (_name, dump) => {
    const options = [{ timezone: 'Australia/Lord_Howe', includeTests: true }];
    expect(await expectEqualReports(ofServer, dump, { batchSize: 4000 }, options)).toBeGreaterThan(0);
  });
});

it("today's ClickHouse asks each shard of a cluster where its part of a table lies", async () => {
  const { wherever } = clickhouseDialect({ kind: 'sharded', cluster: embeddedClusters.two });
  const rows = await server.query(`
    SELECT id FROM ${wherever(['id'], 'SELECT generateUUIDv4() AS id FROM system.one')} AS told`);
  expect(new Set(rows.map(({ id }) => id)).size).toBe(2);
});
