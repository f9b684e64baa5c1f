import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventColumns, journalColumns } from '../../src/cluster/table-layout.ts';
import { listen } from '../engine/clickhouse/fake-clickhouse.ts';
import { type Cluster, clusterIsInstalled, startCluster } from '../support/cluster/cluster.ts';
import { users } from '../support/cluster/configuration.ts';
import { temporaryFile } from '../support/temporary-folder.ts';
import { load, loadedBy, urlOf } from './loading.ts';
import { passTo } from './passing-server.ts';
import { type Rendered, render } from './rendering.ts';

const one = 'samples/native.ndjson';

describe.skipIf(!clusterIsInstalled())('a report of a cluster', () => {
  let cluster: Cluster;
  let ofFile: Promise<Rendered> | undefined;
  /** What the report of the file is, which is made once. */
  const whole = async (): Promise<Rendered['files']> => {
    ofFile ??= render([one]);
    return (await ofFile).files;
  };
  beforeAll(async () => {
    cluster = await startCluster();
    loadedBy(await load(cluster, 'one', one, '--json'));
    const shard = 'mail.one_shard';
    await cluster.query(`CREATE TABLE mail.dropped AS ${shard} ENGINE = MergeTree ORDER BY delivery_id`);
    await cluster.query('ALTER TABLE mail.dropped DROP COLUMN reason');
    await cluster.query(`CREATE TABLE mail.empty AS ${shard} ENGINE = MergeTree ORDER BY delivery_id`);
    await cluster.query(`CREATE VIEW mail.slow AS SELECT * FROM ${shard} WHERE sleepEachRow(0.002) = 0`);
  });
  afterAll(() => cluster.stop());

  const at = (user: string, table = 'one'): string => {
    const [{ httpPort }] = cluster.shards;
    return `clickhouse://${user}@127.0.0.1:${httpPort}/mail.${table}`;
  };
  const passwordOf = (user: keyof typeof users): NodeJS.ProcessEnv => ({
    ELR_CLICKHOUSE_PASSWORD: users[user].password,
  });

  it('is made for a user who may only read, by https, and of a host that answers where the first does not', async () => {
    const certificate = temporaryFile('authority.pem', cluster.ca);
    const [{ httpPort, httpsPort }] = cluster.shards;
    for (const url of [
      at('reader'),
      `clickhouses://reader@127.0.0.1:${httpsPort}/mail.one?certificate=${certificate}`,
      `clickhouse://reader@127.0.0.1:1,127.0.0.1:${httpPort}/mail.one`,
    ]) {
      const { status, stderr, files } = await render([url, '--quiet'], { env: passwordOf('reader') });
      expect([status, stderr, files]).toEqual([0, '', await whole()]);
    }
  });

  it.each<{
    what: string;
    url: () => string;
    user?: keyof typeof users;
    args?: string[];
    status: number;
    says: RegExp;
  }>([
    {
      what: 'a wrong password',
      url: () => at('reader:a-wrong-one'),
      status: 69,
      says: /does not let "reader" in \(check the user/,
    },
    {
      what: 'an unknown user',
      url: () => at('nobody:a-wrong-one'),
      status: 69,
      says: /does not let "nobody" in \(check the user/,
    },
    {
      what: 'a user who may set nothing',
      url: () => at('strict'),
      user: 'strict',
      status: 69,
      says: /does not allow this to "strict": .* \(a report needs .*readonly=2/,
    },
    {
      what: 'a table that is not there',
      url: () => at('default', 'none'),
      status: 66,
      says: /has no table `mail`\.`none` \(look at the URL/,
    },
    {
      what: 'a database that is not there',
      url: () => at('default').replace('mail.', 'nowhere.'),
      status: 66,
      says: /has no table `nowhere`\.`one` \(look at the URL/,
    },
    {
      what: 'a table without rows',
      url: () => at('default', 'empty'),
      status: 65,
      says: /there are no events in `mail`\.`empty` \(load a dump/,
    },
    {
      what: 'a table that lacks a column',
      url: () => at('default', 'dropped'),
      status: 65,
      says: /`mail`\.`dropped` was made by load, and has no column reason any more \(/,
    },
    {
      what: 'a table of something else',
      url: () => at('default').replace('mail.one', 'system.clusters'),
      status: 65,
      says: /has no column event_type and no column timestamp \(say with --mapping/,
    },
    {
      what: 'too little memory',
      url: () => at('modest'),
      status: 75,
      says: /has no memory for a query: [^:]*: would use [^:]*: [\d.]+ MiB \(raise max_memory_usage/,
    },
    {
      what: 'too little time',
      url: () => at('default', 'slow'),
      args: ['--query-timeout', '1'],
      status: 75,
      says: /took too long over a query: .* \(try when/,
    },
    {
      what: 'a limit at which its user is content with less',
      url: () => at('hasty'),
      status: 75,
      says: /has reached a limit: .* \(raise the limit/,
    },
    {
      what: 'a certificate of an unknown authority',
      url: () => `clickhouses://127.0.0.1:${cluster.shards[0].httpsPort}/mail.one`,
      status: 69,
      says: /\(its certificate is not trusted\) \(add certificate=FILE/,
    },
    {
      what: 'the port of https for http',
      url: () => `clickhouse://127.0.0.1:${cluster.shards[0].httpsPort}/mail.one`,
      status: 69,
      says: /\(if this is a port of https/,
    },
    {
      what: 'the port of native clients',
      url: () => `clickhouse://127.0.0.1:${cluster.shards[0].tcpPort}/mail.one`,
      status: 69,
      says: /\(this port is for native clients\) \(/,
    },
    {
      what: 'half a second',
      url: () => at('default'),
      args: ['--query-timeout', '0.5'],
      status: 64,
      says: /--query-timeout is no whole number of seconds \(/,
    },
  ])(
    'ends in one line, and writes nothing, with $what',
    async ({ url, user = 'default', args = [], status, says }) => {
      const failed = await render([url(), ...args], { env: passwordOf(user) });
      expect(failed.stderr).toMatch(new RegExp(`^email-live-report: .*${says.source}.*\\)\\n$`));
      expect(failed).toMatchObject({ status, stdout: '', files: {} });
      expect(failed.stderr).not.toMatch(/a-wrong-one|Stack trace/);
    },
  );

  it('ends in one line with a server that is no ClickHouse', async () => {
    const port = await listen(createServer((_, response) => response.end('<html>It works!</html>')));
    const failed = await render([`clickhouse://127.0.0.1:${port}/mail.one`]);
    expect(failed).toMatchObject({ status: 69, stdout: '', files: {} });
    expect(failed.stderr).toMatch(/\(it answers, but not as ClickHouse does\) \(.*\)\n$/);
  });

  it('tells nobody the password: not in what it says or writes, nor to a process that it starts', async () => {
    const { password } = users.writer;
    const secret = encodeURIComponent(password);
    let told = '';
    // The command itself was told its arguments; what it starts is another matter.
    const { port } = await passTo(cluster.shards[0].httpPort, () => {
      for (const id of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
        try {
          const text =
            readFileSync(`/proc/${id}/cmdline`, 'utf8') + readFileSync(`/proc/${id}/environ`, 'utf8');
          if (text.includes(password)) told += `${id} `;
        } catch {
          // It has ended, or is somebody else's.
        }
      }
      return undefined;
    });
    const folder = temporaryFile('password', password);
    const url = `clickhouse://writer@127.0.0.1:${port}/mail.one?passwordFile=${encodeURIComponent(folder)}`;
    const { status, stdout, stderr, files } = await render([url, '--verbose', '--csv']);
    expect(status).toBe(0);
    expect(told).toBe('');
    const text = JSON.stringify([stdout, stderr, files]);
    for (const form of [password, secret, Buffer.from(`writer:${password}`).toString('base64')])
      expect(text).not.toContain(form);
  });

  /** What a load does as it begins: says so, and brings some events of one delivery. */
  async function beginLoad(table: string): Promise<void> {
    const entry = Object.keys(journalColumns).join(', ');
    const begun = entry.replace('version', 'version + 1').replace('complete', '0');
    const event = Object.keys(eventColumns).join(', ');
    for (const shard of cluster.shards.keys())
      await cluster.query(
        `INSERT INTO mail.${table}_loads_shard (${entry}) SELECT ${begun} FROM mail.${table}_loads_shard`,
        shard,
      );
    await cluster.query(
      `INSERT INTO mail.${table}_shard (${event}) SELECT ${event.replace('event_key', 'event_key + 1')} FROM mail.${table}_shard LIMIT 9`,
    );
  }

  it('ends with 75 where a dump is not all in, and tells of it with --allow-partial', async () => {
    await load(cluster, 'unfinished', one);
    await beginLoad('unfinished');
    const failed = await render([urlOf(cluster, 'unfinished')]);
    expect(failed).toMatchObject({ status: 75, files: {} });
    expect(failed.stderr).toContain(
      'not all of native.ndjson is in `mail`.`unfinished` yet (let its load end, or run it again; --allow-partial',
    );
    const { status, stderr, files } = await render([urlOf(cluster, 'unfinished'), '--allow-partial']);
    const warning = 'the report is partial, with figures that are too low: 1 dump was still being loaded\n';
    expect([status, stderr]).toEqual([0, warning]);
    expect(JSON.parse(files['winter-sale/report.json'] ?? '').partial).toEqual({
      shards: 3,
      answered: 3,
      unfinishedLoads: 1,
    });
  });

  it('ends with 75 where a load begins meanwhile, whenever it does', async () => {
    // The journal is read by the tenth query or so, and the rows are counted by the next.
    for (const statement of [10, 11, 12, 30]) {
      const table = `growing_${statement}`;
      loadedBy(await load(cluster, table, one, '--json'));
      const { port, sessions } = await passTo(cluster.shards[0].httpPort, (number) =>
        number === statement ? beginLoad(table) : undefined,
      );
      const { status, stderr, files } = await render([`clickhouse://127.0.0.1:${port}/mail.${table}`]);
      expect([statement, status, files]).toEqual([statement, 75, {}]);
      expect(stderr).toMatch(/events came into|not all of native\.ndjson is in/);
      expect(sessions.length).toBeGreaterThan(statement);
    }
  });
});
