import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import {
  type ClickHouseOptions,
  type ClickHouseServer,
  connectClickHouse,
} from '../../../src/engine/clickhouse/connect.ts';
import { parseClickHouseSource } from '../../../src/engine/clickhouse/source-url.ts';
import { clickhouseName, clickhouseText } from '../../../src/engine/clickhouse/sql-text.ts';
import { ExitStatus } from '../../../src/errors.ts';
import { type Cluster, clusterIsInstalled, startCluster } from '../../support/cluster/cluster.ts';
import { users } from '../../support/cluster/configuration.ts';
import { temporaryFile } from '../../support/temporary-folder.ts';

const { unavailable, noInput, badData, tryAgain } = ExitStatus;

const table = { database: 'default', table: 'events' };

/** Rows from every shard, each of its own table: the way that a report asks. */
const lift = (columns: string, query: string): string =>
  `SELECT ${columns} FROM cluster('report', system, one) ALL INNER JOIN (SELECT 0 AS dummy, ${columns} FROM (${query})) USING dummy`;

describe.skipIf(!clusterIsInstalled())('a real ClickHouse', () => {
  let cluster: Cluster;

  beforeAll(async () => {
    cluster = await startCluster({ shards: 2 });
    for (const shard of [0, 1]) {
      await cluster.query(
        'CREATE TABLE events_shard (id UInt64, reason Nullable(String), n Nullable(UInt8)) ENGINE = MergeTree ORDER BY id',
        shard,
      );
      await cluster.query(
        'CREATE TABLE events AS events_shard ENGINE = Distributed(report, default, events_shard, id)',
        shard,
      );
    }
    await cluster.query('CREATE TABLE here_only (id UInt64) ENGINE = Memory');
    await cluster.query(
      'CREATE TABLE half AS here_only ENGINE = Distributed(report, default, here_only, id)',
    );
  });
  afterAll(() => cluster.stop());

  async function connect(
    user: keyof typeof users = 'default',
    options: Partial<ClickHouseOptions> = {},
  ): Promise<ClickHouseServer> {
    const source = parseClickHouseSource(`clickhouse://${user}@127.0.0.1:${cluster.shards[0].httpPort}/t`);
    const environment = { ELR_CLICKHOUSE_PASSWORD: users[user].password };
    const server = await connectClickHouse(source, { environment, ...options });
    onTestFinished(() => server.close());
    return server;
  }

  test.each(['default', 'writer', 'reader', 'strict'] as const)('answers %s', async (user) => {
    const server = await connect(user);
    expect(server.version).toEqual([18, 16]);
    expect(
      await server.query(
        "SELECT toUInt64(9007199254740991) AS most, toInt64(-5) AS less, NULL AS nothing, 'é' AS text, 0.5 AS half, sum(1) AS n",
      ),
    ).toEqual([{ most: 9007199254740991, less: -5, nothing: null, text: 'é', half: 0.5, n: 1 }]);
  });

  test('gives every text back as it was bound', async () => {
    const server = await connect();
    const part = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom('\\', "'", '`', '\0', '\n', '\b', 'b', '0', 'x41', '--', '/*', '*/', '{p0:String}'),
    );
    const texts = fc.sample(
      fc.array(part).map((parts) => parts.join('')),
      { numRuns: 300, seed: 16 },
    );
    const names = texts.map((_, index) => `p${index}`);
    const rows = await server.query(
      `SELECT ${names.map((name) => `{${name}:String} AS ${name}`).join()}`,
      Object.fromEntries(names.map((name, index) => [name, texts[index] ?? ''])),
    );
    expect(Object.values(rows[0] ?? {})).toEqual(texts);
  });

  test('takes every text as the name of a column', async () => {
    const server = await connect();
    const names = [
      'a`b',
      'c\\d',
      "e'f",
      'g h',
      'i"j',
      'k.l',
      'm\\`n',
      '{p:String}',
      '-- o',
      'é',
      'q\\',
      'r\ns',
    ];
    const rows = await server.query(
      `SELECT ${names.map((name) => clickhouseName(name)).join()} FROM (SELECT ${names.map((name) => `${clickhouseText(name)} AS ${clickhouseName(name)}`).join()})`,
    );
    expect(rows).toEqual([Object.fromEntries(names.map((name) => [name, name]))]);
  });

  test('says who asks, in every query', async () => {
    const server = await connect();
    const [row] = await server.query('SELECT query FROM system.processes');
    expect(row?.query).toMatch(/^\/\* email-live-report \d+\.\d+\.\d+ \*\/ SELECT query/);
  });

  test('inserts rows, which are there on every shard when it is done', async () => {
    const server = await connect('writer');
    const lines = Array.from({ length: 1000 }, (_, id) =>
      JSON.stringify({ id, reason: id === 7 ? null : `'\\\n${id}` }),
    );
    await server.insert(table, ['id', 'reason'], Readable.from([gzipSync(lines.join('\n'))]));
    for (const shard of [0, 1])
      expect(await cluster.query('SELECT count() FROM events_shard', shard)).toBe('500');
    expect(await server.query('SELECT reason, n FROM events WHERE id IN (7, 8) ORDER BY id')).toEqual([
      { reason: null, n: null },
      { reason: "'\\\n8", n: null },
    ]);
    await server.command('CREATE TABLE made (id UInt64) ENGINE = Memory');
    expect(
      await server.query(`SELECT count() AS n FROM made WHERE toString(id) != {x:String}`, { x: '' }),
    ).toEqual([{ n: 0 }]);
  });

  test('counts the shards', async () => {
    expect(await (await connect('reader')).shardsOf('report')).toEqual({ shards: 2, answering: 2 });
  });

  test('takes the next host where one is down', async () => {
    const [{ httpPort }] = cluster.shards;
    const source = parseClickHouseSource(`clickhouse://127.0.0.1:1,127.0.0.1:${httpPort}/t`);
    const server = await connectClickHouse(source, { environment: {} });
    onTestFinished(() => server.close());
    expect(server.address).toBe(`127.0.0.1:${httpPort}`);
  });

  test('is reached by https where its authority is trusted', async () => {
    const host = `clickhouses://127.0.0.1:${cluster.shards[0].httpsPort}/t`;
    await expect(connectClickHouse(parseClickHouseSource(host), { environment: {} })).rejects.toMatchObject({
      exitStatus: unavailable,
      message: expect.stringContaining('its certificate is not trusted'),
    });
    const trusting = parseClickHouseSource(`${host}?certificate=${temporaryFile('ca.pem', cluster.ca)}`);
    const server = await connectClickHouse(trusting, { environment: {} });
    onTestFinished(() => server.close());
    expect(await server.query('SELECT 1 AS n')).toEqual([{ n: 1 }]);
  });

  // Its port of http makes nothing of some handshakes and waits on: connect.test.ts has that.
  test.each([
    ['https', /cannot reach ClickHouse at 127\.0\.0\.1:\d+ \(/],
    ['tcp', /this port is for native clients/],
  ] as const)('says that its port of %s is none of http', async (port, message) => {
    const number = cluster.shards[0][`${port}Port`];
    const source = parseClickHouseSource(`clickhouse://127.0.0.1:${number}/t`);
    await expect(connectClickHouse(source, { environment: {} })).rejects.toMatchObject({
      exitStatus: unavailable,
      message: expect.stringMatching(message),
      hint: expect.any(String),
    });
  });

  test.each([
    ['reader', 'wrong'],
    ['nobody', ''],
  ])('says that %s may not in, without the password', async (user, password) => {
    const source = parseClickHouseSource(
      `clickhouse://${user}:${password}@127.0.0.1:${cluster.shards[0].httpPort}/t`,
    );
    await expect(connectClickHouse(source, { environment: {} })).rejects.toMatchObject({
      exitStatus: unavailable,
      message: `ClickHouse at 127.0.0.1:${cluster.shards[0].httpPort} does not let "${user}" in`,
      hint: expect.stringContaining('ELR_CLICKHOUSE_PASSWORD'),
    });
  });

  test.each([
    ['an unknown database', 'SELECT 1 FROM nowhere.t', noInput, "Database nowhere doesn't exist"],
    ['an unknown table', 'SELECT 1 FROM nothing', noInput, "Table default.nothing doesn't exist"],
    [
      'a table that one shard lacks',
      'SELECT count() AS n FROM half',
      noInput,
      'There is no table default.here_only on server: 127.0.0.1:',
    ],
    [
      'a table that one shard lacks, lifted',
      lift('n', 'SELECT count() AS n FROM default.here_only'),
      noInput,
      "Table default.here_only doesn't exist",
    ],
    ['a missing column', 'SELECT nope FROM events', badData, 'there is no column nope'],
    [
      'a missing column, lifted',
      lift('nope', 'SELECT nope FROM default.events_shard'),
      badData,
      'there is no column nope',
    ],
    [
      'a column of another type',
      'SELECT reason + 1 AS n FROM events',
      badData,
      'a column has a type that does not fit: Illegal types',
    ],
    [
      'a value that is no number',
      "SELECT toUInt8('ann') AS n",
      badData,
      'a value is not of the type that is needed (code 6)',
    ],
    [
      'more rows than may be read',
      'SELECT count() AS n FROM system.numbers SETTINGS max_rows_to_read = 1000',
      tryAgain,
      'has reached a limit',
    ],
    [
      'a table that is made by a query',
      'CREATE TABLE forbidden (id UInt64) ENGINE = Memory',
      unavailable,
      'does not allow this to "default": Cannot create table in readonly mode',
    ],
    [
      'an unknown cluster',
      "SELECT dummy FROM cluster('nobody', system, one)",
      noInput,
      "Requested cluster 'nobody' not found",
    ],
    [
      'an answer that ends with an error',
      'SELECT throwIf(number = 2000000) AS n FROM system.numbers LIMIT 3000000',
      unavailable,
      'non zero (code 395)',
    ],
  ])('tells of %s', async (_, sql, exitStatus, message) => {
    const server = await connect();
    const failing = server.query(sql);
    await expect(failing).rejects.toMatchObject({
      exitStatus,
      message: expect.stringContaining(message),
      hint: expect.any(String),
    });
    await expect(failing).rejects.not.toThrow(/\n|'ann'/);
  });

  test('tells of a query over its memory', async () => {
    const server = await connect('modest');
    await expect(
      server.query('SELECT uniqExact(number) AS n FROM (SELECT number FROM system.numbers LIMIT 1000000)'),
    ).rejects.toMatchObject({
      exitStatus: tryAgain,
      message: expect.stringMatching(
        /has no memory for a query: Memory limit \(for query\) exceeded: would use /,
      ),
      hint: expect.stringContaining('max_memory_usage'),
    });
  });

  test('tells of a query over its time', async () => {
    const server = await connect('reader', { maxSeconds: 1 });
    await expect(server.query('SELECT count() AS n FROM system.numbers')).rejects.toMatchObject({
      exitStatus: tryAgain,
      message: expect.stringMatching(/took too long over a query: Timeout exceeded: .* maximum: 1$/),
    });
  });

  test.each([
    [
      'that is no number',
      '{"id": "ann@example.org"}',
      'a value of the column id is not of the type that is needed (code 27)',
    ],
    ['of an unknown column', '{"id": 1, "nope": "ann@example.org"}', 'there is no column nope'],
  ])('tells of a value to insert %s, but not what it is', async (_, line, message) => {
    const server = await connect();
    await expect(server.insert(table, ['id'], Readable.from([gzipSync(line)]))).rejects.toMatchObject({
      exitStatus: badData,
      message: `ClickHouse at ${server.address}: ${message}`,
    });
  });

  test('tells who may not write, or ask every shard', async () => {
    const reader = await connect('reader');
    await expect(reader.insert(table, ['id'], Readable.from([gzipSync('{"id":1}')]))).rejects.toMatchObject({
      exitStatus: unavailable,
      message: expect.stringContaining('does not allow this to "reader"'),
      hint: expect.stringContaining('load needs INSERT'),
    });
    await expect((await connect('strict')).shardsOf('report')).rejects.toMatchObject({
      exitStatus: unavailable,
      message: expect.stringContaining('does not allow this to "strict"'),
      hint: expect.stringContaining('readonly=2'),
    });
  });

  test('a list or a number above 2^53 is a fault, never a wrong figure', async () => {
    const server = await connect();
    await expect(server.query('SELECT toUInt64(9007199254740992) AS n')).rejects.toThrow(
      'too large to be exact',
    );
    await expect(server.query('SELECT [1] AS n')).rejects.toThrow('no plain value');
  });

  test('a shard that goes is an error, unless it may be left out; one that comes back counts again', async () => {
    const [server, partial] = [await connect(), await connect('reader', { session: true })];
    partial.leaveOutShards();
    const counting = lift(
      'n',
      'SELECT count() AS n FROM (SELECT number FROM system.numbers LIMIT 100000000000)',
    );
    const asked = expect(server.query(counting)).rejects.toMatchObject({
      exitStatus: tryAgain,
      message: expect.stringContaining('does not reach a shard, or lost it'),
    });
    const isRunning = async (): Promise<boolean> =>
      (await cluster.query("SELECT count() FROM system.processes WHERE query LIKE '%100000000000%'", 1)) ===
      '2';
    while (!(await isRunning())) await new Promise((resolve) => setTimeout(resolve, 10));
    await cluster.kill(1);
    await asked;

    await expect(server.query('SELECT count() AS n FROM events')).rejects.toMatchObject({
      exitStatus: tryAgain,
      message: expect.stringMatching(
        /does not reach a shard, or lost it: Connection refused \(127\.0\.0\.1:\d+\)$/,
      ),
      hint: expect.stringContaining('--allow-partial'),
    });
    await expect(server.insert(table, ['id'], Readable.from([gzipSync('{"id":1}')]))).rejects.toMatchObject({
      exitStatus: tryAgain,
    });
    expect(await server.shardsOf('report')).toEqual({ shards: 2, answering: 1 });
    expect(await partial.query('SELECT count() AS n FROM events')).toEqual([{ n: 500 }]);
    await partial.beginSession();
    await partial.keep('kept', 'SELECT count() AS n FROM events');
    expect(await partial.query('SELECT n FROM kept')).toEqual([{ n: 500 }]);

    await cluster.restart(1);
    expect(await server.query('SELECT count() AS n FROM events WHERE id > 1')).toEqual([{ n: 998 }]);
    expect(await server.shardsOf('report')).toEqual({ shards: 2, answering: 2 });
  });

  test('a server that goes in the middle is an error', async () => {
    const server = await connect();
    const asked = expect(
      server.query('SELECT count() AS n FROM (SELECT number FROM system.numbers LIMIT 200000000000)'),
    ).rejects.toMatchObject({
      exitStatus: tryAgain,
      message: `ClickHouse at ${server.address} was lost in the middle: the connection was closed`,
    });
    const isRunning = async (): Promise<boolean> =>
      (await cluster.query("SELECT count() FROM system.processes WHERE query LIKE '%200000000000%'")) === '2';
    while (!(await isRunning())) await new Promise((resolve) => setTimeout(resolve, 10));
    await cluster.kill(0);
    await asked;
    await expect(server.query('SELECT 1 AS n')).rejects.toMatchObject({
      exitStatus: tryAgain,
      message: `ClickHouse at ${server.address} was lost in the middle: connection refused`,
    });
  });
});
