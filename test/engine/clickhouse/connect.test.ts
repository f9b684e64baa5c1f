import { createServer } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { beforeAll, expect, test } from 'vitest';
import { type ClickHouseServer, connectClickHouse } from '../../../src/engine/clickhouse/connect.ts';
import { connectionFailure, lostServer, Silence } from '../../../src/engine/clickhouse/connection-failure.ts';
import { openExchange } from '../../../src/engine/clickhouse/exchange.ts';
import { parseClickHouseSource } from '../../../src/engine/clickhouse/source-url.ts';
import { ExitStatus } from '../../../src/errors.ts';
import { type Authority, makeAuthority } from '../../mail/certificates.ts';
import { temporaryFile } from '../../support/temporary-folder.ts';
import { compactJson, fakeClickHouse, listen, type Played } from './fake-clickhouse.ts';

const connect = async (url: string, environment: NodeJS.ProcessEnv = {}): Promise<ClickHouseServer> =>
  connectClickHouse(parseClickHouseSource(url), { environment });

const one = compactJson({ n: 'UInt8' }, [[1]]);

/** A server of today whose user may do everything; its profile is as it comes. */
const today: Played = {
  version: '25.8.1.5101',
  settings: { readonly: 0, max_execution_time: 0, max_query_size: 262_144, join_use_nulls: 0 },
  answer: (response) => response.end(one),
};

let authority: Authority;
beforeAll(() => {
  authority = makeAuthority();
});

test('names every host that it tried, and why each is of no use', async () => {
  await expect(connect('clickhouse://reader:secret@127.0.0.1:1,nowhere.invalid:5/t')).rejects.toMatchObject({
    exitStatus: ExitStatus.unavailable,
    message: expect.stringMatching(
      /^cannot reach ClickHouse at 127\.0\.0\.1:1 \(connection refused\), nowhere\.invalid:5 \(name not found.*\)$/,
    ),
  });
});

test('goes on to the next host where one is down or is no ClickHouse', async () => {
  const web = await listen(
    createServer((_, response) => response.writeHead(502).end('<html>Bad gateway</html>')),
  );
  const { port } = await fakeClickHouse(today);
  const server = await connect(`clickhouse://127.0.0.1:1,127.0.0.1:${web},127.0.0.1:${port}/t`);
  expect(server.address).toBe(`127.0.0.1:${port}`);
  expect(server.version).toEqual([25, 8]);
  expect(await server.query('SELECT 1 AS n')).toEqual([{ n: 1 }]);
  await server.close();
});

test.each([
  ['an error page', 502, '<html>', 'it answers with HTTP status 502, and not as ClickHouse does'],
  ['a page', 200, '<html>', 'it answers, but not as ClickHouse does'],
  ['nothing', 200, '', 'it answers, but not as ClickHouse does'],
  ['no version', 200, one, 'it does not say its version'],
  ['the port of native clients', 400, 'You must use port 8123 for HTTP.', 'this port is for native clients'],
])('tells a host that answers with %s from a ClickHouse', async (_, status, body, words) => {
  const port = await listen(createServer((__, response) => response.writeHead(status).end(body)));
  await expect(connect(`clickhouse://127.0.0.1:${port}/t`)).rejects.toMatchObject({
    exitStatus: ExitStatus.unavailable,
    message: `cannot reach ClickHouse at 127.0.0.1:${port} (${words})`,
    hint: expect.stringContaining('HTTP interface'),
  });
});

test.each([
  ['http', 'no answer'],
  ['https', 'no answer to https'],
])('does not wait for ever for a host that says nothing to %s', async (scheme, words) => {
  const port = await listen(createTcpServer());
  const exchange = await openExchange({
    url: `${scheme}://127.0.0.1:${port}`,
    user: 'default',
    password: '',
    certificate: null,
    patience: 200,
  });
  const failure: unknown = await exchange.ask({ sql: 'SELECT 1', settings: {} }).catch((error) => error);
  expect(failure).toBeInstanceOf(Silence);
  expect(connectionFailure(failure, scheme === 'https').words).toBe(words);
  await exchange.close();
});

test('says that a server may hang which gives no answer in time', () => {
  expect(lostServer('db:8123', new Silence(), false)).toMatchObject({
    exitStatus: ExitStatus.tryAgain,
    message: 'ClickHouse at db:8123 gave no answer in the time that a query has',
    hint: expect.stringContaining('may hang'),
  });
});

test('does not wait for ever for the rest of an answer', async () => {
  const port = await listen(createServer((_, response) => response.write('{"meta"')));
  const exchange = await openExchange({
    url: `http://127.0.0.1:${port}`,
    user: 'default',
    password: '',
    certificate: null,
    patience: 200,
  });
  await expect(exchange.ask({ sql: 'SELECT 1', settings: {} })).rejects.toThrow();
  await exchange.close();
});

