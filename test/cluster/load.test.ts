import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventColumns } from '../../src/cluster/table-layout.ts';
import { run } from '../cli/run.ts';
import { formsOf, people } from '../privacy/people.ts';
import { ajoRows, nativeRows, sendgridRows } from '../privacy/rows-of-people.ts';
import { foundIn } from '../privacy/told-in.ts';
import { type Cluster, clusterIsInstalled, startCluster } from '../support/cluster/cluster.ts';
import { ndjson } from '../support/report-of.ts';
import { temporaryFile, temporaryFolder } from '../support/temporary-folder.ts';
import { countsOf, load, loadedBy, rowsOf, stateOf, urlOf } from './loading.ts';

const sent = { event_type: 'sent', timestamp: '2026-11-22T08:00:00Z', delivery_id: 'd' };
const dumpOf = (...rows: readonly object[]): string => temporaryFile('dump.ndjson', ndjson(rows));

describe.skipIf(!clusterIsInstalled())('load', () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await startCluster();
    // Longer than a server is waited for, so that what it says is heard.
  }, 90_000);
  afterAll(() => cluster?.stop());

  it.each([
    { dump: ['samples/native.ndjson'], table: 'native' },
    { dump: ['samples/native.csv'], table: 'csv' },
    { dump: ['samples/deliveries.ndjson', 'samples/ajo.ndjson'], table: 'several' },
  ])('brings all events of $dump into the cluster, whatever their batches', async ({ dump, table }) => {
    const loaded = loadedBy(await load(cluster, table, ...dump, '--json', '--batch-size', '400'));
    const counts = await countsOf(dump);
    const events = counts.reduce((sum, line) => sum + Number(line.split('\t').at(-1)), 0);
    const batches = Math.ceil(events / 400);
    expect(loaded).toMatchObject({
      table: urlOf(cluster, table),
      events,
      batches,
      added: events,
      rejected: 0,
    });
    expect(
      await rowsOf(
        cluster,
        `SELECT delivery_id, event_type, is_test, count() FROM mail.${table} GROUP BY delivery_id, event_type, is_test`,
      ),
    ).toEqual(counts);
    const journal = `SELECT complete, batches, sum(events) FROM mail.${table}_loads FINAL GROUP BY complete, batches`;
    expect(await rowsOf(cluster, journal)).toEqual([`1\t${batches}\t${events}`]);
  });

  it('adds nothing where the dump is there already, whatever its files are called and however they are packed', async () => {
    await load(cluster, 'again', 'samples/deliveries.ndjson', 'samples/native.ndjson');
    const before = await stateOf(cluster, 'again');
    const folder = temporaryFolder();
    copyFileSync('samples/native.ndjson', join(folder, 'a.ndjson'));
    writeFileSync(join(folder, 'b.ndjson.gz'), gzipSync(readFileSync('samples/deliveries.ndjson')));
    const { status, stdout } = await load(cluster, 'again', folder, '--batch-size', '100');
    expect(status).toBe(0);
    expect(stdout).toMatch(/: all 3,\d{3} events of 4 deliveries were there already\n$/);
    expect(await stateOf(cluster, 'again')).toEqual(before);
  });

  it('tells copies of an event, and what is alike without being one', async () => {
    const opened = { ...sent, event_type: 'open' };
    const dump = dumpOf(
      { ...opened, event_id: 'e', recipient: 'ann@example.org' },
      opened,
      { ...opened, event_id: 'e', recipient: 'ann@example.org' },
      opened,
      { ...opened, is_test: true },
    );
    expect(loadedBy(await load(cluster, 'copies', dump, '--json'))).toMatchObject({
      events: 5,
      duplicates: 1,
    });
    const sql = 'SELECT isNull(recipient), is_test, occurrence, is_duplicate FROM mail.copies FINAL';
    expect(await rowsOf(cluster, sql)).toEqual([
      '0\t0\t0\t0',
      '0\t0\t1\t1',
      '1\t0\t0\t0',
      '1\t0\t1\t0',
      '1\t1\t0\t0',
    ]);
  });

  it('adds what another dump has of the same delivery, and an event of both once', async () => {
    const [first, second, third] = ['1', '2', '3'].map((event_id) => ({ ...sent, event_id }));
    await load(cluster, 'nights', dumpOf({ ...first }, { ...second }));
    await load(cluster, 'nights', dumpOf({ ...second }, { ...third }));
    expect(await cluster.query('SELECT count() FROM mail.nights FINAL')).toBe('3');
    expect(await rowsOf(cluster, 'SELECT events, complete FROM mail.nights_loads FINAL')).toEqual([
      '2\t1',
      '2\t1',
    ]);
  });

  it('brings every text as it is, and no number less exact', async () => {
    const texts = [
      `it's "quoted" \\ \\N \\' \\0`,
      'tab\tline\nreturn\rbell\u0007',
      'nul\u0000nul',
      '😀 ☕ e\u0301 \u202e\ufeff',
      '{"a": [1]}',
      '`); DROP TABLE mail.hostile; --',
      '\\N',
    ];
    const dump = dumpOf(
      ...texts.flatMap((text, number) => [
        {
          ...sent,
          event_type: 'bounce',
          reason: text,
          code: text,
          variant: text,
          delivery_label: text,
          delivery_id: text,
        },
        {
          ...sent,
          event_type: 'click',
          url: `https://example.org/${number}/${text}`,
          link_label: text,
          user_agent: text,
          delivery_id: text,
        },
      ]),
      { ...sent, recipient: 'ann@example.org', message_id: 'm', delivery_id: 'keys' },
    );
    await load(cluster, 'hostile', dump, '--keep-query', '--batch-size', '3');
    const told = await cluster.query(
      "SELECT delivery_id, delivery_label, variant, reason, code, link_label, user_agent, url FROM mail.hostile WHERE delivery_id != 'keys' ORDER BY url FORMAT JSONCompact",
    );
    const rows: (string | null)[][] = JSON.parse(told).data;
    const bounces = rows.filter((row) => row[3] !== null);
    const clicks = rows.filter((row) => row[3] === null);
    expect(bounces.map((row) => row.slice(0, 5)).sort()).toEqual(
      texts.map((text) => [text, text, text, text, text]).sort(),
    );
    expect(clicks.map((row) => [row[0], row[1], row[5], row[6]])).toEqual(
      texts.map((text) => [text, text, text, text]),
    );
    expect(clicks.map((row) => row[7])).toEqual(
      texts.map((text, number) => `https://example.org/${number}/${text}`),
    );
    const key = (text: string): string => `reinterpretAsUInt64(substring(MD5('${text}'), 9, 8))`;
    const sql = `SELECT recipient = ${key('ann@example.org')}, message_id = ${key('m')} FROM mail.hostile WHERE delivery_id = 'keys'`;
    expect(await cluster.query(sql)).toBe('1\t1');
  });

  it('brings nobody’s address or id', async () => {
    const folder = temporaryFolder();
    const [{ address, profile } = { address: '', profile: '' }] = people;
    writeFileSync(join(folder, `${address}.ndjson`), ndjson(nativeRows()));
    writeFileSync(join(folder, `${profile}.ndjson`), ndjson(ajoRows()));
    writeFileSync(join(folder, 'sendgrid.json'), JSON.stringify(sendgridRows()));
    const { status, stdout, stderr } = await load(
      cluster,
      'people',
      folder,
      'samples/native.ndjson',
      '--redact-domains',
    );
    expect(status).toBe(0);
    const told = [
      { where: 'the table', text: await cluster.query('SELECT * FROM mail.people FORMAT JSONCompact') },
      {
        where: 'the journal',
        text: await cluster.query('SELECT * FROM mail.people_loads FORMAT JSONCompact'),
      },
      { where: 'what is said', text: stdout + stderr },
    ];
    expect(foundIn(told, people.flatMap(formsOf))).toEqual([]);
    const recipients = [
      ...readFileSync('samples/native.ndjson', 'utf8').matchAll(/"recipient":"([^"]+)"/g),
    ].map(([, name = '']) => name);
    expect(recipients.length).toBeGreaterThan(100);
    expect(foundIn(told, recipients)).toEqual([]);
    const texts = Object.keys(eventColumns).filter((name) =>
      eventColumns[name as keyof typeof eventColumns].includes('String'),
    );
    const addresses = texts.map(
      (name) =>
        `countIf(position(coalesce(${name}, ''), '@') > 0 AND position(coalesce(${name}, ''), '…@…') = 0)`,
    );
    expect(await cluster.query(`SELECT ${addresses.join(' + ')} FROM mail.people`)).toBe('0');
  });

  it('lays all rows of a message on one server, whatever dump they are in', async () => {
    const at = (message_id: string | undefined, recipient: string | undefined): object => ({
      ...sent,
      message_id,
      recipient,
    });
    const numbers = Array.from({ length: 40 }, (_, number) => number);
    const dumps = [
      numbers.map((number) => at(`shared-${number}`, `somebody-${number}`)),
      numbers.map((number) => at(`shared-${number}`, `another-${number}`)),
      numbers.map((number) => at(`shared-${number}`, undefined)),
      numbers.flatMap((number) => [at(undefined, `owner-${number}`), at(undefined, `owner-${number}`)]),
      numbers.map((number) => ({ ...at(undefined, undefined), variant: `v${number}` })),
    ];
    for (const rows of dumps) await load(cluster, 'spread', dumpOf(...rows));
    const onShards = await Promise.all(
      cluster.shards.map((_, shard) =>
        rowsOf(
          cluster,
          'SELECT DISTINCT message_id FROM mail.spread_shard WHERE isNotNull(message_id)',
          shard,
        ),
      ),
    );
    for (const messages of onShards) expect(messages.length).toBeGreaterThan(10);
    expect(onShards.flat()).toHaveLength(80);
    expect(new Set(onShards.flat()).size).toBe(80);
    // What names nobody is spread, too.
    for (const [shard] of cluster.shards.entries())
      expect(
        Number(await cluster.query('SELECT count() FROM mail.spread_shard WHERE isNull(message_id)', shard)),
      ).toBeGreaterThan(5);
  });

  it('loads into one server, too', async () => {
    const to = `clickhouse://127.0.0.1:${cluster.shards[0].httpPort}/mail.alone`;
    expect((await run(['load', 'samples/native.csv', '--to', to, '--create'])).status).toBe(0);
    expect((await run(['load', 'samples/native.ndjson', '--to', to])).status).toBe(0);
    expect(await cluster.query('SELECT count() > 2700 FROM mail.alone')).toBe('1');
    expect(
      await cluster.query("SELECT engine FROM system.tables WHERE database = 'mail' AND name = 'alone'"),
    ).toBe('ReplacingMergeTree');
  });

  it('says how many rows were rejected, and where to see why', async () => {
    const { status, stderr } = await load(cluster, 'rejected', dumpOf(sent, { event_type: 'sent' }));
    expect(status).toBe(0);
    expect(stderr).toBe('1 of 2 rows were rejected, see why with: email-live-report inspect <dump>\n');
    expect(await cluster.query('SELECT read, rejected, events FROM mail.rejected_loads FINAL')).toBe(
      '2\t1\t1',
    );
  });

  it('refuses what it cannot do, and says what to do', async () => {
    const dump = dumpOf(sent);
    const host = `clickhouse://127.0.0.1:${cluster.shards[0].httpPort}`;
    const refused = async (...args: readonly string[]): Promise<readonly [number | null, string]> => {
      const { status, stderr } = await run(['load', dump, '--to', ...args]);
      return [status, stderr];
    };
    expect(await refused(`${host}/mail.missing`)).toEqual([
      66,
      expect.stringMatching(/has no table mail\.missing \(load --create/),
    ]);
    expect(await refused(`${host}/mail.few`, '--create', '--cluster', 'reports')).toEqual([
      64,
      expect.stringMatching(/no cluster "reports" \(it knows report\)/),
    ]);
    expect(await refused(`${host}/mail.few`, '--create', '--cluster', 'report')).toEqual([
      64,
      expect.stringMatching(/not on every shard of cluster "report".*every server in --to/),
    ]);
    expect(await refused(`${host}/mail.few`, '--cluster', 'report')).toEqual([
      64,
      expect.stringMatching(/give --create too/),
    ]);
    expect(await refused(`${host}/mail.few?delivery=d`)).toEqual([
      64,
      expect.stringMatching(/leave out delivery=/),
    ]);
    expect(await refused(`${host}/mail.few`, '--to', `${host}/mail.few`)).toEqual([
      64,
      expect.stringMatching(/--to is given more than once/),
    ]);
    expect(await refused(`${host}/mail.few`, '--batch-size', '0')).toEqual([
      64,
      expect.stringMatching(/--batch-size/),
    ]);
    expect(await refused('http://127.0.0.1:8123')).toEqual([
      64,
      expect.stringMatching(/write --to clickhouse:/),
    ]);
    expect(await refused('clickhouse://127.0.0.1:1/mail.few')).toEqual([
      69,
      expect.stringMatching(/connection refused/),
    ]);
    await cluster.query('CREATE DATABASE IF NOT EXISTS mail');
    await cluster.query('CREATE TABLE mail.lacking (delivery_id String) ENGINE = Log');
    expect(await refused(`${host}/mail.lacking`, '--create')).toEqual([
      65,
      expect.stringMatching(/mail\.lacking has no column delivery_label/),
    ]);
    const every = urlOf(cluster, 'lacking');
    expect(await refused(every, '--create', '--cluster', 'report')).toEqual([
      64,
      expect.stringMatching(/is there already, and is not spread/),
    ]);
  });

  it('refuses a dump that is there by other options', async () => {
    const dump = dumpOf({ ...sent, event_type: 'click', url: 'https://example.org/?a=1' });
    await load(cluster, 'options', dump);
    const { status, stderr } = await load(cluster, 'options', dump, '--keep-query');
    expect(status).toBe(64);
    expect(stderr).toMatch(/loaded before, without .* now to be loaded with --keep-query/);
    expect(await rowsOf(cluster, 'SELECT url FROM mail.options')).toEqual(['https://example.org/']);
  });
});
