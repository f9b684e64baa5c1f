import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { ndjson } from '../support/report-of.ts';
import { temporaryFile, temporaryFolder } from '../support/temporary-folder.ts';
import { run } from './run.ts';

const cli = new URL('../../dist/cli.js', import.meta.url).pathname;

const sent = { event_type: 'sent', timestamp: '2026-11-22T08:00:00Z', message_id: 'm1' };
const sendgrid = (event: string, more: object = {}): object => ({
  email: 'ada@example.com',
  event,
  timestamp: 1_795_334_400,
  sg_message_id: 'm2.1',
  sg_event_id: event,
  category: 'sale',
  ...more,
});
const ses = {
  eventType: 'Send',
  mail: {
    timestamp: '2026-11-22T08:00:00Z',
    messageId: 'm3',
    destination: ['ben@example.com'],
    tags: { campaign: ['sale'] },
  },
};

const reportIn = (output: string, delivery: string) =>
  JSON.parse(readFileSync(join(output, delivery, 'report.json'), 'utf8'));

describe('a dump', () => {
  it.each([
    ['plain', ndjson([sent])],
    ['packed', gzipSync(ndjson([sent]))],
  ])('comes from the standard input, %s', (_how, input) => {
    const output = temporaryFolder();
    const { status, stderr } = spawnSync(process.execPath, [cli, '-', '-o', output], { input });
    expect([status, String(stderr)]).toEqual([0, '']);
    expect(reportIn(output, 'stdin')).toMatchObject({ totals: { sent: 1 }, delivery: { format: 'native' } });
  });

  it('comes from a pipe', () => {
    const output = temporaryFolder();
    const { status, stderr } = spawnSync(
      'bash',
      [
        '-c',
        '"$0" "$1" <(cat "$2") -o "$3"',
        process.execPath,
        cli,
        temporaryFile('d', ndjson([sent])),
        output,
      ],
      { encoding: 'utf8' },
    );
    expect([status, stderr]).toEqual([0, '']);
  });

  it('names the standard input and the line where a row is rejected', () => {
    const input = ndjson([sent, { ...sent, event_type: 'exploded' }]);
    const { stdout } = spawnSync(process.execPath, [cli, 'inspect', '-'], { input, encoding: 'utf8' });
    expect(stdout).toContain('stdin:2  unknown event type "exploded"');
  });

  it('may join two senders in one report', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'hooks.json'), JSON.stringify([sendgrid('delivered'), sendgrid('open')]));
    writeFileSync(join(folder, 'firehose-2026-11-22'), ndjson([ses]));
    const output = temporaryFolder();
    expect((await run([folder, '-o', output])).stderr).toBe('');
    expect(reportIn(output, 'sale')).toMatchObject({
      delivery: { format: 'ses+sendgrid' },
      totals: { sent: 2, delivered: 1, opens: 1, pending: 1 },
      audit: { read: 3, counted: 3 },
    });
  });

  it('names in each report only the formats that its own rows are in', async () => {
    const files = [
      temporaryFile('a.ndjson', ndjson([sendgrid('delivered')])),
      temporaryFile('b.ndjson', ndjson([{ ...sent, delivery_id: 'other' }])),
    ];
    const output = temporaryFolder();
    await run([...files, '-o', output]);
    expect(reportIn(output, 'sale').delivery.format).toBe('sendgrid');
    expect(reportIn(output, 'other').delivery.format).toBe('native');
  });
});

describe('--format', () => {
  const undetectable = { event: 'processed', timestamp: 1_795_334_400, to: 'ada@example.com' };

  it('forces a format, for all files', async () => {
    const { stdout } = await run([
      'inspect',
      temporaryFile('a.ndjson', ndjson([undetectable])),
      '--format',
      'sendgrid',
    ]);
    expect(stdout).toContain('a.ndjson  sendgrid, ndjson (asked for with --format sendgrid)');
  });

  it('forces a format for some files; the others tell by their rows', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'hook.json'), JSON.stringify([undetectable]));
    writeFileSync(join(folder, 'dump.ndjson'), ndjson([sent]));
    const { stdout } = await run(['inspect', folder, '--format', `sendgrid=${folder}/*.json`]);
    expect(stdout).toContain('dump.ndjson  native, ndjson (its first row with `event_type`)');
    expect(stdout).toContain(
      `hook.json  sendgrid, json-array (asked for with --format sendgrid=${folder}/*.json)`,
    );
  });

  it('says when no file is meant', async () => {
    const { status, stderr } = await run([
      temporaryFile('a.ndjson', ndjson([sent])),
      '--format',
      'sendgrid=elsewhere/*.json',
    ]);
    expect(stderr).toMatch(/--format sendgrid=elsewhere\/\*\.json: no file of the dump is meant/);
    expect(status).toBe(64);
  });
});

describe('formats', () => {
  it('are listed with their sender and what they are detected by', async () => {
    const { stdout } = await run(['formats']);
    expect(stdout).toContain('sendgrid   Twilio SendGrid\n');
    expect(stdout).toContain('taken out of: SNS notification, EventBridge event\n');
    expect(stdout).toMatch(/detected by rows with `mail\.messageId` and `eventType`/);
  });

  it('are listed for machines with --json', async () => {
    const { stdout } = await run(['formats', '--json']);
    expect(JSON.parse(stdout)).toContainEqual(
      expect.objectContaining({ id: 'ses', sender: 'Amazon SES', tells: expect.arrayContaining(['bounce']) }),
    );
  });
});
