import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../src/report/report.ts';
import { type Cluster, clusterIsInstalled, startCluster } from '../support/cluster/cluster.ts';
import { deliveries } from '../support/deliveries.ts';
import { temporaryFile, temporaryFolder } from '../support/temporary-folder.ts';
import { load, loadedBy, urlOf } from './loading.ts';
import { passTo } from './passing-server.ts';
import { type Rendered, render } from './rendering.ts';

const several = ['samples/deliveries.ndjson', 'samples/native.ndjson'];
const one = 'winter-sale';

/** What 18.16 knows a person by in a table. */
const keyOf = (recipient: string): string =>
  createHash('md5').update(recipient).digest().readBigUInt64LE(8).toString();

const reportIn = ({ files }: Rendered, id: string): Report => JSON.parse(files[`${id}/report.json`] ?? '');

describe.skipIf(!clusterIsInstalled())('render', () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await startCluster();
    loadedBy(await load(cluster, 'several', ...several, '--json'));
    loadedBy(await load(cluster, 'one', 'samples/native.ndjson', '--json'));
  });
  afterAll(() => cluster.stop());

  const url = (table: string, query = ''): string => `${urlOf(cluster, table)}${query}`;
  const first = (): number => cluster.shards[0].httpPort;

  it('writes the same files of a table as of the dump, and says the same', async () => {
    const output = join(temporaryFolder(), 'output');
    const options = ['--csv', '--email', '--compare', '--json'];
    const env = { SOURCE_DATE_EPOCH: '1795000000' };
    const ofDump = await render([...several, ...options], { output, env });
    const ofTable = await render([url('several'), ...options], { output, env });
    expect(ofDump).toMatchObject({ status: 0, stderr: '' });
    expect(Object.keys(ofDump.files).length).toBeGreaterThan(80);
    expect(ofTable).toEqual(ofDump);
  });

  it.each([
    {
      of: 'those that the URL names',
      query: '?delivery=welcome&delivery=black-friday',
      ids: ['black-friday', 'welcome'],
    },
    { of: 'the one of --delivery', query: '', args: ['--delivery', 'welcome'], ids: ['welcome'] },
  ])('reports on $of', async ({ query, args = [], ids }) => {
    const { status, stdout } = await render([url('several', query), ...args, '--json']);
    expect(status).toBe(0);
    const { reports } = JSON.parse(stdout) as { reports: readonly { delivery: { id: string } }[] };
    expect(reports.map(({ delivery: { id } }) => id).sort()).toEqual(ids);
  });

  it('refuses a --delivery that is none of those in the URL', async () => {
    const { status, stderr, files } = await render([
      url('one', '?delivery=winter-sale'),
      '--delivery',
      'other',
    ]);
    expect([status, files]).toEqual([64, {}]);
    expect(stderr).toContain('--delivery "other" is none of the deliveries that the URL names');
  });

  it('takes a table without clickhouse:// where --engine says what it is', async () => {
    const { status, files } = await render([
      `127.0.0.1:${first()}/mail.one`,
      '--engine',
      'clickhouse',
      '--json',
    ]);
    expect(status).toBe(0);
    expect(files).toEqual((await render(['samples/native.ndjson'])).files);
  });

  it('asks as many queries for 25 deliveries as for one', async () => {
    loadedBy(await load(cluster, 'many', deliveries(25), '--json'));
    const asked = async (query: string): Promise<number> => {
      const { port, sessions } = await passTo(first());
      const { status, stderr } = await render([
        `clickhouse://127.0.0.1:${port}/mail.many${query}`,
        '--quiet',
      ]);
      expect([status, stderr]).toEqual([0, '']);
      return sessions.length;
    };
    const ofOne = await asked('?delivery=delivery-7');
    expect(ofOne).toBeGreaterThan(20);
    expect(await asked('')).toBe(ofOne);
  });

  it('makes with --incremental only what has changed in the table', async () => {
    const output = join(temporaryFolder(), 'output');
    loadedBy(await load(cluster, 'growing', 'samples/deliveries.ndjson', '--json'));
    const again = (): Promise<Rendered> => render([url('growing'), '--incremental'], { output });
    expect((await again()).stderr).toBe('');
    expect(await again()).toMatchObject({ stdout: '', stderr: '3 of 3 reports had not changed\n' });
    loadedBy(await load(cluster, 'growing', 'samples/native.ndjson', '--json'));
    const grown = await again();
    expect(grown.stderr).toBe('3 of 4 reports had not changed\n');
    expect(grown.stdout.trim().split('\n')).toHaveLength(3);
  });

  it('writes nothing while a shard is down, with --allow-partial marks what the others have, and is whole again after', async () => {
    const output = join(temporaryFolder(), 'output');
    const whole = await render([url('one')], { output });
    expect(whole.status).toBe(0);
    const lost = new Set(
      (await cluster.query('SELECT DISTINCT recipient FROM mail.one_shard', 1)).split('\n'),
    );
    const rest = readFileSync('samples/native.ndjson', 'utf8')
      .split('\n')
      .filter((row) => !lost.has(keyOf(/"recipient":"([^"]*)"/.exec(row)?.[1] ?? '')));
    const ofRest = reportIn(await render([temporaryFile('rest.ndjson', rest.join('\n'))]), one);
    expect(ofRest.totals.sent).toBeGreaterThan(500);
    expect(ofRest.totals.sent).toBeLessThan(800);
    await cluster.kill(1);

    const failed = await render([url('one')], { output });
    expect(failed.stderr).toBe(
      'email-live-report: 1 of 3 shards of report does not answer (try again later; --allow-partial makes a report of what the others have)\n',
    );
    expect(failed.status).toBe(75);
    expect(failed.files).toEqual(whole.files);
    expect((await render([url('one')])).files).toEqual({});

    const partial = await render([url('one'), '--allow-partial']);
    expect(partial.stderr).toBe(
      'the report is partial, with figures that are too low: only 2 of 3 shards answered\n',
    );
    expect(partial.status).toBe(0);
    expect(partial.files[`${one}/report.html`]).toContain('only 2 of 3 shards answered');
    const { audit, partial: lacks, ...report } = reportIn(partial, one);
    expect(lacks).toEqual({ shards: 3, answered: 2, unfinishedLoads: 0 });
    expect(audit.read).toBe(2731);
    expect(report).toMatchObject({ totals: ofRest.totals, rates: ofRest.rates, window: ofRest.window });
    const { findings, ...sections } = report.sections;
    expect(findings.rows.map(({ finding }) => finding)).toContain('shards-missing');
    expect(ofRest.sections).toMatchObject(sections);

    await cluster.kill(2);
    expect((await render([url('one')])).stderr).toContain('2 of 3 shards of report do not answer');
    await cluster.restart(1);
    await cluster.restart(2);
    const again = await render([url('one'), '--allow-partial']);
    expect(again.stderr).toBe('');
    expect(again.files).toEqual(whole.files);
  });
});
