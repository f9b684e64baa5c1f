import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { run } from '../cli/run.ts';
import { ndjson } from '../support/report-of.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { hostileRows } from './hostile-rows.ts';
import { everyPayload, payloads } from './payloads.ts';

const rows = hostileRows('native', everyPayload);

/** Deliveries by such names: one that is its recipient's, too, would not be shown. */
const named = [...payloads.terminal, ...payloads.direction, ...payloads.controls].map((text) => ({
  ...{ event_type: 'sent', timestamp: '2026-11-22T08:00:00Z', recipient: 'ada@mail.example' },
  ...{ delivery_id: text, delivery_label: text },
}));

/** A file name may hold all but a slash and a NUL, 255 bytes of it. */
const fileNames = [...payloads.terminal, ...payloads.direction, ...payloads.controls, ...payloads.html]
  .map((name) => `${name.replace(/[/\0]/g, '').slice(0, 60)}.ndjson`)
  .filter((name) => !/\p{Surrogate}/u.test(name));

/** What a terminal would obey in what a command said, but for the ends of its lines. */
const obeyed = (text: string): readonly string[] => text.match(/(?!\n)[\p{Cc}\p{Bidi_Control}]/gu) ?? [];

/** Runs the command; gives its results and all that it said. */
async function plainlySaid(args: readonly string[], expected: number, cwd: string) {
  const { status, stdout, stderr } = await run(args, { cwd });
  expect(status, stderr).toBe(expected);
  const said = stdout + stderr;
  expect(said.length).toBeGreaterThan(20);
  expect(obeyed(said)).toEqual([]);
  return { stdout, said };
}

/** A folder with a dump of hostile rows in files of hostile names. */
function hostileFolder(): string {
  const path = temporaryFolder();
  mkdirSync(join(path, 'dumps'));
  for (const [index, name] of fileNames.entries()) {
    const some = rows.filter((_, number) => number % 50 === 0 && number % fileNames.length === index);
    writeFileSync(join(path, 'dumps', name), ndjson([...some, ...named, '{"event_type":"\u001b[31m"}']));
  }
  return path;
}

describe('no control character and no mark of direction reaches the terminal', { timeout: 120_000 }, () => {
  it.each([
    ['inspect', ['inspect', 'dumps', '--verbose']],
    ['render', ['render', 'dumps', '--verbose']],
  ])('from %s', async (_, args) => {
    const path = hostileFolder();
    const { said } = await plainlySaid([...args, '--format', 'native'], 0, path);
    expect(said).toContain('pwned');
    const { stdout } = await plainlySaid([...args, '--format', 'native', '--json'], 0, path);
    expect(JSON.stringify(JSON.parse(stdout))).toContain('\\u001b');
  });

  it.each([
    ['a file that is not there', ['\u001b[31mmissing\u009b\u202e.ndjson'], 66],
    ['an option that is none', ['dumps', '--\u001b[31m\u202eoption'], 64],
    ['a time zone that is none', ['dumps', '--timezone', '\u001b]0;x\u0007\u202e'], 64],
    ['a format that is none', ['dumps', '--format', '\u001b[2J'], 64],
    [
      'a delivery that is not in the dump',
      ['dumps', '--format', 'native', '--delivery', '\u001b[2J\u009b'],
      64,
    ],
    ['a place that cannot be written to', ['one.ndjson', '--output', 'one.ndjson/\u001b[31m\u202e'], 73],
    ['what is in a dump', ['\u001b[31m\u202e.csv'], 65],
  ] as const)('from an error about %s', async (_, args, status) => {
    const path = hostileFolder();
    writeFileSync(join(path, 'one.ndjson'), ndjson(rows.slice(0, 1)));
    writeFileSync(join(path, '\u001b[31m\u202e.csv'), 'event_type,"\u001b[31m\u009b"\nsent,x\n');
    await plainlySaid([...args, '--verbose'], status, path);
  });
});