test.each([
  ['authority', 'here', true, null],
  ['nothing', 'here', false, 'its certificate is not trusted'],
  ['authority', 'elsewhere', true, 'its certificate is for another host'],
] as const)('trusting %s, it meets a certificate for %s', async (_, whose, trusts, words) => {
  const { port } = await fakeClickHouse({ ...today, certificate: authority[whose] });
  const certificate = trusts ? `?certificate=${temporaryFile('ca.pem', authority.ca)}` : '';
  const connecting = connect(`clickhouses://127.0.0.1:${port}/t${certificate}`);
  if (words === null) {
    const server = await connecting;
    expect(await server.query('SELECT 1 AS n')).toEqual([{ n: 1 }]);
    await server.close();
    return;
  }
  await expect(connecting).rejects.toMatchObject({
    exitStatus: ExitStatus.unavailable,
    message: `cannot reach ClickHouse at 127.0.0.1:${port} (${words})`,
    hint: trusts ? 'name the host as its certificate does' : expect.stringContaining('certificate=FILE'),
  });
});

test('says where a port of http is asked by https, and the other way round', async () => {
  const plain = await fakeClickHouse(today);
  await expect(connect(`clickhouses://127.0.0.1:${plain.port}/t`)).rejects.toMatchObject({
    message: expect.stringContaining('it does not speak https on this port'),
    hint: expect.stringContaining('clickhouse:// without secure=1'),
  });
  const secure = await fakeClickHouse({ ...today, certificate: authority.here });
  await expect(connect(`clickhouse://127.0.0.1:${secure.port}/t`)).rejects.toMatchObject({
    message: expect.stringContaining('the connection was closed'),
    hint: expect.stringContaining('clickhouses:// or secure=1'),
  });
});

test('says which certificate file is missing', async () => {
  await expect(connect('clickhouses://127.0.0.1:1/t?certificate=/nowhere/ca.pem')).rejects.toMatchObject({
    exitStatus: ExitStatus.noInput,
    message: '/nowhere/ca.pem: no such file',
  });
});

test('lets a server of today bind the parameters', async () => {
  const { port, asked } = await fakeClickHouse(today);
  const server = await connect(`clickhouse://127.0.0.1:${port}/t`);
  await server.query('SELECT {x:String} AS n', { x: "it's\n" });
  await server.close();
  expect(asked.at(-1)?.sql).toMatch(
    /^\/\* email-live-report \d+\.\d+\.\d+ \*\/ SELECT \{x:String\} AS n\nFORMAT JSONCompact$/,
  );
  expect(asked.at(-1)?.parameters.get('param_x')).toBe("it\\'s\\n");
});

test('asks in a session what is about its answers, and nothing else: they would go along to each shard', async () => {
  const { port, asked } = await fakeClickHouse(today);
  const server = await connectClickHouse(parseClickHouseSource(`clickhouse://127.0.0.1:${port}/t`), {
    environment: {},
    session: true,
    maxSeconds: 90,
  });
  await server.beginSession();
  await server.keep('people', 'SELECT 7 AS person');
  await server.query('SELECT person FROM people');
  await server.query('SELECT count() AS peoples FROM events');
  await server.beginSession();
  await server.query('SELECT count() AS people FROM events');
  await server.close();
  const sessions = asked
    .slice(2)
    .map(({ parameters }) => [parameters.get('session_id'), parameters.get('session_timeout')]);
  const id = sessions[0]?.[0] ?? null;
  expect(id).not.toBeNull();
  // No statement beside the session lasts longer than it is kept, and it is not kept when it has served.
  expect(sessions).toEqual([
    [id, '150'],
    [id, '150'],
    [null, null],
    [id, '1'],
    [null, null],
  ]);
});

test('puts parameters in as literals for a server before 19.14', async () => {
  const { port, asked } = await fakeClickHouse({ ...today, version: '19.13.7' });
  const server = await connect(`clickhouse://127.0.0.1:${port}/t`);
  await server.query('SELECT {x:String} AS n', { x: "it's\n" });
  await server.close();
  expect(asked.at(-1)?.sql).toContain("SELECT 'it\\'s\\n' AS n");
  expect(asked.at(-1)?.parameters.has('param_x')).toBe(false);
});

test('sets what queries need, of what the server knows, and nothing that the profile has already', async () => {
  const settings = {
    ...today.settings,
    max_execution_time: 60,
    max_ast_elements: 5,
    max_expanded_ast_elements: 0,
    skip_unavailable_shards: 0,
  };
  const { port, asked } = await fakeClickHouse({ ...today, settings });
  const server = await connect(`clickhouse://127.0.0.1:${port}/t`);
  await server.query('SELECT 1 AS n');
  await server.close();
  const sent = Object.fromEntries(asked.at(-1)?.parameters ?? []);
  expect(sent).toEqual({
    query_id: expect.any(String),
    readonly: '2',
    max_query_size: '10485760',
    max_ast_elements: '1000000',
  });
});

test('sets nothing where the user may not', async () => {
  const { port, asked } = await fakeClickHouse({ ...today, settings: { ...today.settings, readonly: 1 } });
  const server = await connect(`clickhouse://127.0.0.1:${port}/t`);
  await server.query('SELECT 1 AS n');
  await server.close();
  for (const { parameters } of asked) expect([...parameters.keys()]).toEqual(['query_id']);
});

