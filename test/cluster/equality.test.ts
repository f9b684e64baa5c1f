import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Cluster, clusterIsInstalled, startCluster } from '../support/cluster/cluster.ts';
import { expectEqualReports, type Loadable } from './equal-reports.ts';
import { generatedDumps } from './generated-dumps.ts';
import { urlOf } from './loading.ts';
import { loadHere } from './loading-here.ts';
import { reportsOfTable } from './reports-of-table.ts';
import { hostileDeliveries, hostileFormats, manyNames, strayDates, vendorPayloads } from './telling-dumps.ts';

/** How many generated dumps are compared; CLUSTER_CASES says another number, CLUSTER_SEED where to begin. */
const cases = Number(process.env.CLUSTER_CASES ?? 8);
const seed = Number(process.env.CLUSTER_SEED ?? 20_261_126);

describe.skipIf(!clusterIsInstalled())(
  'the reports from a cluster are those of the files, byte for byte,',
  () => {
    let cluster: Cluster;
    let tables = 0;
    let reports = 0;
    beforeAll(async () => {
      cluster = await startCluster();
    });
    afterAll(async () => {
      await cluster.stop();
      process.stderr.write(`${reports} reports from a cluster compared with those of ${tables} dumps\n`);
    });

    const ofCluster: Loadable = {
      load: async (files, reading) => {
        tables += 1;
        const table = `dump_${tables}`;
        await loadHere(cluster, table, files, reading);
        return (options) => reportsOfTable(urlOf(cluster, table), options);
      },
    };

    it(`of ${cases} generated dumps`, { timeout: 60_000 + cases * 30_000 }, async () => {
      await fc.assert(
        fc.asyncProperty(generatedDumps, async ({ files, reading, asked }) => {
          reports += await expectEqualReports(ofCluster, files, reading, asked);
        }),
        { numRuns: cases, seed, endOnFailure: true },
      );
    });

    it.each([
      ['what vendors publish of their formats, all as one dump', vendorPayloads, 1],
      ['more deliveries than are asked for at a time, with hostile names', hostileDeliveries, 200],
      ['hostile texts in each place of each format', hostileFormats, 1],
      ['more domains and variants than are told apart', manyNames, 1],
      ['stray dates', strayDates, 1],
    ])('of %s', { timeout: 120_000 }, async (_name, dump, fewest) => {
      const asked = [{ timezone: 'Australia/Lord_Howe', includeTests: true }] as const;
      const compared = await expectEqualReports(ofCluster, dump, { keepQuery: true, batchSize: 4000 }, asked);
      expect(compared).toBeGreaterThanOrEqual(fewest);
      reports += compared;
    });
  },
);
