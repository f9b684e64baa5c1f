import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { openDuckDB } from '../../src/engine/duckdb.ts';
import { pack } from '../fuzz/packing.ts';
import { computeFiles, ndjson, reportOf } from '../support/report-of.ts';
import { temporaryFile, temporaryFolder } from '../support/temporary-folder.ts';

const sent = { event_type: 'sent', timestamp: '2026-11-22T08:00:00Z' };
const csv = (...lines: string[]): string => ['event_type,timestamp,reason', ...lines, ''].join('\n');
const row = 'sent,2026-11-22T08:00:00Z,';

it('reads the file that is named, not the ones that its name would match as a pattern', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'a[1].ndjson'), ndjson([sent, sent, sent]));
  writeFileSync(join(folder, 'a1.ndjson'), ndjson([sent]));
  writeFileSync(join(folder, 'a*.csv'), csv(row, row));
  writeFileSync(join(folder, 'ab.csv'), csv(row));
  const read = async (name: string): Promise<number | undefined> =>
    (await computeFiles([join(folder, name)])).reports[0]?.audit.read;
  expect(await read('a[1].ndjson')).toBe(3);
  expect(await read('a*.csv')).toBe(2);
});

describe('a CSV quote that is never closed', () => {
  it('is an error that names its line, for the rest of the file would be one cell', async () => {
    const text = csv(row, row, 'bounce,2026-11-22T08:00:00Z,"open', row, row);
    for (const content of [text, gzipSync(text)]) {
      await expect(computeFiles([temporaryFile('a.csv', content)])).rejects.toThrow(
        /a\.csv:4: a quote is opened here/,
      );
    }
  });

  it('is told from one that an unquoted cell has, also where there are as many quotes as if they were pairs', async () => {
    const swallowed = csv(
      row,
      'sent,2026-11-22T08:00:00Z,5" disk',
      'bounce,2026-11-22T08:00:00Z,"open',
      row,
      row,
    );
    await expect(computeFiles([temporaryFile('a.csv', swallowed)])).rejects.toThrow(
      /a\.csv:4: a quote is opened here/,
    );
    const marked = `\uFEFF"event_type","timestamp"\nsent,"2026-11-22T08:00:00Z"\rsent, "2026-11-22T08:00:00Z\n${row}\n`;
    await expect(computeFiles([temporaryFile('b.csv', marked)])).rejects.toThrow(
      /b\.csv:2: a quote is opened here/,
    );
  });

  it('is not one inside an unquoted cell, nor do the lines of rejects shift behind it', async () => {
    const { reports, rejects } = await computeFiles([
      temporaryFile('a.csv', csv(`${row}5" disk`, 'x,,', row)),
    ]);
    expect(reports[0]?.audit).toMatchObject({ read: 3, counted: 2 });
    expect(rejects.map(({ line }) => line)).toEqual([3]);
  });
});

it('lists rejects of a long JSON array on one line', async () => {
  const events = Array.from({ length: 240_000 }, (_, index) => ({ ...sent, message_id: `message-${index}` }));
  const { rejects } = await computeFiles([
    temporaryFile('a.json', JSON.stringify([...events, { event_type: 'x' }])),
  ]);
  expect(rejects).toMatchObject([{ line: 1, cause: 'unknown event type "x"' }]);
});

it('lists very many rejects', async () => {
  const bad = '{"event_type":"opened"}\n'.repeat(150_000);
  const { rejects } = await computeFiles([temporaryFile('a.ndjson', `${bad}${ndjson([sent])}`)]);
  expect(rejects).toHaveLength(150_000);
});

describe('Parquet parts', () => {
  async function parquet(folder: string, name: string, select: string): Promise<void> {
    const engine = await openDuckDB();
    await engine.run(`COPY (${select}) TO '${join(folder, name)}' (FORMAT parquet)`);
    await engine.close();
  }

  const feedback = `{'customerJourneyManagement': {'messageDeliveryfeedback': {'feedbackStatus': 'sent'}}}`;

  it('may be empty, start with rows that say nothing, and write an optional column in their own way', async () => {
    const folder = temporaryFolder();
    const columns = (filter: string): string => `
      SELECT '2026-11-22T08:00:00Z' AS timestamp, '{"Email":[]}' AS "identityMap",
        CASE WHEN i > 50 THEN ${feedback} END AS _experience
      FROM range(60) AS numbers (i) ${filter}`;
    await parquet(folder, 'a.parquet', columns(''));
    await parquet(folder, 'b.parquet', columns('WHERE false'));
    const { reports } = await computeFiles([folder]);
    expect(reports[0]).toMatchObject({ totals: { sent: 9 }, audit: { read: 60, rejected: 51 } });
  });
});

