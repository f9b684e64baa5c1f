import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { ndjson } from '../support/report-of.ts';
import { temporaryFile, temporaryFolder } from '../support/temporary-folder.ts';
import { run } from './run.ts';

const native = { event_type: 'sent', timestamp: '2026-11-22T08:00:00Z' };
const ajo = {
  timestamp: '2026-11-22T08:00:00Z',
  _experience: { customerJourneyManagement: { messageDeliveryfeedback: { feedbackStatus: 'sent' } } },
};
const many = ndjson(
  Array.from({ length: 20_000 }, (_, index) => ({ ...native, message_id: `${index} ${Math.sin(index)}` })),
);

/** Runs the command into a fresh folder; a failure says one line, no trace, and writes nothing. */
async function failureOf(args: readonly string[]): Promise<{ status: number | null; line: string }> {
  const output = join(temporaryFolder(), 'out');
  const { status, stdout, stderr } = await run([...args, '--output', output]);
  expect(stdout).toBe('');
  expect(stderr).toMatch(/^email-live-report: [^\n]+\n$/);
  expect(stderr).not.toMatch(/\n\s+at /);
  expect(existsSync(output)).toBe(false);
  return { status, line: stderr };
}

const cases: [string, () => string[], number, RegExp][] = [
  ['no such file', () => ['nowhere.ndjson'], 66, /nowhere\.ndjson: no such file/],
  ['a pattern that fits nothing', () => ['nowhere/*.ndjson'], 66, /no such file, folder or pattern/],
  ['a folder without dumps', () => [temporaryFolder()], 66, /no dump in this folder/],
  ['an empty file', () => [temporaryFile('e.ndjson', '')], 65, /e\.ndjson: the file is empty/],
  ['a JSON array without rows', () => [temporaryFile('e.json', '[]')], 65, /not recognised as a dump/],
  [
    'binary junk',
    () => [temporaryFile('j.ndjson', Buffer.from([1, 0, 2, 0, 255, 254]))],
    65,
    /binary data, not a dump/,
  ],
  [
    'a truncated .gz',
    () => [temporaryFile('t.gz', gzipSync(many).subarray(0, 60_000))],
    65,
    /t\.gz: the \.gz file is truncated/,
  ],
  [
    'a damaged .gz',
    () => [temporaryFile('t.gz', Buffer.from([0x1f, 0x8b, 8, 0, 1, 2, 3, 4, 5, 6, 7]))],
    65,
    /t\.gz: .*(gzip file|\.gz file)/,
  ],
  [
    'a text that is no dump',
    () => [temporaryFile('readme.md', '# Hello\nworld\n')],
    65,
    /readme\.md: not recognised as a dump/,
  ],
  [
    'a JSON array cut in the middle',
    () => [temporaryFile('c.json', JSON.stringify([native, native]).slice(0, -20))],
    65,
    /c\.json: the JSON array is cut in the middle/,
  ],
  [
    'CSV without a required column',
    () => [temporaryFile('c.csv', 'event_type,reason\nsent,x\n')],
    65,
    /c\.csv:1: required column missing: timestamp/,
  ],
  [
    'formats mixed in one file',
    () => [temporaryFile('m.ndjson', ndjson([native, ajo]))],
    65,
    /more than one format: native, ajo/,
  ],
  [
    'only rejected rows',
    () => [
      temporaryFile(
        'r.ndjson',
        ndjson([
          { ...native, event_type: 'opened' },
          { ...native, timestamp: 'x' },
        ]),
      ),
    ],
    65,
    /every one of the dump's 2 rows was rejected: .*r\.ndjson:1 unknown event type "opened"; .*r\.ndjson:2 unusable timestamp/,
  ],
  [
    'only rows of other channels',
    () => [
      temporaryFile(
        's.ndjson',
        ndjson([
          {
            ...ajo,
            _experience: { customerJourneyManagement: { messageProfile: { channel: { _id: 'sms' } } } },
          },
        ]),
      ),
    ],
    65,
    /no email event in the dump/,
  ],
  [
    'a broken report.json',
    () => [temporaryFile('report.json', '{"schemaVersion":1,"delivery":{}}')],
    65,
    /report\.json: not a report of this version at delivery\.id/,
  ],
  [
    'a newer report.json',
    () => [temporaryFile('report.json', '{"schemaVersion": 9}')],
    65,
    /not a report of this version at schemaVersion/,
  ],
  [
    'an unknown format',
    () => ['--format', 'pigeon', temporaryFile('a.ndjson', ndjson([native]))],
    64,
    /--format: "pigeon" is no format .*native, ajo/,
  ],
  [
    'an unknown delivery',
    () => ['--delivery', 'x', temporaryFile('a.ndjson', ndjson([native]))],
    64,
    /--delivery: no delivery "x" in the dump \(it has a\)/,
  ],
  [
    'a bad time zone',
    () => ['--timezone', 'Mars/Base', temporaryFile('a.ndjson', ndjson([native]))],
    64,
    /--timezone: "Mars\/Base" is no time zone/,
  ],
  [
    'a bad locale',
    () => ['--locale', 'tlh', temporaryFile('a.ndjson', ndjson([native]))],
    64,
    /--locale: "tlh" is not spoken here \(use one of en, fr\)/,
  ],
  [
    'a bad stretch of time',
    () => ['--last', 'week', temporaryFile('a.ndjson', ndjson([native]))],
    64,
    /--last: "week" is no stretch of time/,
  ],
  ['a stretch of ages', () => ['--last', '99999999999999999w', 'x'], 64, /longer than a century/],
  [
    'a day that no calendar has',
    () => ['--from', '2026-02-30', 'x'],
    64,
    /--from: "2026-02-30" is no instant/,
  ],
  ['an instant without an offset', () => ['--to', '2026-11-22 08:00', 'x'], 64, /--to: .* is no instant/],
  [
    'a report.json of a strange zone',
    () => [
      temporaryFile(
        'report.json',
        JSON.stringify({
          schemaVersion: 1,
          delivery: { id: 'x', label: null, format: 'native', firstEvent: null, lastEvent: null },
          window: { from: null, to: null, timezone: 'Mars/X' },
        }),
      ),
    ],
    65,
    /not a report of this version at window\.timezone/,
  ],
  [
    'a bad instant',
    () => ['--from', '2026-11-22T08:00', temporaryFile('a.ndjson', ndjson([native]))],
    64,
    /--from: .* is no instant/,
  ],
  [
    'a window that ends before it starts',
    () => ['--from', '2026-11-23', '--to', '2026-11-22', 'x'],
    64,
    /--from is not before --to/,
  ],
  ['two windows', () => ['--last', '24h', '--to', '2026-11-22', 'x'], 64, /--last and --from or --to/],
  [
    'a settled option with a report.json',
    () => ['--last', '24h', temporaryFile('report.json', '{"schemaVersion":1}')],
    64,
    /--last cannot be used with a report\.json/,
  ],
  ['an unknown option', () => ['x', '--pfd'], 64, /Unknown argument: pfd/],
  [
    'a repeated option',
    () => ['--locale', 'en', '--locale', 'fr', 'x'],
    64,
    /--locale is given more than once/,
  ],
  ['an unknown page size', () => ['--page', 'A3', 'x'], 64, /page/],
  ['no dump at all', () => [], 64, /Not enough non-option arguments|dump/],
];

