import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { openDuckDB } from '../../src/engine/duckdb.ts';
import { computeFiles, ndjson } from '../support/report-of.ts';
import { temporaryFile, temporaryFolder } from '../support/temporary-folder.ts';

const rows = Array.from({ length: 40 }, (_, index) => ({
  event_type: index % 4 === 3 ? 'bounce' : 'sent',
  timestamp: new Date(Date.UTC(2026, 10, 22, 8, index)).toISOString(),
  message_id: `m${index}`,
  reason: index % 4 === 3 ? 'Boîte pleine, "quota" dépassé' : null,
  code: index % 4 === 3 ? '452 4.2.2' : null,
}));

const csvCell = (value: string | null): string => (value === null ? '' : `"${value.replaceAll('"', '""')}"`);
const csv = (delimiter = ','): string =>
  [
    ['ignored', ...Object.keys(rows[0] ?? {}).reverse()],
    ...rows.map((row) => ['x', ...Object.values(row).reverse().map(csvCell)]),
  ]
    .map((cells) => `${cells.join(delimiter)}\n`)
    .join('');

/** Ten rows at a time, as a webhook posts them. */
const batches = (): object[][] => [0, 10, 20, 30].map((start) => rows.slice(start, start + 10));
/** The first thirty rows in many arrays, more than are looked at to tell how the file holds its rows. */
const manyBatches = (): object[][] => [
  ...batches().slice(0, 1),
  ...Array.from({ length: 300 }, () => []),
  ...batches().slice(1, 3),
];
const asLine = (value: object): string => `${JSON.stringify(value)}\n`;
const prettily = (value: object): string => JSON.stringify(value, null, 2);
/** The end of the first array is further away than what is read to tell how the file holds its rows. */
function longArrays(): string {
  const padded = rows.map((row) => ({ ...row, padding: 'x'.repeat(20_000) }));
  return `${JSON.stringify(padded.slice(0, 30), null, 1)}\n${JSON.stringify(padded.slice(30), null, 1)}`;
}

/** Uses the engine as a tool to make what Node alone cannot. */
async function copy(sql: (path: string) => string, path: string): Promise<string> {
  const engine = await openDuckDB();
  await engine.run(sql(path));
  await engine.close();
  return path;
}

async function parquet(): Promise<string> {
  const source = temporaryFile('dump.ndjson', ndjson(rows));
  return copy(
    (path) =>
      `COPY (SELECT * REPLACE (CAST(timestamp AS TIMESTAMPTZ) AS timestamp) FROM read_json('${source}')) TO '${path}'`,
    join(temporaryFolder(), 'dump.parquet'),
  );
}

/** zstd through the engine's CSV writer: one column of text, written as it is. */
async function zstd(text: string): Promise<string> {
  const source = temporaryFile('lines.txt', text);
  return copy(
    (path) => `COPY (SELECT content FROM read_text('${source}')) TO '${path}'
      (FORMAT csv, HEADER false, QUOTE '', ESCAPE '', DELIMITER '\x01', COMPRESSION zstd)`,
    join(temporaryFolder(), 'dump.zst'),
  );
}

/** A raw zstd frame of one stored block (RFC 8878): enough to wrap bytes that no tool here can pack. */
function storedZstd(content: Uint8Array): Uint8Array {
  const blocks: Buffer[] = [];
  const size = 128 * 1024;
  for (let start = 0; start < content.length; start += size) {
    const piece = content.subarray(start, start + size);
    const last = start + size >= content.length ? 1 : 0;
    const header = Buffer.alloc(3);
    header.writeUIntLE((piece.length << 3) | last, 0, 3);
    blocks.push(header, Buffer.from(piece));
  }
  return Buffer.concat([Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x38]), ...blocks]);
}

const containers: Record<string, () => string | Promise<string>> = {
  NDJSON: () => temporaryFile('dump.ndjson', ndjson(rows)),
  'NDJSON under another name': () => temporaryFile('dump.log', ndjson(rows)),
  'NDJSON with blank lines and no last newline': () =>
    temporaryFile('dump.ndjson', `\n${ndjson(rows).trimEnd().replaceAll('\n', '\n  \n')}`),
  'NDJSON with BOM': () => temporaryFile('dump.ndjson', `\uFEFF${ndjson(rows)}`),
  'NDJSON with BOM .gz': () => temporaryFile('dump.gz', gzipSync(`\uFEFF${ndjson(rows)}`)),
  'JSON arrays, one to a line': () => temporaryFile('dump.ndjson', batches().map(asLine).join('')),
  'JSON arrays and objects, one to a line': () =>
    temporaryFile('dump.ndjson', [...batches().slice(0, 3), ...rows.slice(30)].map(asLine).join('')),
  'JSON objects and, further down, arrays': () =>
    temporaryFile('dump.ndjson', [...rows.slice(0, 30), ...batches().slice(3)].map(asLine).join('')),
  'JSON arrays and, further down, objects': () =>
    temporaryFile('dump.ndjson', [...manyBatches(), ...rows.slice(30)].map(asLine).join('')),
  'pretty-printed JSON objects': () => temporaryFile('dump.json', rows.map(prettily).join('\n')),
  'JSON objects one behind the other': () =>
    temporaryFile('dump.json', rows.map((row) => JSON.stringify(row)).join('')),
  'pretty-printed JSON arrays one behind the other': () =>
    temporaryFile('dump.json', batches().map(prettily).join('\n')),
  'JSON arrays one behind the other': () =>
    temporaryFile(
      'dump.json',
      batches()
        .map((batch) => JSON.stringify(batch))
        .join(''),
    ),
  'long JSON arrays one behind the other': () => temporaryFile('dump.json', longArrays()),
  'a JSON array': () => temporaryFile('dump.json', JSON.stringify(rows)),
  'a pretty-printed JSON array': () => temporaryFile('dump.json', JSON.stringify(rows, null, 2)),
  CSV: () => temporaryFile('dump.csv', csv()),
  'CSV with BOM, semicolons and CRLF': () =>
    temporaryFile('dump.csv', `\uFEFF${csv(';').replaceAll('\n', '\r\n')}`),
  Parquet: parquet,
  'NDJSON .gz': () => temporaryFile('dump.ndjson.gz', gzipSync(ndjson(rows))),
  'NDJSON .gz of several members': () =>
    temporaryFile(
      'dump.gz',
      Buffer.concat([gzipSync(ndjson(rows.slice(0, 9))), gzipSync(ndjson(rows.slice(9)))]),
    ),
  'NDJSON .zst': () => zstd(ndjson(rows)),
  'a JSON array .gz': () => temporaryFile('dump.json.gz', gzipSync(JSON.stringify(rows))),
  'CSV .gz': () => temporaryFile('dump.csv.gz', gzipSync(csv())),
  'CSV .zst': () => zstd(csv()),
  'Parquet .gz': async () => temporaryFile('dump.parquet.gz', gzipSync(readFileSync(await parquet()))),
  'Parquet .zst': async () => temporaryFile('dump.parquet.zst', storedZstd(readFileSync(await parquet()))),
};

