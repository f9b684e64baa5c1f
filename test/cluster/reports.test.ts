import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Cluster, clusterIsInstalled, startCluster } from '../support/cluster/cluster.ts';
import { computeFiles } from '../support/report-of.ts';
import { load, loadedBy, urlOf } from './loading.ts';
import { reportsOfTable } from './reports-of-table.ts';

const sample = (name: string): string => `samples/${name}`;

describe.skipIf(!clusterIsInstalled())('a report from a cluster', () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await startCluster();
  });
  afterAll(() => cluster.stop());

  it.each(['native.ndjson', 'native.csv', 'ajo.ndjson', 'deliveries.ndjson'])(
    'of %s is that of the file, byte for byte',
    async (name) => {
      const table = name.replace('.', '_');
      loadedBy(await load(cluster, table, sample(name), '--json'));
      const options = { timezone: 'Europe/Paris' };
      const { reports } = await computeFiles([sample(name)], options);
      expect(await reportsOfTable(urlOf(cluster, table), options)).toEqual(reports);
    },
    120_000,
  );
});
