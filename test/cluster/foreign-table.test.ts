import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { native } from '../../src/dump/formats/native.ts';
import { mappedFormat } from '../../src/dump/mapping/mapped-format.ts';
import { mappingSchema } from '../../src/dump/mapping/mapping-file.ts';
import { type Cluster, clusterIsInstalled, startCluster } from '../support/cluster/cluster.ts';
import { computeFiles, ndjson } from '../support/report-of.ts';
import { temporaryFile } from '../support/temporary-folder.ts';
import { urlOf } from './loading.ts';
import { reportsOfTable } from './reports-of-table.ts';

const columns = Object.keys(native.columns);

/** The rows of a native dump with each value as a text, as a table of texts takes them. */
function textRows(path: string): string {
  return readFileSync(path, 'utf8')
    .trimEnd()
    .split('\n')
    .flatMap((line) => {
      try {
        const row = Object.entries(JSON.parse(line) as Record<string, unknown>);
        return [
          JSON.stringify(
            Object.fromEntries(row.map(([name, value]) => [name, value === null ? null : String(value)])),
          ),
        ];
      } catch {
        return [];
      }
    })
    .join('\n');
}

describe.skipIf(!clusterIsInstalled())('a report from a table of others', () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await startCluster();
    for (const shard of cluster.shards.keys()) {
      await cluster.query('CREATE DATABASE mail', shard);
      const declared = columns.map((name) => `${name} Nullable(String)`).join(', ');
      await cluster.query(
        `CREATE TABLE mail.native_shard (${declared}) ENGINE = MergeTree PARTITION BY tuple() ORDER BY tuple()`,
        shard,
      );
      await cluster.query(
        `CREATE TABLE mail.native AS mail.native_shard ENGINE = Distributed(report, mail, native_shard, rand())`,
        shard,
      );
    }
    await cluster.query(`INSERT INTO mail.native FORMAT JSONEachRow ${textRows('samples/native.ndjson')}`);
  });
  afterAll(() => cluster.stop());

  it('with the canonical columns is that of the file, wherever its rows lie', async () => {
    const options = { timezone: 'Europe/Paris' };
    const { reports } = await computeFiles(['samples/native.ndjson'], options);
    expect(await reportsOfTable(urlOf(cluster, 'native'), options)).toEqual(reports);
  });

  describe('by a mapping', () => {
    /** What a sender writes into its own table, and the same as rows of the native format. */
    const log = [
      ['QUEUED', 1795334400, 'ada@example.com', ''],
      ['OK', 1795334405, 'ada@example.com', ''],
      ['IMG', 1795334460, 'ada@example.com', ''],
      ['QUEUED', 1795334400, 'Bob.Builder+news@Example.org', ''],
      [
        'FAIL',
        1795334410,
        'Bob.Builder+news@Example.org',
        '550 5.1.1 <bob.builder+news@example.org>: bob.builder unknown',
      ],
      ['QUEUED', 1795334401, 'c@example.com', ''],
      ['FAIL', 1795334411, 'c@example.com', '452 4.2.2 over quota, says postmaster@example.com'],
      ['PING', 1795334420, 'c@example.com', ''],
      ['WHAT', 1795334421, 'c@example.com', ''],
    ] as const;
    const types: Readonly<Record<string, string>> = {
      QUEUED: 'sent',
      OK: 'delivered',
      FAIL: 'bounce',
      IMG: 'open',
      PING: 'ignored',
    };
    const columns = {
      event_type: { from: 'what', values: types },
      timestamp: 'at',
      delivery_id: { expression: "concat('campaign ', toString(campaign))" },
      recipient: 'who',
      reason: 'said',
    };
    const options = { timezone: 'UTC' };

    /** The report of the same log, read from a file by the same mapping, but for what is an expression. */
    async function reportOfFile(mapping: object) {
      const rows = log.map(([what, at, who, said]) => ({ what, at, who, said, campaign: 'campaign 7' }));
      const ofFiles = mappingSchema.parse({ ...mapping, columns: { ...columns, delivery_id: 'campaign' } });
      const file = temporaryFile('log.ndjson', ndjson(rows));
      const { reports } = await computeFiles([file], { ...options, mapping: mappedFormat(ofFiles) });
      return reports;
    }

    beforeAll(async () => {
      await cluster.query(
        `CREATE TABLE mail.log (what String, at DateTime('UTC'), who String, said String, campaign UInt32)
        ENGINE = MergeTree PARTITION BY tuple() ORDER BY at`,
      );
      const values = log.map(([what, at, who, said]) => `('${what}', ${at}, '${who}', '${said}', 7)`);
      await cluster.query(`INSERT INTO mail.log VALUES ${values.join(', ')}`);
    });

    it('with its own words, types and expressions is that of the same rows in a file', async () => {
      const mapping = mappingSchema.parse({ id: 'our-log', columns });
      const reports = await reportsOfTable(urlOf(cluster, 'log'), options, { mapping });
      expect(reports).toEqual(await reportOfFile({ id: 'our-log', columns }));
    });

    it('tells of nobody in what servers said', async () => {
      const mapping = mappingSchema.parse({ id: 'our-log', columns });
      const [report] = await reportsOfTable(urlOf(cluster, 'log'), options, { mapping });
      const reasons = report?.sections['bounce-reasons'].rows.map(({ example, reason }) => example ?? reason);
      expect(reasons).toEqual(['452 4.2.2 over quota, says …@…', '550 5.1.1 <…>: … unknown']);
      expect(JSON.stringify(report)).not.toMatch(/bob|builder|postmaster/i);
    });

    it('tells of what is missing in the table', async () => {
      const mapping = mappingSchema.parse({ columns: { ...columns, code: 'smtp' } });
      await expect(reportsOfTable(urlOf(cluster, 'log'), options, { mapping })).rejects.toMatchObject({
        exitStatus: 65,
        message: 'the table has no column `smtp`, which the mapping names',
      });
    });
  });
});

it('a mapping with SQL of ClickHouse is for no file', async () => {
  const columns = { event_type: 'what', timestamp: 'at', recipient: { expression: 'lower(who)' } };
  const mapping = mappedFormat(mappingSchema.parse({ columns }));
  const file = temporaryFile('log.ndjson', ndjson([{ what: 'sent', at: 1795334400, who: 'A@example.com' }]));
  await expect(computeFiles([file], { mapping })).rejects.toMatchObject({
    exitStatus: 64,
    message: '--mapping: columns.recipient.expression is SQL of ClickHouse, and the dump is in files',
  });
});
