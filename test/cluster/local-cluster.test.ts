import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { request } from 'node:https';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { type Cluster, clusterIsInstalled, startCluster } from '../support/cluster/cluster.ts';
import { users } from '../support/cluster/configuration.ts';

const commandOf = (id: string): string => {
  try {
    return readFileSync(`/proc/${id}/cmdline`, 'utf8');
  } catch {
    return '';
  }
};

/** The processes that were started with something in a folder. */
const processesOf = (folder: string): readonly string[] =>
  readdirSync('/proc').filter((id) => /^\d+$/.test(id) && commandOf(id).includes(folder));

/** What a cluster leaves behind: its processes and its folder. */
const leftOf = (folder: string) => ({ processes: processesOf(folder), folder: existsSync(folder) });
const nothing = { processes: [], folder: false };

describe.skipIf(!clusterIsInstalled())('a local cluster', () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await startCluster();
  });
  afterAll(() => cluster.stop());

  /** What a query by HTTP gives to a user; the server's words where it fails. */
  async function asked(user: string, password: string, sql: string, settings = ''): Promise<string> {
    const headers = { 'X-ClickHouse-User': user, 'X-ClickHouse-Key': password };
    const url = `${cluster.shards[0].url}/?${settings}`;
    return (await (await fetch(url, { method: 'POST', headers, body: sql })).text()).trim();
  }

  /** A table of rows 0..999 over all shards; returns its name. */
  async function numbersOnEveryShard(name: string): Promise<string> {
    for (const shard of cluster.shards.keys()) {
      await cluster.query(`CREATE TABLE ${name}_shard (n UInt64) ENGINE = MergeTree ORDER BY n`, shard);
    }
    const engine = `Distributed(${cluster.name}, default, ${name}_shard, n)`;
    await cluster.query(`CREATE TABLE ${name} (n UInt64) ENGINE = ${engine}`);
    const insert = `INSERT INTO ${name} SELECT number FROM system.numbers LIMIT 1000`;
    // Without this the rows are on their way to the shards for some seconds.
    expect(await asked('default', '', insert, 'insert_distributed_sync=1')).toBe('');
    return name;
  }

  it('has three shards, each with an address of its own, that see each other', async () => {
    expect(cluster.shards).toHaveLength(3);
    expect(new Set(cluster.shards.map(({ url }) => url)).size).toBe(3);
    for (const shard of cluster.shards.keys()) {
      expect(await cluster.query('SELECT count() FROM cluster(report, system, one)', shard)).toBe('3');
    }
  });

  it('adds up what lies on its shards', async () => {
    const table = await numbersOnEveryShard('adding');
    expect(await cluster.query(`SELECT count(), sum(n) FROM ${table}`)).toBe('1000\t499500');
    for (const shard of cluster.shards.keys()) {
      const own = await cluster.query(`SELECT count(), min(n % 3), max(n % 3) FROM ${table}_shard`, shard);
      expect(own).toBe(`${shard === 0 ? 334 : 333}\t${shard}\t${shard}`);
    }
  });

  it('fails with its own words while a shard is down, and has its rows again after', async () => {
    const table = await numbersOnEveryShard('failing');
    await cluster.kill(1);
    await expect(cluster.query(`SELECT sum(n) FROM ${table}`)).rejects.toThrow(
      /^Code: 279.*Connection refused/s,
    );
    await expect(cluster.query('SELECT 1', 1)).rejects.toThrow('fetch failed');
    await cluster.restart(1);
    expect(await cluster.query(`SELECT sum(n) FROM ${table}`)).toBe('499500');
    expect(await cluster.query(`SELECT count() FROM ${table}_shard`, 1)).toBe('333');
  });

  it('keeps who asks waiting while a shard hangs', async () => {
    const table = await numbersOnEveryShard('hanging');
    cluster.pause(2);
    const answer = cluster.query(`SELECT sum(n) FROM ${table}`);
    expect(await Promise.race([answer, setTimeout(300, 'waiting')])).toBe('waiting');
    cluster.resume(2);
    expect(await answer).toBe('499500');
    await cluster.kill(2);
    expect(() => cluster.pause(2)).toThrow('no running server');
    await cluster.restart(2);
  });

  it('throws with the words of the server, though the error comes late', async () => {
    const late = 'SELECT throwIf(number = 3000000) FROM system.numbers';
    await expect(cluster.query(late)).rejects.toThrow(/^Code: 395/);
  });

  it('has users who may write, read with settings, and only read', async () => {
    const create = (name: string): string => `CREATE TABLE ${name} (n UInt8) ENGINE = Memory`;
    const limit = 'max_rows_to_read=100';
    const { writer, reader, strict } = users;
    expect(await asked('writer', writer.password, create('by_writer'))).toBe('');
    expect(await asked('reader', reader.password, create('by_reader'))).toMatch(/^Code: 164.*readonly/s);
    expect(await asked('reader', reader.password, 'SELECT 7', limit)).toBe('7');
    expect(await asked('strict', strict.password, 'SELECT 7')).toBe('7');
    expect(await asked('strict', strict.password, 'SELECT 7', limit)).toMatch(/^Code: 164.*readonly/s);
    expect(await asked('reader', 'wrong', 'SELECT 7')).toMatch(/^Code: (193|516)/);
  });

  it('answers by https with a certificate of its own authority', async () => {
    for (const { httpsPort } of cluster.shards) {
      const get = (ca: string | undefined) =>
        new Promise<number | undefined>((resolve, reject) => {
          const call = request(`https://localhost:${httpsPort}/ping`, { ca, agent: false }, (response) => {
            resolve(response.resume().statusCode);
          });
          call.once('error', reject).end();
        });
      expect(await get(cluster.ca)).toBe(200);
      await expect(get(undefined)).rejects.toThrow('unable to verify');
    }
  });

  it('leaves no process and no folder when it is stopped', async () => {
    const other = await startCluster({ shards: 1 });
    expect(leftOf(other.folder)).toMatchObject({ folder: true });
    expect(processesOf(other.folder)).not.toEqual([]);
    await other.stop();
    expect(leftOf(other.folder)).toEqual(nothing);
    await other.stop();
  });

  for (const signal of ['SIGKILL', 'SIGTERM', 'SIGINT'] as const) {
    it(`leaves nothing when the process that started it ends by ${signal}`, async () => {
      const program = fileURLToPath(new URL('./cluster-process.ts', import.meta.url));
      const parent = spawn(process.execPath, ['--import', 'tsx', program], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      onTestFinished(() => void parent.kill('SIGKILL'));
      const folder = String((await once(parent.stdout, 'data'))[0]).trim();
      // Two servers, and what waits to remove the folder.
      expect(processesOf(folder)).toHaveLength(3);
      parent.kill(signal);
      await expect.poll(() => leftOf(folder), { timeout: 20_000 }).toEqual(nothing);
    });
  }
});
