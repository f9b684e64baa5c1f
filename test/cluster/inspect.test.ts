import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '../cli/run.ts';
import { type Cluster, clusterIsInstalled, startCluster } from '../support/cluster/cluster.ts';
import { load, loadedBy, urlOf } from './loading.ts';

const dump = ['samples/native.ndjson', 'samples/deliveries.ndjson'];

describe.skipIf(!clusterIsInstalled())('inspect', () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await startCluster();
    loadedBy(await load(cluster, 'both', ...dump, '--json'));
  });
  afterAll(() => cluster.stop());

  it('says of a table what it says of its dump', async () => {
    const [ofDump, ofTable] = await Promise.all([
      run(['inspect', ...dump]),
      run(['inspect', urlOf(cluster, 'both')]),
    ]);
    expect([ofTable.status, ofTable.stderr]).toEqual([0, '']);
    const [table, rows, ...rest] = ofTable.stdout.split('\n');
    expect(table).toBe(`Table       ${urlOf(cluster, 'both')}`);
    expect(rows).toMatch(/^Rows {8}3,422 events, \d+ duplicates among them$/);
    expect(rest.length).toBeGreaterThan(15);
    expect(ofDump.stdout.split('\n').slice(-rest.length)).toEqual(rest);
  });

  it('says it to machines, of the deliveries that the URL names', async () => {
    const { stdout } = await run(['inspect', `${urlOf(cluster, 'both')}?delivery=welcome`, '--json']);
    const { deliveries, eventTypes, rows } = JSON.parse(stdout) as {
      readonly deliveries: readonly { readonly id: string; readonly events: number }[];
      readonly eventTypes: readonly { readonly count: number }[];
      readonly rows: { readonly events: number };
    };
    expect(deliveries.map(({ id }) => id)).toEqual(['welcome']);
    expect(eventTypes.reduce((sum, { count }) => sum + count, 0)).toBe(rows.events);
    expect(deliveries[0]?.events).toBe(rows.events);
  });

  it('ends with 75 while a shard is down, and refuses two tables', async () => {
    await cluster.kill(1);
    const { status, stdout, stderr } = await run(['inspect', urlOf(cluster, 'both')]);
    expect([status, stdout]).toEqual([75, '']);
    expect(stderr).toContain('1 of 3 shards of report does not answer');
    await cluster.restart(1);
    expect((await run(['inspect', urlOf(cluster, 'both'), 'samples/native.ndjson'])).status).toBe(64);
  });
});
