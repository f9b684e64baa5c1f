import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { run } from '../cli/run.ts';
import { type Cluster, clusterIsInstalled, startCluster } from '../support/cluster/cluster.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { load, loadedBy, rowsOf, urlOf } from './loading.ts';

const cli = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
const dump = ['samples/native.ndjson', 'samples/deliveries.ndjson'];
const batchSize = 200;
const inBatches = ['--batch-size', String(batchSize), '--json'];

describe.skipIf(!clusterIsInstalled())('a load that is interrupted', () => {
  let cluster: Cluster;
  /** What lies in the cluster after a load that nothing came between. */
  let whole: readonly string[];
  beforeAll(async () => {
    cluster = await startCluster();
    expect((await load(cluster, 'whole', ...dump)).status).toBe(0);
    whole = await eventsIn('whole');
    // Longer than a server is waited for, so that what it says is heard.
  }, 90_000);
  afterAll(() => cluster?.stop());

  const eventsIn = (table: string): Promise<readonly string[]> =>
    rowsOf(cluster, `SELECT * FROM mail.${table} FINAL`);
  const standingOf = async (
    table: string,
  ): Promise<{ readonly batches: number; readonly complete: number }> => {
    const [row = ''] = await rowsOf(
      cluster,
      `SELECT batches, complete FROM mail.${table}_loads FINAL GROUP BY batches, complete`,
    );
    const [batches, complete] = row.split('\t').map(Number);
    return { batches: batches ?? 0, complete: complete ?? 0 };
  };

  /** Loads in small batches, and kills the process once some of them are in. */
  async function interrupt(table: string, paths = dump): Promise<void> {
    const args = ['load', ...paths, '--to', urlOf(cluster, table), '--create', '--cluster', cluster.name];
    const child = spawn(process.execPath, [cli, ...args, ...inBatches], { stdio: 'ignore' });
    onTestFinished(() => void child.kill('SIGKILL'));
    const ended = once(child, 'exit');
    await vi.waitFor(async () => expect((await standingOf(table)).batches).toBeGreaterThan(1), {
      timeout: 20_000,
      interval: 20,
    });
    child.kill('SIGKILL');
    await ended;
    expect(child.signalCode).toBe('SIGKILL');
    expect(await standingOf(table)).toMatchObject({ complete: 0 });
  }

  it('by SIGKILL goes on where it was', async () => {
    const table = 'killed';
    await interrupt(table);
    const { batches } = await standingOf(table);
    const loaded = loadedBy(await load(cluster, table, ...dump, ...inBatches));
    expect(loaded).toMatchObject({ events: whole.length, added: whole.length - batchSize * batches });
    expect(await eventsIn(table)).toEqual(whole);
    expect(await standingOf(table)).toMatchObject({ complete: 1 });
    expect(loadedBy(await load(cluster, table, ...dump, '--json'))).toMatchObject({ added: 0 });
  });

  it('begins anew where the batches are others, and every event is there once', async () => {
    await interrupt('other_batches');
    const loaded = loadedBy(await load(cluster, 'other_batches', ...dump, '--batch-size', '1000', '--json'));
    expect(loaded).toMatchObject({ added: whole.length });
    expect(await eventsIn('other_batches')).toEqual(whole);
  });

  it('goes on under the name that its delivery had, where that was the name of a file', async () => {
    const folder = temporaryFolder();
    const rows = Array.from({ length: 2000 }, (_, number) => `sent,${1_795_334_400 + number},m${number}\n`);
    writeFileSync(join(folder, 'monday.csv'), `event_type,timestamp,message_id\n${rows.join('')}`);
    await interrupt('renamed', [join(folder, 'monday.csv')]);
    copyFileSync(join(folder, 'monday.csv'), join(folder, 'tuesday.csv'));
    expect((await load(cluster, 'renamed', join(folder, 'tuesday.csv'), ...inBatches)).status).toBe(0);
    const counted = 'SELECT delivery_id, count() FROM mail.renamed FINAL GROUP BY delivery_id';
    expect(await rowsOf(cluster, counted)).toEqual(['monday\t2000']);
    expect(await rowsOf(cluster, 'SELECT delivery_id, complete FROM mail.renamed_loads FINAL')).toEqual([
      'monday\t1',
    ]);
  });

  it('by the network ends with 75, says how much is in, and goes on', async () => {
    let passed = 0;
    const proxy = createServer((client) => {
      const server = connect(cluster.shards[0].httpPort, '127.0.0.1');
      client.on('data', (bytes) => {
        passed += bytes.length;
        // Some batches long.
        if (passed > 40_000) {
          client.destroy();
          server.destroy();
          proxy.close();
        }
      });
      for (const socket of [client, server]) socket.on('error', () => {});
      client.pipe(server).pipe(client);
    });
    onTestFinished(() => void proxy.close());
    proxy.listen(0, '127.0.0.1');
    await once(proxy, 'listening');
    const { port } = proxy.address() as AddressInfo;
    const to = (host: number): string[] => ['--to', `clickhouse://127.0.0.1:${host}/mail.cut`, ...inBatches];
    const { status, stderr } = await run(['load', ...dump, '--create', ...to(port)]);
    expect(stderr).toMatch(
      /was lost in the middle: .*; \d+ of \d+ batches are in \(the same command goes on from there\)\n$/,
    );
    expect(status).toBe(75);
    expect(loadedBy(await run(['load', ...dump, ...to(cluster.shards[0].httpPort)]))).toMatchObject({
      events: whole.length,
    });
    expect(await eventsIn('cut')).toEqual(whole);
  });

  it('by a shard that is down ends with 75, and is completed when that is back', async () => {
    await interrupt('shard');
    await cluster.kill(2);
    const failed = await load(cluster, 'shard', ...dump, ...inBatches);
    expect(failed.stderr).toMatch(/cannot reach ClickHouse at 127\.0\.0\.1:\d+ \(connection refused\)/);
    expect(failed.status).toBe(69);
    const again = ['load', ...dump, '--to', urlOf(cluster, 'shard'), ...inBatches];
    const { status, stdout, stderr } = await run(again);
    expect(stderr).toMatch(
      /does not reach a shard\b.*; (nothing was added|\d+ of \d+ batches are in) \(the same command goes on from there\)\n$/,
    );
    expect([status, stdout]).toEqual([75, '']);
    await cluster.restart(2);
    expect(loadedBy(await run(again))).toMatchObject({ events: whole.length });
    expect(await eventsIn('shard')).toEqual(whole);
    expect(await standingOf('shard')).toMatchObject({ complete: 1 });
  });
});
