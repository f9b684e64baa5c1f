import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { native } from '../../src/dump/formats/native.ts';
import { type Cluster, clusterIsInstalled, startCluster } from '../support/cluster/cluster.ts';
import { computeFiles } from '../support/report-of.ts';
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
});
