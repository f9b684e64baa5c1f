import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readMapping } from '../../src/dump/mapping/read-mapping.ts';
import { BadDataError } from '../../src/errors.ts';
import { run } from '../cli/run.ts';
import { temporaryFile, temporaryFolder } from '../support/temporary-folder.ts';

const read = (text: string) => readMapping(temporaryFile('map.yaml', text));
const mapping = (more: string, type = 'what'): string =>
  `columns:\n  event_type: ${type}\n  timestamp: when\n${more}`;
const list = (length: number, text: (index: number) => string): string =>
  Array.from({ length }, (_, index) => text(index)).join(', ');

/** Ten aliases of ten aliases, and so on: a few hundred bytes that stand for 10^12 texts. */
const bomb = Array.from({ length: 12 }, (_, level) =>
  level === 0 ? 'a0: &a0 [x]' : `a${level}: &a${level} [${list(10, () => `*a${level - 1}`)}]`,
).join('\n');

describe('a mapping file of somebody else', () => {
  it.each([
    ['aliases that stand for more than a machine holds', bomb, 'its aliases stand for too much'],
    ['an alias of itself', mapping('  reason: &a [*a]\n'), 'columns.reason'],
    ['lists that go 1,000 deep', `columns: ${'['.repeat(1000)}${']'.repeat(1000)}\n`, 'nested too deeply'],
    [
      'maps that go 50,000 deep',
      `columns: ${'{a: '.repeat(50_000)}1${'}'.repeat(50_000)}\n`,
      'nested too deeply',
    ],
    ['a prototype', mapping('  __proto__: {event_type: what}\n'), '__proto__'],
    [
      'a path of thousands of keys',
      mapping(`  reason: a${'.a'.repeat(20_000)}\n`),
      'longer than 1000 characters',
    ],
    [
      'thousands of paths for a column',
      mapping(`  reason: {from: [${list(20_000, (index) => `c${index}`)}]}\n`),
      'more than 100 paths',
    ],
    [
      'thousands of words',
      mapping(`  reason: {from: a, values: {${list(6000, (index) => `w${index}: x`)}}}\n`),
      'more than 5000 words',
    ],
    ['a NUL in a path', mapping('  reason: "a\\0b"\n'), 'has a NUL in it'],
    ['a NUL in a text', mapping('  reason: {value: "a\\0b"}\n'), 'has a NUL in it'],
    [
      'SQL for a time zone',
      'columns:\n  event_type: what\n  timestamp: {from: when, timezone: "UTC\') || (\'"}\n',
      'no time zone',
    ],
    ['SQL for an id', `id: "a'b"\n${mapping('')}`, 'small letters, digits and dashes'],
    ['a function', 'columns: !!js/function "function () {}"\n', 'columns'],
  ])('is refused with %s', async (_, text, says) => {
    const refused = read(text);
    await expect(refused).rejects.toThrow(BadDataError);
    await expect(refused).rejects.toThrow(says);
    await expect(refused).rejects.not.toThrow(/call stack/);
  });

  it('runs none of the SQL in its names, words and texts', async () => {
    const folder = temporaryFolder();
    const stolen = join(folder, 'stolen');
    const sql = `x"'); COPY (SELECT 1) TO '${stolen}'; --`;
    const dump = join(folder, 'rows.ndjson');
    const rows = [
      { [sql]: sql, when: '2026-01-01T00:00:00Z' },
      { [sql]: 'delivered', when: '2026-01-01T00:00:01Z' },
    ];
    writeFileSync(dump, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
    const column = `"${sql.replaceAll('"', '""')}"`;
    const file = join(folder, 'map.json');
    const columns = {
      event_type: { from: column, values: { [sql]: 'sent', delivered: 'delivered' } },
      timestamp: { from: 'when', timezone: 'UTC' },
      delivery_id: { value: `a'||current_setting('home_directory')||'b` },
      delivery_label: { value: sql },
      reason: { from: ['no."such"', column], otherwise: sql },
    };
    writeFileSync(file, JSON.stringify({ sender: sql, columns }));
    const output = join(folder, 'output');
    const { status, stdout, stderr } = await run([dump, '--mapping', file, '-o', output, '--json']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const { delivery, audit, totals } = JSON.parse(
      readFileSync(JSON.parse(stdout).reports[0].files.json, 'utf8'),
    );
    expect(delivery).toMatchObject({ id: columns.delivery_id.value, label: sql });
    expect({ audit, totals }).toMatchObject({ audit: { counted: 2 }, totals: { sent: 1, delivered: 1 } });
    expect(existsSync(stolen)).toBe(false);
  });

  it('runs none of the SQL in the format of its times', async () => {
    const dump = temporaryFile('rows.ndjson', '{"what": "sent", "when": "01"}\n');
    const format = "%d') || (SELECT 'ran') || ('";
    const file = temporaryFile(
      'map.json',
      JSON.stringify({ columns: { event_type: 'what', timestamp: { from: 'when', format } } }),
    );
    expect(await run([dump, '--mapping', file, '-o', temporaryFolder()])).toMatchObject({
      status: 65,
      stderr: expect.stringContaining('no timestamp'),
    });
  });
});
