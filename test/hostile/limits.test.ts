import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { sampleFormats } from '../../src/sample/format-names.ts';
import { computeFiles, ndjson, reportOf, reportsOf } from '../support/report-of.ts';
import { temporaryFile, temporaryFolder } from '../support/temporary-folder.ts';
import { formatOf, hostileRows, leavesReadBy, validRows } from './hostile-rows.ts';
import { payloads } from './payloads.ts';

const bounce = { event_type: 'bounce', timestamp: '2026-11-22T08:00:00Z' };
const megabytes = (text: string, count = 10): string =>
  text.repeat((count * 1024 * 1024) / Buffer.byteLength(text));
const nested = (open: string, inner: string, close: string): string =>
  `${open.repeat(100_000)}${inner}${close.repeat(100_000)}`;

/** A word for each number, without a digit that would be masked. */
const word = (number: number): string =>
  [...String(number)].map((digit) => 'abcdefghij'.charAt(Number(digit))).join('');

const cli = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

/** Runs the command; gives its exit status and the most memory that it had, in bytes. */
async function memoryOf(file: string): Promise<{ readonly status: number | null; readonly bytes: number }> {
  const tell = 'process.on("exit", () => console.error("peak", process.resourceUsage().maxRSS))';
  const args = ['--import', `data:text/javascript,${encodeURIComponent(tell)}`, cli];
  const child = spawn(
    process.execPath,
    [...args, file, '--csv', '--output', join(temporaryFolder(), 'out')],
    {
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  await once(child, 'close');
  return { status: child.exitCode, bytes: Number(/peak (\d+)/.exec(said)?.[1]) * 1024 };
}

const longTimeout = { timeout: 240_000 };

describe('cells of 10 MB', longTimeout, () => {
  const kinds = ['x', '<', 'a@b.c ', '1.2.', '; ', 'é', '\u202e', '{{'];

  it('are cut where nobody would read on, and their rows count', async () => {
    const report = await reportOf([
      ...kinds.map((kind) => ({ ...bounce, reason: megabytes(kind, 7), code: megabytes(kind, 1) })),
      {
        ...bounce,
        event_type: 'click',
        url: `https://x.example/${megabytes('a', 6)}`,
        link_label: megabytes('b', 6),
      },
      {
        ...bounce,
        event_type: 'open',
        user_agent: megabytes('Mozilla ', 6),
        recipient: `x@${megabytes('r.', 6)}`,
      },
      { ...bounce, event_type: 'sent', variant: megabytes('v') },
      { ...bounce, event_type: 'sent', delivery_label: megabytes('l ') },
    ]);
    expect(report.audit).toMatchObject({ read: 12, counted: 12 });
    expect(report.totals).toMatchObject({ bounces: kinds.length, clicks: 1, opens: 1, sent: 2 });
    expect(JSON.stringify(report).length).toBeLessThan(500_000);
  });

  it('keep deliveries and variants apart that differ at their end', async () => {
    const long = megabytes('d', 5);
    const reports = await reportsOf([
      { ...bounce, event_type: 'sent', delivery_id: `${long}1`, variant: `${long}1` },
      { ...bounce, event_type: 'sent', delivery_id: `${long}2`, variant: `${long}1` },
      { ...bounce, event_type: 'sent', delivery_id: `${long}2`, variant: `${long}2` },
    ]);
    const told = reports.map(({ totals, sections }) => [
      totals.sent,
      new Set(sections.variants.rows.map(({ variant }) => variant)).size,
    ]);
    expect(told.sort()).toEqual([
      [1, 1],
      [2, 2],
    ]);
  });

  it('leave no half of an address where they are cut', async () => {
    const recipient = 'ada.lovelace@mail.example';
    for (let before = 3960; before <= 4000; before += 4) {
      const reason = `${'x '.repeat(before / 2)}${recipient} ${'y '.repeat(10_000)}`;
      const report = await reportOf([{ ...bounce, recipient: 'someone@else.example', reason }], {
        reasons: 'raw',
      });
      expect(JSON.stringify(report)).not.toContain('lovelace');
    }
  });

  it('by the dozen take no more memory than any other dump', async () => {
    const rows = Array.from({ length: 24 }, (_, number) =>
      JSON.stringify({ ...bounce, reason: `${word(number)} ${megabytes('x')}` }),
    );
    const { status, bytes } = await memoryOf(temporaryFile('dump.ndjson', ndjson(rows)));
    expect(status).toBe(0);
    expect(bytes).toBeLessThan(1.5 * 2 ** 30);
  });

  it('and more than 16 MiB are an error that says so', async () => {
    for (const [name, text] of [
      ['dump.ndjson', ndjson([bounce, { ...bounce, reason: megabytes('x', 40) }])],
      ['dump.csv', `event_type,timestamp,reason\nbounce,2026-11-22T08:00:00Z,${megabytes('x', 40)}\n`],
    ] as const) {
      await expect(computeFiles([temporaryFile(name, text)])).rejects.toThrow(/a row is longer than 16 MiB/);
    }
  });
});

it('100,000 distinct reasons are all counted, in bounded memory', longTimeout, async () => {
  const rows = Array.from({ length: 100_000 }, (_, number) => ({
    ...bounce,
    reason: `reason ${word(number)}`,
  }));
  const file = temporaryFile('dump.ndjson', ndjson(rows));
  const { reports } = await computeFiles([file]);
  expect(reports[0]?.sections['bounce-reasons'].rows).toHaveLength(100_000);
  const { status, bytes } = await memoryOf(file);
  expect(status).toBe(0);
  expect(bytes).toBeLessThan(1.5 * 2 ** 30);
});

describe('JSON that is nested 100,000 deep', longTimeout, () => {
  const deep = { lists: nested('[', '', ']'), objects: nested('{"a":', '1', '}') };
  const row = (value: string): string =>
    JSON.stringify({ ...bounce, reason: 'DEEP' }).replace('"DEEP"', value);

  it.each(['lists', 'objects'] as const)('harms no other row: %s', async (kind) => {
    const lines = [JSON.stringify(bounce), row(deep[kind]), deep[kind], JSON.stringify(bounce)];
    for (const [name, text] of [
      ['dump.ndjson', `${lines.join('\n')}\n`],
      ['dump.json', `[${lines.join(',')}]`],
    ] as const) {
      const { reports, rejects } = await computeFiles([temporaryFile(name, text)]);
      const { audit } = reports[0] ?? {};
      expect(audit?.read).toBe(4);
      expect((audit?.counted ?? 0) + rejects.length).toBe(4);
      expect(audit?.counted).toBeGreaterThanOrEqual(2);
    }
  });

  it.each(sampleFormats)('in any column that %s reads harms no other row', async (id) => {
    const [valid = {}] = validRows(id);
    const marked = hostileRows(id, ['DEEP']).map((one) => JSON.stringify(one));
    const some = marked.filter((_, number) => number % 7 === 0).slice(0, 5);
    const lines = [JSON.stringify(valid), ...some.map((line) => line.replace('"DEEP"', deep.objects))];
    const { reports, rejects } = await computeFiles([temporaryFile('dump.ndjson', ndjson(lines))], {
      formats: [id],
    });
    expect(leavesReadBy(formatOf(id)).length).toBeGreaterThan(0);
    for (const { audit } of reports) {
      expect(audit.read).toBeGreaterThanOrEqual(lines.length);
      expect(audit.rejected).toBe(rejects.length);
    }
  });
});

describe('numbers and times that nothing can hold', () => {
  it('are counted or rejected, and never make a figure that is none', async () => {
    const rows = [...payloads.numbers, ...payloads.times].flatMap((value) => [
      JSON.stringify({ ...bounce, timestamp: value, message_id: value }),
      JSON.stringify({ ...bounce, reason: 'N', code: 'N', delivery_id: value }).replaceAll(
        '"N"',
        /^-?\d+(e\d+)?$/.test(value) ? value : '"n"',
      ),
    ]);
    const { reports, rejects } = await computeFiles([temporaryFile('dump.ndjson', ndjson(rows))], {
      timezone: 'Europe/Paris',
    });
    for (const report of reports) {
      const { read, ...parts } = report.audit;
      expect(read).toBe(rows.length);
      expect(Object.values(parts).reduce((sum, part) => sum + part, 0)).toBe(read);
      expect(JSON.stringify(report)).not.toMatch(/:(?:NaN|-?Infinity)/);
    }
    expect(rejects.length).toBeGreaterThan(5);
  });

  it.each([
    ['a gap', '2026-03-29', ['00:30:00Z', '00:59:59Z', '01:00:00Z', '01:30:00Z']],
    ['an overlap', '2026-10-25', ['00:30:00Z', '00:59:59Z', '01:00:00Z', '01:30:00Z']],
  ])('of summer time: every event has its bucket in %s', async (_, day, times) => {
    const report = await reportOf(
      times.map((time) => ({ ...bounce, event_type: 'sent', timestamp: `${day}T${time}` })),
      { timezone: 'Europe/Paris' },
    );
    const { rows } = report.sections['email-performance'];
    expect(rows.reduce((sum, { sent }) => sum + sent, 0)).toBe(4);
    expect(new Set(rows.map(({ start }) => start)).size).toBe(rows.length);
  });

  it('of the years 1970 and 9999 in one dump make a report', async () => {
    const report = await reportOf(
      ['1970-01-01T00:00:00Z', '9999-12-31T23:59:59.999Z'].map((timestamp) => ({ ...bounce, timestamp })),
      { timezone: 'America/New_York' },
    );
    const { rows } = report.sections['email-performance'];
    expect(rows.reduce((sum, { bounces }) => sum + bounces, 0)).toBe(2);
    expect(rows.length).toBeLessThan(1000);
  });
});