describe('bad input ends with one clear line and its exit status', () => {
  it.each(cases)('%s', async (_name, args, status, line) => {
    const failure = await failureOf(args());
    expect(failure.line).toMatch(line);
    expect(failure.status).toBe(status);
  });
});

describe('an output folder that cannot be written', () => {
  it('because a file is in its place', async () => {
    const dump = temporaryFile('a.ndjson', ndjson([native]));
    const { status, stderr } = await run([dump, '--output', join(dump, 'x')]);
    expect(stderr).toMatch(/^email-live-report: .*cannot be written.*\(choose another place\)\n$/);
    expect(status).toBe(73);
  });

  // Root may write anywhere.
  it.skipIf(process.getuid?.() === 0)('because it is read-only', async () => {
    const output = temporaryFolder();
    chmodSync(output, 0o500);
    const { status } = await run([temporaryFile('a.ndjson', ndjson([native])), '--output', output]);
    expect(status).toBe(73);
  });

  it('because the disk is full: nothing half-written stays', async () => {
    const folder = temporaryFolder();
    const dump = temporaryFile('a.ndjson', ndjson([native]));
    const cli = new URL('../../dist/cli.js', import.meta.url).pathname;
    // No file may be larger than 8 KiB, as on a disk with that much left.
    const { status, stderr } = spawnSync(
      'bash',
      ['-c', `trap '' XFSZ; ulimit -f 8; exec "$0" "$@"`, process.execPath, cli, dump, '--output', folder],
      { encoding: 'utf8' },
    );
    expect(stderr).toMatch(/^email-live-report: .*report\.html: cannot be written/);
    expect(status).toBe(73);
    expect(readdirSync(folder)).toEqual([]);
  });
});

