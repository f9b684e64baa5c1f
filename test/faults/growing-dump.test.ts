import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { readDump } from '../../src/dump/read-dump.ts';
import { findRejects } from '../../src/dump/rejects.ts';
import { openDuckDB } from '../../src/engine/duckdb.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { withReadings } from '../support/engine-with-readings.ts';
import { allReports, usualOptions } from '../support/report-of.ts';
import { temporaryFile } from '../support/temporary-folder.ts';

// Many files of many cuts, on a machine that may be busy.
vi.setConfig({ testTimeout: 120_000 });

const good = (id: string): string =>
  `{"event_type":"sent","timestamp":"2026-11-22T08:00:00Z","message_id":"${id}","reason":"é {x} [y] \\" \\\\"}`;
const bad = '{"event_type":"sent"}';

interface Read {
  readonly read: number;
  readonly rejected: number;
  /** Lines of rejects and, where a row was left for the next run, its line. */
  readonly rejects: readonly number[];
  readonly unfinished: readonly (number | null)[];
}

const same = (engine: Engine): Engine => engine;

/** What is read of each file of a dump; `around` wraps the engine, so that a file can be written to between two statements. */
async function readFiles(paths: readonly string[], around = same): Promise<readonly Read[]> {
  const opened = await openDuckDB();
  try {
    const engine = around(opened);
    const dump = await readDump(engine, paths);
    const rejects = await findRejects(engine, dump);
    const rows = await opened.query(
      'SELECT source, count(*) AS rows, count(event_type) AS usable FROM dump_rows GROUP BY source',
    );
    const reads = paths.map((path, number) => {
      const counts = rows.find(({ source }) => source === number);
      const undecoded = dump.undecoded[number] ?? 0;
      return {
        read: Number(counts?.rows ?? 0) + undecoded,
        rejected: Number(counts?.rows ?? 0) - Number(counts?.usable ?? 0) + undecoded,
        rejects: rejects.filter(({ file }) => file === path).map(({ line }) => line),
        unfinished: dump.unfinished.filter(({ file }) => file === path).map(({ line }) => line),
      };
    });
    expect(dump.rejected).toEqual(reads.map(({ rejected }) => rejected));
    expect(dump.read).toBe(reads.reduce((sum, { read }) => sum + read, 0));
    return reads;
  } finally {
    await opened.close();
  }
}

async function readFile(path: string, around = same): Promise<Read> {
  const [read] = await readFiles([path], around);
  if (read === undefined) throw new Error('nothing was read');
  return read;
}

const read = (name: string, content: string | Uint8Array): Promise<Read> =>
  readFile(temporaryFile(name, content));

/** What is read of files that hold `before` and the first bytes of `last`: one byte, two, and so on to all. */
const readCuts = (name: string, before: Buffer, last: Buffer): Promise<readonly Read[]> =>
  readFiles(
    Array.from(last, (_, index) => temporaryFile(name, Buffer.concat([before, last.subarray(0, index + 1)]))),
  );

