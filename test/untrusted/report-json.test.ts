import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { BadDataError } from '../../src/errors.ts';
import { readReport } from '../../src/report/read-report.ts';
import { run } from '../cli/run.ts';
import { temporaryFile, temporaryFolder } from '../support/temporary-folder.ts';

/** A report.json as somebody may change it: of any shape. */
const shape = z.looseObject({
  schemaVersion: z.unknown(),
  delivery: z.record(z.string(), z.unknown()),
  window: z.record(z.string(), z.unknown()),
  sections: z.record(z.string(), z.record(z.string(), z.unknown())),
});

let made = '';
beforeAll(async () => {
  const output = mkdtempSync(join(tmpdir(), 'email-live-report-test-'));
  await run(['samples/native.ndjson', '-o', output, '--timezone', 'UTC']);
  made = readFileSync(join(output, 'winter-sale', 'report.json'), 'utf8');
  rmSync(output, { recursive: true });
});

const read = (text: string) => readReport(temporaryFile('report.json', text));

function changed(change: (report: z.infer<typeof shape>) => void): string {
  const report = shape.parse(JSON.parse(made));
  change(report);
  return JSON.stringify(report);
}

const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);

describe('a report.json of somebody else', () => {
  it.each<readonly [string, () => string]>([
    ['a prototype beside its keys', () => made.replace('{', '{"__proto__": {"polluted": true},')],
    ['a constructor beside its keys', () => made.replace('{', '{"constructor": {"prototype": {}},')],
    ['a prototype among its sections', () => made.replace('"sections": {', '"sections": {"__proto__": {},')],
    ['a count that is no number', () => made.replace(/"sent": \d+/, '"sent": 1e999')],
    ['a count that is not exact', () => made.replace(/"sent": \d+/, '"sent": 9007199254740993')],
    ['a count below nought', () => made.replace(/"sent": \d+/, '"sent": -1')],
    ['a time zone that is none', () => changed(({ window }) => Object.assign(window, { timezone: '<b>' }))],
    [
      'a time after the last that there is',
      () => changed(({ delivery }) => Object.assign(delivery, { lastEvent: '+275760-09-13T00:00:00.001Z' })),
    ],
    [
      'lists that go 100,000 deep in a section',
      () => made.replace('"sections": {', `"sections": {"depths": ${nested(100_000)},`),
    ],
    [
      'thirty thousand rows that are none',
      () =>
        changed(({ sections }) => {
          Object.assign(sections.links ?? {}, { rows: Array.from({ length: 30_000 }, () => ({})) });
        }),
    ],
    ['lists that go 100,000 deep beside all', () => made.replace('{', `{"deep": ${nested(100_000)},`)],
  ])('is refused with %s', async (_, text) => {
    expect(text()).not.toBe(made);
    await expect(read(made)).resolves.toBeDefined();
    await expect(read(text())).rejects.toThrow(BadDataError);
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });

  it.each([
    'audience',
    'email-performance',
    'email-summary',
    'engagement',
    'engagement-hours',
    'findings',
    'sending-statistics',
  ])('is refused with more rows of %s than there can be: drawing them would take hours', async (section) => {
    const text = changed(({ sections }) => {
      const [row] = z.array(z.unknown()).min(1).parse(sections[section]?.rows);
      Object.assign(sections[section] ?? {}, { rows: Array.from({ length: 1000 }, () => row) });
    });
    await expect(read(text)).rejects.toThrow(`not a report of this version at sections.${section}.rows`);
  });

  it('may hold a comparison with many deliveries: its courses are drawn', async () => {
    const metric = 'delivered';
    const values = Array.from({ length: 200_000 }, (_, index) => (index % 7) / 10);
    const comparison = {
      rows: [{ metric, value: 0.5, median: 0.5, low: 0.4, high: 0.6, deliveries: 3, delta: 0 }],
      courses: [{ metric, values }],
      deliveries: [],
      snapshot: null,
    };
    const file = temporaryFile(
      'report.json',
      changed(({ sections }) => Object.assign(sections, { comparison })),
    );
    expect(await run([file, '-o', temporaryFolder()])).toMatchObject({ status: 0, stderr: '' });
  });

  it('writes nothing outside the output folder, and its markup is text', async () => {
    const markup = '"\'></script><img src=x onerror=alert(1)>{{7*7}}';
    const text = changed(({ delivery }) =>
      Object.assign(delivery, { id: '../../escaped', label: markup, format: markup }),
    );
    const folder = temporaryFolder();
    const output = join(folder, 'a', 'b');
    mkdirSync(output, { recursive: true });
    const options = ['-o', output, '--csv', '--email', '--locale', 'en'];
    expect(await run([temporaryFile('report.json', text), ...options])).toMatchObject({ status: 0 });
    expect(existsSync(join(folder, 'escaped'))).toBe(false);
    expect(readdirSync(folder)).toEqual(['a']);
    const [delivery = ''] = readdirSync(output);
    for (const file of ['report.html', 'email.html']) {
      const page = readFileSync(join(output, delivery, file), 'utf8');
      expect(page).not.toContain('<img src=x');
      expect(page).toContain('{{7*7}}');
    }
  });
});