it('writes the HTML none the less when there is no browser for the PDF, and exits with 69', async () => {
  const output = temporaryFolder();
  const dump = temporaryFile('a.ndjson', ndjson([native]));
  const { status, stdout, stderr } = await run([
    dump,
    '--pdf',
    '--browser',
    '/nowhere/chrome',
    '--output',
    output,
  ]);
  expect(stderr).toMatch(/^email-live-report: [^\n]*\/nowhere\/chrome[^\n]*\n$/);
  expect(status).toBe(69);
  expect(stdout).toContain(join(output, 'a', 'report.html'));
  expect(readFileSync(join(output, 'a', 'report.html'), 'utf8')).toContain('</html>');
  expect(existsSync(join(output, 'a', 'report.pdf'))).toBe(false);
});

it('shows no control character of a file name on the terminal', async () => {
  const folder = join(temporaryFolder(), 'a\u001b[31mb');
  mkdirSync(folder);
  writeFileSync(join(folder, 'e.ndjson'), '');
  const { stderr } = await run([join(folder, 'e.ndjson')]);
  expect(stderr).not.toContain('\u001b');
});

it('shows a stack trace only with --verbose', async () => {
  const { stderr } = await run(['nowhere.ndjson', '--verbose']);
  expect(stderr).toMatch(/\n\s+at /);
});

it('ends at once when the browser does', async () => {
  const browser = temporaryFile('browser.sh', '#!/bin/sh\necho boom >&2\nexit 3\n');
  chmodSync(browser, 0o755);
  const started = performance.now();
  const dump = temporaryFile('a.ndjson', ndjson([native]));
  const { status, stderr } = await run([dump, '--pdf', '--browser', browser, '--output', temporaryFolder()]);
  expect(stderr).toMatch(/^email-live-report: [^\n]*does not start: boom[^\n]*\n$/);
  expect(status).toBe(69);
  expect(performance.now() - started).toBeLessThan(20_000);
});

it('lets a delivery id neither forge lines nor take the place of the list of executions', async () => {
  const dump = temporaryFile(
    'a.ndjson',
    ndjson([
      { ...native, delivery_id: 'a\nDONE' },
      { ...native, delivery_id: 'index.html' },
    ]),
  );
  const { stdout } = await run(['inspect', dump]);
  expect(stdout).not.toMatch(/^DONE/m);
  expect((await run([dump, '--output', temporaryFolder()])).status).toBe(0);
});

it.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
  'leaves nothing behind when it is ended by %s',
  async (signal) => {
    const temporary = temporaryFolder();
    const output = temporaryFolder();
    const cli = new URL('../../dist/cli.js', import.meta.url).pathname;
    const child = spawn(
      process.execPath,
      [cli, 'sample', join(output, 'a.ndjson'), '--recipients', '3000000'],
      {
        env: { ...process.env, TMPDIR: temporary },
      },
    );
    while (readdirSync(output).length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    child.kill(signal);
    const [, by] = await once(child, 'close');
    expect(by).toBe(signal);
    expect([...readdirSync(output), ...readdirSync(temporary)]).toEqual([]);
  },
);
