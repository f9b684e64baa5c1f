import { open, stat } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { filePosition } from '../../src/dump/file-position.ts';
import { readDump } from '../../src/dump/read-dump.ts';
import { Reading } from '../../src/dump/reading.ts';
import { rowsPerByte } from '../../src/dump/row-density.ts';
import type { DumpSource } from '../../src/dump/source.ts';
import { openDuckDB } from '../../src/engine/duckdb.ts';
import type { StatementProgress } from '../../src/engine/engine.ts';
import type { HowFar } from '../../src/progress/how-far.ts';
import { ndjson } from '../support/report-of.ts';
import { temporaryFile } from '../support/temporary-folder.ts';

const event = (number: number): object => ({
  event_type: 'sent',
  timestamp: '2026-11-22T08:00:00Z',
  message_id: String(number).padStart(6, '0'),
});
const events = (count: number): object[] => Array.from({ length: count }, (_, number) => event(number));

/** What files are, as the pipeline sees them. */
async function withSources(
  paths: readonly string[],
  use: (sources: readonly DumpSource[]) => Promise<void> | void,
): Promise<void> {
  const engine = await openDuckDB();
  try {
    await use((await readDump(engine, paths)).sources);
  } finally {
    await engine.close();
  }
}

/** An engine of which only its progress is asked. */
async function withProgress(
  paths: readonly string[],
  use: (
    sources: readonly DumpSource[],
    reading: Reading,
    say: (progress: StatementProgress | null) => void,
  ) => void,
): Promise<void> {
  await withSources(paths, async (sources) => {
    let said: StatementProgress | null = null;
    const sizes = await Promise.all(sources.map(async ({ path }) => (await stat(path)).size));
    use(sources, new Reading({ progress: () => said }, sizes), (progress) => {
      said = progress;
    });
  });
}

const share = (howFar: HowFar | null): number => (howFar === null ? -1 : howFar.done / howFar.total);

describe('the reading of a dump', () => {
  it('is as far as its files are, by their bytes, and starts again with one that is read again', async () => {
    const small = temporaryFile('small.ndjson', ndjson(events(100)));
    const great = temporaryFile('great.ndjson', ndjson(events(300)));
    await withProgress([small, great], ([first, second], reading, say) => {
      if (first === undefined || second === undefined) throw new Error('two files are two sources');
      reading.begin(first, 0);
      expect(share(reading.howFar())).toBe(0);
      say({ fraction: 0.5, rows: 7 });
      expect(share(reading.howFar())).toBeCloseTo(0.125);
      reading.begin(second, 1);
      say({ fraction: 0.5, rows: 7 });
      expect(share(reading.howFar())).toBeCloseTo(0.625);
      reading.end();
      expect(share(reading.howFar())).toBe(1);
      reading.beginAgain(first, 0);
      say(null);
      expect(share(reading.howFar())).toBeCloseTo(0.8);
    });
  });

  it('does not know how far a packed file is that nobody has open', async () => {
    const packed = temporaryFile('packed.ndjson.gz', gzipSync(ndjson(events(100))));
    await withProgress([packed], ([source], reading, say) => {
      if (source === undefined) throw new Error('a file is a source');
      reading.begin(source, 0);
      say({ fraction: 0.5, rows: 7 });
      expect(reading.howFar()).toBeNull();
      reading.end();
      expect(share(reading.howFar())).toBe(1);
    });
  });

  it('is told by whoever reads a dump', async () => {
    const engine = await openDuckDB();
    try {
      const file = temporaryFile('d.ndjson', ndjson(events(10)));
      let ask = (): HowFar | null => null;
      await readDump(engine, [file], {}, (howFar) => {
        ask = howFar;
      });
      const { size } = await stat(file);
      expect(ask()).toMatchObject({ of: 'bytes', done: size, total: size });
    } finally {
      await engine.close();
    }
  });
});

describe('the rows of a file', () => {
  it.each([
    ['lines', 'd.ndjson', ndjson(events(5000))],
    ['packed lines', 'd.ndjson.gz', gzipSync(ndjson(events(5000)))],
    ['an array', 'd.json', JSON.stringify(events(5000))],
    [
      'a table',
      'd.csv',
      `event_type,timestamp,message_id\n${'sent,2026-11-22T08:00:00Z,000001\n'.repeat(5000)}`,
    ],
  ])('are about as many as its first ones let expect: %s', async (_, name, content) => {
    const file = temporaryFile(name, content);
    await withSources([file], async ([source]) => {
      if (source === undefined) throw new Error('a file is a source');
      const rows = ((await rowsPerByte(source)) ?? 0) * (await stat(file)).size;
      expect(rows).toBeGreaterThan(4500);
      expect(rows).toBeLessThan(5500);
    });
  });
});

describe.skipIf(process.platform !== 'linux')('the position in a file', () => {
  it('is that of its slowest reader, and unknown where it is not read', async () => {
    const file = temporaryFile('d', 'x'.repeat(1000));
    expect(filePosition(file)).toBeNull();
    const [fast, slow] = [await open(file), await open(file)];
    await fast.read(Buffer.alloc(700), 0, 700, null);
    await slow.read(Buffer.alloc(300), 0, 300, null);
    expect(filePosition(file)).toBe(300);
    await slow.close();
    expect(filePosition(file)).toBe(700);
    await fast.close();
    expect(filePosition(file)).toBeNull();
  });
});

describe('the engine', () => {
  it('knows how far a statement is while it runs, and nothing afterwards', async () => {
    const engine = await openDuckDB();
    try {
      let runs = true;
      await engine.run('CREATE TABLE numbers AS SELECT range AS i FROM range(1000000)');
      const hashed = Array.from({ length: 10 }, (_, seed) => `md5(concat(i, ${seed}))`).join(' || ');
      const counted = engine.query(`SELECT count(*) AS n FROM numbers WHERE length(${hashed}) > 7`);
      const ended = counted.then(() => {
        runs = false;
      });
      let most = 0;
      while (runs) {
        most = Math.max(most, engine.progress()?.fraction ?? 0);
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      await ended;
      expect(most).toBeGreaterThan(0);
      expect(most).toBeLessThanOrEqual(1);
      expect(engine.progress()).toBeNull();
    } finally {
      await engine.close();
    }
  });
});
