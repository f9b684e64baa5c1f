import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mailbox, nightlyFolder, smallDump, smtpAt } from '../cli/nightly.ts';
import { contentsOf } from '../faults/folder-contents.ts';
import { startReceivingServer } from '../mail/receiving-server.ts';
import { type Cluster, clusterIsInstalled, startCluster } from '../support/cluster/cluster.ts';
import { users } from '../support/cluster/configuration.ts';
import { temporaryFile } from '../support/temporary-folder.ts';
import { load, loadedBy } from './loading.ts';

const { password } = users.reader;
const date = ['--date', '2026-11-22'];

describe.skipIf(!clusterIsInstalled())('a nightly report of a cluster', () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await startCluster();
  });
  afterAll(() => cluster.stop());

  it('is mailed for the day that its URL names, and not while a shard is down', async () => {
    for (const day of ['2026-11-20', '2026-11-21'])
      loadedBy(
        await load(cluster, 'nights', temporaryFile('d.ndjson', smallDump(`sale-${day}`, day)), '--json'),
      );
    const { port, mailbox: mails } = await startReceivingServer();
    const url = `clickhouse://reader@127.0.0.1:${cluster.shards[0].httpPort}/mail.nights?delivery=sale-{{last}}&passwordFile=password.txt`;
    const report = { name: 'nightly', dump: url, to: 'anna@example.com', window: 'day' };
    const { run, folder, write } = nightlyFolder({ smtp: smtpAt(port), reports: [report] });

    write('password.txt', password);

    await cluster.kill(2);
    const failed = await run(['run', ...date]);
    expect(failed.status).toBe(75);
    expect(failed.stderr).toMatch(/1 of 3 shards of report does not answer \(try again later/);
    expect(existsSync(join(folder, 'output', 'nightly'))).toBe(false);
    expect(await mailbox(mails)).toEqual([expect.stringContaining('owner@example.com: ')]);

    await cluster.restart(2);
    const done = await run(['run', ...date]);
    expect([done.status, done.stderr, done.stdout]).toEqual([
      0,
      '',
      'nightly 2026-11-21 sale-2026-11-21: 1 mailed\n',
    ]);
    expect(await mailbox(mails)).toContain(
      'anna@example.com: The sale-2026-11-21: 90.0% delivered, 10.0% bounced',
    );
    const told = JSON.stringify([
      failed,
      done,
      mails,
      contentsOf(join(folder, 'output')),
      contentsOf(join(folder, 'state')),
    ]);
    expect(told).not.toContain(password);
  });
});

describe('a nightly report', () => {
  it('of a cluster that is not there is not mailed, and says nothing of the password in the environment', async () => {
    const { port } = await startReceivingServer();
    const report = {
      name: 'nightly',
      dump: 'clickhouse://reader@127.0.0.1:1/mail.nights',
      to: 'anna@example.com',
    };
    const { run } = nightlyFolder({ smtp: smtpAt(port), reports: [report] });
    const { status, stderr } = await run(['run', '--verbose', ...date], {
      ELR_CLICKHOUSE_PASSWORD: password,
    });
    expect(status).toBe(69);
    expect(stderr).toContain('cannot reach ClickHouse at 127.0.0.1:1 (connection refused)');
    expect(stderr).not.toContain(password);
  });
});