describe('identities', () => {
  it('that are blank are none, and spaces around them do not count', async () => {
    const { totals, audit } = await reportOf([
      { ...sent, event_id: ' ', message_id: ' ' },
      { ...sent, event_id: ' ', message_id: '' },
      { ...sent, event_type: 'delivered', message_id: 'm1' },
      { ...sent, event_type: 'delivered', message_id: ' m1 ' },
    ]);
    expect(audit.duplicates).toBe(0);
    expect(totals.delivered).toBe(1);
  });

  it.each([
    ['"john doe"@example.com is unknown', '…@… is unknown'],
    ['bounce+ada%40example.com failed', 'bounce+… failed'],
    ['bounce+bob%40example.com failed', '…@… failed'],
    ['return path b-ada=example.com', 'return path b-…'],
  ])('of a recipient never stand in a reason: %s', async (reason, masked) => {
    const { sections } = await reportOf([
      { ...sent, event_type: 'bounce', recipient: 'ada@example.com', reason },
    ]);
    expect(sections['bounce-reasons'].rows[0]?.reason).toBe(masked);
  });

  it('of a recipient stand in no label, and as an id in no reason', async () => {
    const report = await reportOf([
      {
        ...sent,
        event_type: 'error',
        recipient: 'profile-4711',
        reason: 'no consent of profile-4711',
        delivery_label: 'Hello ada@example.com',
      },
    ]);
    expect(report.delivery.label).toBe('Hello …@…');
    expect(report.sections['error-reasons'].rows[0]?.reason).toBe('no consent of …');
  });
});

it('reads times without seconds', async () => {
  const { delivery } = await reportOf([{ ...sent, timestamp: ' 2026-11-22T10:00+02:00' }]);
  expect(delivery.firstEvent).toBe('2026-11-22T08:00:00.000Z');
});

describe('a zstd file with a block that is none', () => {
  const rows = 12_000;

  /** As a stored frame, larger than what is looked at first; its last block is of the type that there is not. */
  function damaged(name: string, text: string): string {
    const plain = Buffer.from(text);
    const packed = Buffer.from(pack(plain, 'zstd'));
    const lastBlock = packed.length - (plain.length % (128 * 1024)) - 3;
    packed.writeUInt8(packed.readUInt8(lastBlock) | 0b110, lastBlock);
    return temporaryFile(name, packed);
  }

  it.each([
    ['a.csv.zst', csv(...Array.from({ length: rows }, () => `${row}"a"`))],
    ['a.ndjson.zst', `\uFEFF${ndjson(Array.from({ length: rows }, () => sent))}`],
  ])('is bad data, and ends no process: %s', async (name, text) => {
    await expect(computeFiles([damaged(name, text)])).rejects.toThrow(
      new RegExp(`${name}: (the .zst file is damaged|cannot be read as csv)`),
    );
  });
});

describe('a zstd file that asks for gigabytes', () => {
  const small = csv(row, row);

  it.each<[string, (packed: Buffer) => void]>([
    ['by its size', (packed) => packed.writeUInt32LE(0x7f00_0000, 5)],
    [
      'by its window',
      (packed) => {
        // No single segment: the byte behind the descriptor is the window, an exponent of 21.
        packed.writeUInt8(0x00, 4);
        packed.writeUInt8(21 << 3, 5);
      },
    ],
  ])('%s is refused before they are taken', async (_how, ask) => {
    const packed = Buffer.from(pack(Buffer.from(small), 'zstd'));
    ask(packed);
    for (const content of [packed, Buffer.concat([pack(Buffer.from(small), 'zstd'), packed])]) {
      const before = process.resourceUsage().maxRSS;
      await expect(computeFiles([temporaryFile('a.csv.zst', content)])).rejects.toThrow(
        'a.csv.zst: the .zst file asks for more than 128 MiB of memory to be unpacked',
      );
      expect(process.resourceUsage().maxRSS - before).toBeLessThan(1024 * 1024);
    }
  });
});
