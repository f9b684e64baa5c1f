import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { readDump } from '../../src/dump/read-dump.ts';
import { findRejects } from '../../src/dump/rejects.ts';
import { openDuckDB } from '../../src/engine/duckdb.ts';
import { TryAgainError } from '../../src/errors.ts';
import { run } from '../cli/run.ts';
import { withReadings } from '../support/engine-with-readings.ts';
import { temporaryFile, temporaryFolder } from '../support/temporary-folder.ts';

// Many files of many cuts, on a machine that may be busy.
vi.setConfig({ testTimeout: 120_000 });

const row = (id: number): string =>
  `{"event_type":"sent","timestamp":"2026-11-22T08:00:00Z","message_id":"${id}"}\n`;
const rows = (count: number): string => Array.from({ length: count }, (_, index) => row(index)).join('');
const csv = `event_type,timestamp\n${'sent,2026-11-22T08:00:00Z\n'.repeat(20)}`;
const array = `[${rows(20).trim().replaceAll('\n', ',')}]`;

/** What happens to a file while it is read, and what is said of it. */
const changes: readonly (readonly [string, (path: string) => void, string])[] = [
  ['removed', (path) => rmSync(path), 'was removed'],
  ['put away', (path) => renameSync(path, `${path}.1`), 'was removed'],
  ['replaced', (path) => replace(path, readFileSync(path, 'utf8').repeat(2)), 'was replaced'],
  ['replaced by a shorter one', (path) => replace(path, row(1)), 'became shorter'],
  ['cut', (path) => truncateSync(path, 100), 'became shorter'],
  ['emptied', (path) => truncateSync(path, 0), 'became shorter'],
  ['written anew, as long as it was', (path) => rewrite(path, (text) => text), 'was written anew'],
  ['written anew, longer', (path) => rewrite(path, (text) => `\n${text}${text}`), 'was written anew'],
  [
    'replaced by a folder',
    (path) => {
      rmSync(path);
      mkdirSync(path);
    },
    'was replaced',
  ],
];

function replace(path: string, content: string): void {
  writeFileSync(`${path}.new`, content);
  renameSync(`${path}.new`, path);
}

function rewrite(path: string, change: (text: string) => string): void {
  writeFileSync(path, change(readFileSync(path, 'utf8')));
  // Some file systems note times in steps.
  utimesSync(path, new Date(), new Date(Date.now() + 1000));
}

const nothing = (): void => {};

/** Reads dump files while one of them changes, before or after the first statement that reads it. */
async function readWhile(
  paths: readonly string[],
  when: 'before' | 'after',
  change: () => void,
): Promise<void> {
  const opened = await openDuckDB();
  let done = false;
  const once = (): void => {
    if (!done) change();
    done = true;
  };
  const engine = (when === 'before' ? withReadings(once, nothing) : withReadings(nothing, once))(opened);
  try {
    await findRejects(engine, await readDump(engine, paths));
  } finally {
    await opened.close();
  }
}

describe('a file that changes while it is read', () => {
  describe.each(changes)('%s', (_name, change, said) => {
    it.each(['before', 'after'] as const)(
      'is an error to try again after, where it is done %s the scan',
      async (when) => {
        for (const [name, content] of [
          ['dump.ndjson', rows(20)],
          ['bad.ndjson', `${rows(20)}{}\n`],
          ['dump.csv', csv],
          ['dump.json', array],
        ] as const) {
          const path = join(temporaryFolder(), name);
          writeFileSync(path, content);
          const reading = readWhile([path], when, () => change(path));
          await expect(reading, name).rejects.toThrow(TryAgainError);
          await expect(reading, name).rejects.toThrow(
            new RegExp(`${name}: the file (${said}) while it was read`),
          );
        }
      },
    );
  });

  it('is named among others', async () => {
    const [one, other] = [temporaryFile('one.ndjson', rows(3)), temporaryFile('other.ndjson', rows(3))];
    await expect(readWhile([one, other], 'before', () => rmSync(other))).rejects.toThrow(
      `${other}: the file was removed while it was read`,
    );
  });

  it('is fine where it only grows, but for a JSON array, which is written as a whole', async () => {
    for (const when of ['before', 'after'] as const) {
      const lines = temporaryFile('dump.ndjson', `${rows(3)}{}\n`);
      await readWhile([lines], when, () => appendFileSync(lines, rows(3)));
    }
    const whole = temporaryFile('dump.json', array);
    await expect(readWhile([whole], 'after', () => appendFileSync(whole, array))).rejects.toThrow(
      /dump\.json: the file grew while it was read/,
    );
  });
});

it('writes no report of a dump that is cut while it is read, and exits with 75', async () => {
  const folder = temporaryFolder();
  const dump = join(folder, 'dump.csv');
  writeFileSync(dump, csv);
  // A mail log that is rotated by copying it and cutting it short, at the moment that it is open.
  const preload = join(folder, 'preload.cjs');
  writeFileSync(
    preload,
    `const fs = require('node:fs');
    const { createReadStream } = fs;
    fs.createReadStream = (path, options) => {
      if (path === ${JSON.stringify(dump)}) fs.truncateSync(path, 10);
      return createReadStream(path, options);
    };
    require('node:module').syncBuiltinESMExports();`,
  );
  const { status, stderr } = await run([dump, '--output', join(folder, 'output')], {
    env: { NODE_OPTIONS: `--require=${preload}` },
  });
  expect(stderr).toMatch(/dump\.csv: the file became shorter while it was read \(try again/);
  expect(status).toBe(75);
  expect(existsSync(join(folder, 'output'))).toBe(false);
});