describe('a last line without a line end', () => {
  it('is left for the next run wherever it is cut, and counts once it is whole JSON', async () => {
    const last = Buffer.from(good('last'));
    const before = Buffer.from(`${good('a')}\n${bad}\n${good('b')}\n`);
    const cut = { read: 3, rejected: 1, rejects: [2], unfinished: [4] };
    const whole = { read: 4, rejected: 1, rejects: [2], unfinished: [] };
    const reads = await readCuts('dump.ndjson', before, last);
    expect(reads).toEqual(reads.map((_, index) => (index === last.length - 1 ? whole : cut)));
    expect(await read('dump.ndjson', Buffer.concat([before, last, Buffer.from('\n')]))).toEqual(whole);
    expect(await read('dump.ndjson', Buffer.concat([before, last, Buffer.from('\r')]))).toEqual(whole);
  });

  it('is left in a large dump too, which is read by several threads, where it is one byte', async () => {
    const asLarge = (engine: Engine): Engine => {
      engine.prepareFor(100 * 1024 * 1024);
      return engine;
    };
    const path = temporaryFile('dump.ndjson', `${good('a')}\n{`);
    expect(await readFile(path, asLarge)).toEqual({ read: 1, rejected: 0, rejects: [], unfinished: [2] });
  });

  it('counts as rejected where it is whole and says nothing usable, or ends with a line end', async () => {
    const rows = `${good('a')}\n${good('b')}\n`;
    const rejected = { read: 3, rejected: 1, rejects: [3], unfinished: [] };
    expect(await read('dump.ndjson', `${rows}${bad}`)).toEqual(rejected);
    expect(await read('dump.ndjson', `${rows}[1]`)).toEqual(rejected);
    expect(await read('dump.ndjson', `${rows}{"event_ty\n`)).toEqual(rejected);
    expect(await read('dump.ndjson', `${rows}{"event_ty\n  \t`)).toEqual(rejected);
  });

  it('counts where the engine can read it, though JSON has it otherwise', async () => {
    const rows = `${good('a')}\n${good('b')}\n`;
    const comma = '{"event_type":"sent","timestamp":"2026-11-22T08:00:00Z",}';
    expect(await read('dump.ndjson', `${rows}${comma}`)).toEqual({
      read: 3,
      rejected: 0,
      rejects: [],
      unfinished: [],
    });
  });

  it('is left in lists, in packed files and behind a byte order mark', async () => {
    const list = `[${good('a')},${good('b')}]`;
    const left = { read: 4, rejected: 0, rejects: [], unfinished: [3] };
    expect(await read('dump.log', `${list}\n${list}\n${list.slice(0, -1)}`)).toEqual(left);
    expect(await read('dump.log', `${list}\n${list}\n${list.slice(0, 100)}`)).toEqual(left);
    const rows = `${good('a')}\n${good('b')}\n${good('c').slice(0, 50)}`;
    const two = { read: 2, rejected: 0, rejects: [], unfinished: [3] };
    expect(await read('dump.ndjson.gz', gzipSync(rows))).toEqual(two);
    expect(await read('dump.ndjson', `\uFEFF${rows}`)).toEqual(two);
  });

  it('is left where the file goes on otherwise than it begins, and is read again', async () => {
    const list = `[${good('a')},${bad}]`;
    const content = [...Array(300).fill(good('a')), list, list.slice(0, 90)].join('\n');
    expect(await read('dump.ndjson', content)).toEqual({
      read: 302,
      rejected: 1,
      rejects: [301],
      unfinished: [302],
    });
  });

  it('may be longer than what is looked at at once', async () => {
    const long = `{"event_type":"sent","reason":"${'x'.repeat(200_000)}`;
    expect(await read('dump.ndjson', `${good('a')}\n${good('b')}\n${long}`)).toEqual({
      read: 2,
      rejected: 0,
      rejects: [],
      unfinished: [3],
    });
  });
});

describe('a last row of a table without a line end', () => {
  const header = 'event_type,timestamp,reason,code\n';
  const row = (text: string): string => `sent,2026-11-22T08:00:00Z,"é, ""${text}"" y",abc`;

  it('is left for the next run while a quote of its last line is open, or a cell is missing', async () => {
    const last = Buffer.from(row('last'));
    const before = Buffer.from(`${header}${row('a')}\nopen,,,\n${row('two\nlines')}\n`);
    const allCells = last.lastIndexOf(',');
    const cut = { read: 3, rejected: 1, rejects: [3], unfinished: [6] };
    const whole = { read: 4, rejected: 1, rejects: [3], unfinished: [] };
    const reads = await readCuts('dump.csv', before, last);
    expect(reads).toEqual(reads.map((_, index) => (index >= allCells ? whole : cut)));
  });

  it('is left in packed tables, and where it is cut in the middle of a character', async () => {
    const rows = `${header}${row('a')}\n`;
    const left = { read: 1, rejected: 0, rejects: [], unfinished: [3] };
    expect(await read('dump.csv.gz', gzipSync(`${rows}sent,2026`))).toEqual(left);
    const character = Buffer.concat([Buffer.from(`${rows}sent,2026-11-22T08:00:00Z,`), Buffer.from([0xc3])]);
    expect(await read('dump.csv', character)).toEqual(left);
    const undecoded = Buffer.from(`${header}sent,2026-11-22T08:00:00Z,\xff,\nsent,20`, 'latin1');
    expect(await read('dump.csv', undecoded)).toEqual({
      read: 1,
      rejected: 1,
      rejects: [2],
      unfinished: [3],
    });
  });

  it('counts where it has a cell for each column, lines and quotes in its cells or not', async () => {
    const all = { read: 2, rejected: 0, rejects: [], unfinished: [] };
    expect(await read('dump.csv', `${header}${row('a')}\nsent,2026-11-22T08:00:00Z,,`)).toEqual(all);
    expect(await read('dump.csv', `${header}${row('a')}\n${row('two\nlines')}`)).toEqual(all);
    expect(await read('dump.csv', `${header}${row('a')}\nsent,2026-11-22T08:00:00Z,5" wide,`)).toEqual(all);
  });

  it('is an error, as ever, where a quote was opened on a line before', async () => {
    await expect(read('dump.csv', `${header}${row('a')}\nsent,2026-11-22T08:00:00Z,"a\nb`)).rejects.toThrow(
      /dump\.csv:3: a quote is opened here and never closed/,
    );
  });

  it('of forms is left where an escape or a field is cut', async () => {
    const form = 'event_type=sent&timestamp=2026-11-22T08%3A00%3A00Z&reason=a%20b';
    const left = { read: 2, rejected: 0, rejects: [], unfinished: [3] };
    for (const cut of [
      'event_type=sent&timestamp=2026-11-22T08%3',
      'event_type=sent&times',
      'event_type=sent&',
    ])
      expect(await read('dump.log', `${form}\n${form}\n${cut}`), cut).toEqual(left);
    expect(await read('dump.log', `${form}\n${form}\n${form}`)).toMatchObject({ read: 3, unfinished: [] });
  });
});

