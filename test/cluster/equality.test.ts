import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../src/report/report.ts';
import { type Cluster, clusterIsInstalled, startCluster } from '../support/cluster/cluster.ts';
import { computeFiles, ndjson } from '../support/report-of.ts';
import { expectEqualReports, expectSame, type Loadable, written } from './equal-reports.ts';
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

    /** The report of dumps that were loaded one after the other, and that of all their rows in one file. */
    async function ofParts(
      ...parts: readonly (readonly object[])[]
    ): Promise<readonly (readonly Report[])[]> {
      tables += 1;
      const table = `dump_${tables}`;
      for (const rows of parts) {
        const files = written([{ name: 'part.ndjson', content: ndjson(rows) }]);
        await loadHere(cluster, table, files);
      }
      const [whole = ''] = written([{ name: 'whole.ndjson', content: ndjson(parts.flat()) }]);
      return [await reportsOfTable(urlOf(cluster, table)), (await computeFiles([whole])).reports];
    }

    const event = (event_type: string, minute: number, message: number, more: object = {}): object => ({
      ...{ event_type, timestamp: new Date(Date.UTC(2026, 9, 24, 18, minute)).toISOString() },
      ...{ delivery_id: 'd', message_id: `m${message}`, recipient: `p${message}@d${message % 3}.example` },
      ...more,
    });

    it('of dumps that overlap, whose events in both count once', { timeout: 60_000 }, async () => {
      const rows = Array.from({ length: 60 }, (_, number) => [
        event('sent', 0, number, { event_id: `s${number}` }),
        event('delivered', number, number, { event_id: `d${number}` }),
      ]).flat();
      const [reports = [], ofFile = []] = await ofParts(
        [...rows.slice(0, 80), ...rows.slice(0, 10)],
        rows.slice(50),
      );
      expectSame(reports, ofFile);
      expect(ofFile[0]?.audit).toMatchObject({ read: 160, counted: 120, duplicates: 40 });
    });

    it('of dumps that follow each other, whoever else a message is said to be of', {
      timeout: 60_000,
    }, async () => {
      const numbers = Array.from({ length: 30 }, (_, number) => number);
      const [reports = [], ofFile = []] = await ofParts(
        numbers.map((number) => event('sent', 0, number)),
        // Of whom it is, another says.
        numbers.map((number) => event('delivered', 1, number, { recipient: null })),
        numbers.map((number) =>
          event('open', 2, number, { recipient: `cc${number}@d${number % 5}.example` }),
        ),
        numbers.flatMap((number) => [
          event('click', 3, number),
          event('click', 3, number, { recipient: `another${number}@example.com` }),
        ]),
      );
      expectSame(reports, ofFile);
    });

    it('of domains of few people, who have many messages', { timeout: 60_000 }, async () => {
      const rows = [9, 10].flatMap((people) =>
        Array.from({ length: 6 * people }, (_, number) =>
          event('sent', 0, 100 * people + number, { recipient: `p${number % people}@of-${people}.example` }),
        ),
      );
      const [dump = ''] = written([{ name: 'dump.ndjson', content: ndjson(rows) }]);
      await loadHere(cluster, 'few', [dump]);
      const redacted = { redactDomains: true };
      const { reports: ofFile } = await computeFiles([dump], redacted);
      expectSame(await reportsOfTable(urlOf(cluster, 'few'), redacted), ofFile);
      expect(ofFile[0]?.sections['recipient-domains'].rows.map(({ domain }) => domain)).toEqual([
        'of-10.example',
        null,
      ]);
    });

    it('of a dump of which a batch came twice', { timeout: 60_000 }, async () => {
      const [dump = ''] = written([
        {
          name: 'dump.ndjson',
          content: ndjson(Array.from({ length: 90 }, (_, number) => event('sent', 0, number))),
        },
      ]);
      await loadHere(cluster, 'doubled', [dump]);
      for (const [shard] of cluster.shards.entries())
        await cluster.query(
          'INSERT INTO mail.doubled_shard SELECT * FROM mail.doubled_shard LIMIT 10',
          shard,
        );
      expect(Number(await cluster.query('SELECT count() FROM mail.doubled'))).toBe(120);
      expectSame(await reportsOfTable(urlOf(cluster, 'doubled')), (await computeFiles([dump])).reports);
    });
  },
);