describe('the same events', () => {
  it.each(Object.entries(containers))('give the same report from %s', async (_name, make) => {
    const { reports } = await computeFiles([await make()]);
    expect(reports).toMatchObject([
      {
        delivery: { firstEvent: '2026-11-22T08:00:00.000Z', lastEvent: '2026-11-22T08:39:00.000Z' },
        totals: { sent: 30, bounces: 10, pending: 30 },
        sections: {
          'bounce-reasons': {
            rows: [
              {
                reason: 'Boîte pleine, "quota" dépassé',
                code: '452 4.2.2',
                category: 'soft',
                count: 10,
                share: 1,
              },
            ],
          },
        },
        audit: { read: 40, counted: 40, rejected: 0 },
      },
    ]);
  });
});

describe('the order of a dump', () => {
  const at = '2026-11-22T08:00:00Z';
  const copy = (event_type: string): object => ({
    event_type,
    timestamp: at,
    event_id: 'the same',
    is_test: false,
  });
  const others = Array.from({ length: 200 }, (_, index) => ({
    event_type: 'sent',
    timestamp: at,
    event_id: `${index}`,
  }));

  it.each([
    ['rows', [copy('open'), ...others, copy('click')]],
    ['lists', [[copy('open'), ...others], [copy('click')]]],
    ['rows and a list', [copy('open'), ...others.slice(0, 30), [copy('click'), ...others.slice(30)]]],
    ['a list and rows', [[copy('open'), ...others], copy('click'), ...others]],
  ])('is kept in %s: of two copies the first one counts', async (_how, values) => {
    // The engine hands on a last line without its end by itself.
    const { reports } = await computeFiles([temporaryFile('dump.ndjson', ndjson(values).trimEnd())]);
    expect(reports[0]?.totals).toMatchObject({ opens: 1, clicks: 0 });
  });
});

describe('several files', () => {
  it('are one dump, of different containers too', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'b.ndjson'), ndjson(rows.slice(0, 10)));
    writeFileSync(join(folder, 'a.csv'), csv());
    writeFileSync(join(folder, '_SUCCESS'), '');
    const { reports } = await computeFiles([folder]);
    expect(reports).toMatchObject([{ delivery: { id: 'a' }, audit: { read: 50 } }]);
  });

  it('are found by pattern, each once', async () => {
    const folder = temporaryFolder();
    for (const name of ['1', '2']) writeFileSync(join(folder, `${name}.ndjson`), ndjson(rows.slice(0, 5)));
    const { reports } = await computeFiles([join(folder, '*.ndjson'), join(folder, '2.ndjson')]);
    expect(reports[0]?.audit.read).toBe(10);
  });

  it('may have names that look like patterns', async () => {
    const { reports } = await computeFiles([temporaryFile('dump[1]*.ndjson', ndjson(rows))]);
    expect(reports[0]?.audit.read).toBe(40);
  });
});

it('reads nested Parquet exports that lack branches', async () => {
  const source = temporaryFile(
    'ajo.ndjson',
    ndjson([
      {
        _id: '1',
        timestamp: '2026-11-22T08:00:00Z',
        _experience: {
          customerJourneyManagement: {
            messageDeliveryfeedback: { feedbackStatus: 'sent' },
            messageProfile: { messageProfileID: 'm' },
          },
        },
      },
      {
        _id: '2',
        timestamp: '2026-11-22T08:00:01Z',
        _experience: {
          customerJourneyManagement: {
            messageDeliveryfeedback: { feedbackStatus: 'sent' },
            messageProfile: { messageProfileID: 'n' },
          },
        },
      },
    ]),
  );
  const path = await copy(
    (target) => `COPY (FROM read_json('${source}')) TO '${target}'`,
    join(temporaryFolder(), 'ajo.parquet'),
  );
  const { reports } = await computeFiles([path]);
  expect(reports).toMatchObject([
    { delivery: { id: 'ajo', format: 'ajo' }, totals: { sent: 2, delivered: 2 } },
  ]);
});