test('leaves out a setting that the profile holds fast', async () => {
  const { port, asked } = await fakeClickHouse({
    ...today,
    answer: (response, { parameters }) => {
      if (parameters.has('max_query_size'))
        response
          .writeHead(500)
          .end(
            'Code: 452. DB::Exception: Setting max_query_size should not be changed. (SETTING_CONSTRAINT_VIOLATION)',
          );
      else response.end(one);
    },
  });
  const server = await connect(`clickhouse://127.0.0.1:${port}/t`);
  expect(await server.query('SELECT 1 AS n')).toEqual([{ n: 1 }]);
  await server.close();
  expect(asked.at(-1)?.parameters.has('max_query_size')).toBe(false);
  expect(asked.at(-1)?.parameters.get('max_execution_time')).toBe('300');
});

test('refuses a profile under which joins would count otherwise', async () => {
  const { port } = await fakeClickHouse({
    ...today,
    settings: { readonly: 1, join_use_nulls: 1 },
  });
  await expect(connect(`clickhouse://reader@127.0.0.1:${port}/t`)).rejects.toMatchObject({
    exitStatus: ExitStatus.unavailable,
    message: `ClickHouse at 127.0.0.1:${port} does not let "reader" set join_use_nulls, which must be 0`,
  });
});

test.each([
  [
    'breaks off',
    '{"meta": [{"name": "n", "type": "UInt8"}], "data": [[1]',
    ExitStatus.tryAgain,
    /gave half an answer/,
  ],
  [
    'ends with an error',
    `{"meta": [], "data": [[1]Code: 241, e.displayText() = DB::Exception: Memory limit (for query) exceeded`,
    ExitStatus.tryAgain,
    /has no memory for a query/,
  ],
  [
    'has an error within',
    '{"meta": [], "data": [[1]], "rows": 1, "exception": "Code: 241. DB::Exception: Memory limit (for query) exceeded"}',
    ExitStatus.tryAgain,
    /has no memory for a query: Memory limit \(for query\) exceeded$/,
  ],
])('never takes an answer that %s for a short one', async (_, body, exitStatus, message) => {
  const { port } = await fakeClickHouse({
    ...today,
    answer: (response, { sql }) => response.end(sql.includes('SELECT 2') ? body : one),
  });
  const server = await connect(`clickhouse://127.0.0.1:${port}/t`);
  await expect(server.query('SELECT 2')).rejects.toMatchObject({
    exitStatus,
    message: expect.stringMatching(message),
  });
  await server.close();
});

test.each([
  ['', /was lost in the middle: /],
  [
    'Code: 32. DB::Exception: Attempt to read after eof. (ATTEMPT_TO_READ_AFTER_EOF)',
    /does not reach a shard, or lost it: Attempt to read after eof/,
  ],
])(
  'a connection that is cut within an answer is an error, with what the server still said: %j',
  async (last, message) => {
    const { port } = await fakeClickHouse({
      ...today,
      answer: (response, { sql }) => {
        if (!sql.includes('SELECT 2')) response.end(one);
        else response.write(`{"meta": [], "data": [[1]${last}`, () => response.destroy());
      },
    });
    const server = await connect(`clickhouse://127.0.0.1:${port}/t`);
    await expect(server.query('SELECT 2')).rejects.toMatchObject({
      exitStatus: ExitStatus.tryAgain,
      message: expect.stringMatching(message),
    });
    await server.close();
  },
);

test('takes the rows to insert no faster than the server does', async () => {
  let pulled = 0;
  let arrived = (): void => {};
  const stalled = new Promise<void>((resolve) => {
    arrived = resolve;
  });
  let goOn = (): void => {};
  const { port } = await fakeClickHouse({
    ...today,
    answer: (response, { sql }, request) => {
      if (!sql.includes('INSERT')) {
        response.end(one);
        return;
      }
      arrived();
      goOn = () => {
        request.resume();
        request.on('end', () => response.end());
      };
    },
  });
  const chunks = 2000;
  const lines = new Readable({
    read() {
      pulled += 1;
      this.push(pulled > chunks ? null : Buffer.alloc(64 * 1024));
    },
  });
  const server = await connect(`clickhouse://127.0.0.1:${port}/t`);
  const inserting = server.insert({ database: 'default', table: 't' }, ['a`b'], lines);
  await stalled;
  // Who heeds no back-pressure would be through by now.
  for (let turn = 0; turn < 500; turn++) await setImmediate();
  expect(pulled).toBeLessThan(chunks / 2);
  goOn();
  await inserting;
  expect(pulled).toBeGreaterThan(chunks);
  await server.close();
});

test('rows that fail to come are no fault of the server', async () => {
  const { port } = await fakeClickHouse(today);
  const server = await connect(`clickhouse://127.0.0.1:${port}/t`);
  const lines = Readable.from(
    (function* () {
      yield Buffer.alloc(10);
      throw new Error('the disk broke');
    })(),
  );
  await expect(server.insert({ database: 'default', table: 't' }, ['a'], lines)).rejects.toThrow(
    /^the disk broke$/,
  );
  await server.close();
});