describe('a file that grows between two readings', () => {
  const half = good('half').slice(0, 60);

  it.each([
    ['by whole lines', '', `${good('c')}\n${bad}\n`],
    ['by half lines', half, `${good('half').slice(60)}\n${bad}\n${half}`],
    ['from half a bad line to a whole one', '{"event_', 'type":"sent"}\n'],
  ])('%s lists exactly the rows that it counts as rejected', async (_how, ending, more) => {
    for (const when of ['before', 'after']) {
      const path = temporaryFile('dump.ndjson', `${good('a')}\n${bad}\n${good('b')}\n${ending}`);
      const grow = (): void => appendFileSync(path, more);
      const nothing = (): void => {};
      const { read, rejected, rejects } = await readFile(
        path,
        when === 'before' ? withReadings(grow, nothing) : withReadings(nothing, grow),
      );
      expect(rejects).toHaveLength(rejected);
      expect(rejects[0]).toBe(2);
      expect(read).toBeGreaterThanOrEqual(3);
    }
  });

  it('is read as a table up to where it was whole, never with half a cell', async () => {
    const header = 'event_type,timestamp,delivery_id,reason\n';
    const path = temporaryFile('dump.csv', `${header}open,,,\nsent,2026-11-22T08:00:00Z,spr`);
    let grown = false;
    const grow = (): void => {
      if (!grown) appendFileSync(path, 'ing,\nopen,,,\nsent,2026-11-22T08:00:00Z,summ');
      grown = true;
    };
    const engine = await openDuckDB();
    try {
      const watched = withReadings(() => {}, grow)(engine);
      const dump = await readDump(watched, [path]);
      const rejects = await findRejects(watched, dump);
      expect(rejects.map(({ line }) => line)).toEqual([2, 4]);
      expect(dump.unfinished).toMatchObject([{ line: 5 }]);
      const reports = await allReports(engine, dump, usualOptions);
      expect(reports.map(({ delivery }) => delivery.id)).toEqual(['spring']);
      expect(reports[0]?.audit).toMatchObject({ read: 3, counted: 1, rejected: 2 });
    } finally {
      await engine.close();
    }
  });
});

describe('a file that somebody writes to all the time', () => {
  it.each([
    ['dump.ndjson', '', `${good('a')}\n${bad}\n`],
    ['dump.csv', 'event_type,timestamp,reason\n', 'sent,2026-11-22T08:00:00Z,"a ""b"" c"\nopen,,\n'],
  ])(
    '%s has all of its rows accounted for, and its rejects are each second one',
    async (name, header, rows) => {
      const path = temporaryFile(name, header + rows);
      // In pieces that end anywhere, as a buffered writer does.
      const script = `
      const { appendFileSync } = require('node:fs');
      const text = Buffer.from(${JSON.stringify(rows)}.repeat(50));
      let at = 0;
      (function write() {
        const end = Math.min(text.length, at + 1 + Math.floor(Math.random() * 400));
        appendFileSync(${JSON.stringify(path)}, text.subarray(at, end));
        at = end % text.length;
        console.log('written');
        if (performance.now() < 20_000) setTimeout(write, 1);
      })();`;
      const writer = spawn(process.execPath, ['--eval', script], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      onTestFinished(() => void writer.kill('SIGKILL'));
      await once(writer.stdout, 'data');
      writer.stdout.resume();
      let before = 0;
      for (let run = 0; run < 8; run += 1) {
        const { read, rejected, rejects } = await readFile(path);
        expect(rejects).toHaveLength(rejected);
        expect(rejected).toBe(Math.floor(read / 2));
        const first = header === '' ? 0 : 1;
        expect(rejects.every((line, index) => line === 2 * (index + 1) + first)).toBe(true);
        expect(read).toBeGreaterThanOrEqual(before);
        before = read;
      }
      expect(before).toBeGreaterThan(2);
    },
  );
});
