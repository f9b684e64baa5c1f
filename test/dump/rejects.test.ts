import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { rejectsText } from '../../src/dump/rejects.ts';
import { openDuckDB } from '../../src/engine/duckdb.ts';
import { computeFiles } from '../support/report-of.ts';
import { temporaryFile } from '../support/temporary-folder.ts';

const good = '{"event_type":"sent","timestamp":"2026-11-22T08:00:00Z"}';

/** Line and cause of each rejected row of a file. */
async function rejectsIn(name: string, content: string | Uint8Array): Promise<[number, string][]> {
  const { rejects, reports } = await computeFiles([temporaryFile(name, content)]);
  expect(reports[0]?.audit.rejected).toBe(rejects.length);
  return rejects.map(({ line, cause }) => [line, cause]);
}

const bad = [
  '{"event_type":"opened","timestamp":"2026-11-22T08:00:00Z"}',
  '{"timestamp":"2026-11-22T08:00:00Z"}',
  '{"event_type":"open"}',
  '{"event_type":"open","timestamp":"yesterday"}',
  '{"event_type":"open","timestamp":"2026-13-01"}',
  '{"event_type":"ada@example.com","timestamp":"ada@example.com"}',
];
const causes = [
  'unknown event type "opened"',
  'no event type',
  'no timestamp',
  'unusable timestamp',
  'unusable timestamp "2026-13-01"',
  'unknown event type',
];

describe('a rejected row is listed with its line and cause', () => {
  it('in NDJSON, counting blank lines', async () => {
    const lines = [good, '', ...bad, '{"event_type"', '[1]', good];
    expect(await rejectsIn('dump.ndjson', lines.join('\n'))).toEqual([
      ...causes.map((cause, index) => [index + 3, cause]),
      [9, 'cannot be read as a row of format native'],
      [10, 'cannot be read as a row of format native'],
    ]);
  });

  it('in packed NDJSON with bytes that are no UTF-8', async () => {
    const broken = Buffer.from(
      '{"event_type":"sent","timestamp":"2026-11-22T08:00:00Z","reason":"\xe9\xff"}\n',
      'latin1',
    );
    const content = gzipSync(Buffer.concat([Buffer.from(`${good}\n`), broken, Buffer.from(good)]));
    expect(await rejectsIn('dump.ndjson.gz', content)).toEqual([
      [2, 'cannot be read as a row of format native'],
    ]);
  });

  it('in a pretty-printed JSON array, by the line where the row starts', async () => {
    const array = `[\n  ${good},\n  {\n    "event_type": "open",\n    "note": "a ] and a \\" in it"\n  },\n  7,\n  ${bad[0]}\n]`;
    expect(await rejectsIn('dump.json', array)).toEqual([
      [3, 'no timestamp'],
      [7, 'cannot be read as a row of format native'],
      [8, 'unknown event type "opened"'],
    ]);
  });

  it('in CSV, past quoted line breaks, blank lines, surplus cells and broken bytes', async () => {
    const content = Buffer.from(
      [
        'event_type,timestamp,reason',
        'sent,2026-11-22T08:00:00Z,"two\nlines"',
        '',
        'open,,',
        'sent,2026-11-22T08:00:00Z,a,b',
        'sent,2026-11-22T08:00:00Z,\xff',
        'sent,2026-11-22T08:00:00Z',
        'opened,2026-11-22T08:00:00Z,',
      ].join('\n'),
      'latin1',
    );
    expect(await rejectsIn('dump.csv', content)).toEqual([
      [5, 'no timestamp'],
      [6, 'cannot be read as a row of format native'],
      [7, 'not valid UTF-8'],
      [9, 'unknown event type "opened"'],
    ]);
  });

  it('in Parquet, by its row', async () => {
    const source = temporaryFile('dump.ndjson', [good, bad[0], good].join('\n'));
    const path = temporaryFile('dump.parquet', '');
    const engine = await openDuckDB();
    await engine.run(`COPY (FROM read_json('${source}')) TO '${path}' (FORMAT parquet)`);
    await engine.close();
    const { rejects } = await computeFiles([path]);
    expect(rejects).toEqual([{ file: path, line: 2, cause: 'unknown event type "opened"' }]);
  });
});

it('rejects the row behind a line that was cut at a colon too, since the engine reads both as one', async () => {
  expect(await rejectsIn('dump.ndjson', [good, '{"event_type":', good, good].join('\n'))).toEqual([
    [2, 'cannot be read as a row of format native'],
    [3, 'cannot be read as a row of format native'],
  ]);
});

it('writes rejects as one JSON object per line', () => {
  expect(rejectsText([{ file: 'a "b".csv', line: 3, cause: 'no timestamp' }])).toBe(
    '{"file":"a \\"b\\".csv","line":3,"cause":"no timestamp"}\n',
  );
});

describe('in a table', () => {
  const header = 'event_type,timestamp,reason,note';
  const row = 'error,2026-11-22T08:00:00Z';
  const listed = (...lines: string[]): Promise<[number, string][]> =>
    rejectsIn('dump.csv', Buffer.from([header, ...lines, ''].join('\n'), 'latin1'));

  it('a row that is read though a cell that nobody asks for is no UTF-8 is not listed', async () => {
    expect(await listed(`${row},,\xff`, `${row},,`, 'x,,,')).toEqual([[4, 'unknown event type "x"']]);
  });

  it('a lone carriage return ends a row, but no line', async () => {
    expect(await listed(`${row},a\rb,,,`, `${row},,`, 'x,,,')).toEqual([
      [2, 'unknown event type "b"'],
      [4, 'unknown event type "x"'],
    ]);
  });

  it('a line of spaces is a row, be they UTF-8 or not', async () => {
    expect(await listed(`${row},,`, '   ', '\t', '\xa0', `${row},,`, 'x,,,')).toEqual([
      [3, 'unknown event type'],
      [4, 'unknown event type'],
      [5, 'not valid UTF-8'],
      [7, 'unknown event type "x"'],
    ]);
  });
});

it('a form that is no UTF-8 is listed, and moves no other', async () => {
  const form = 'event_type=sent&timestamp=2026-11-22T08%3A00%3A00Z';
  const content = Buffer.from([form, `${form}\xff`, '  ', 'event_type=x', form, ''].join('\n'), 'latin1');
  expect(await rejectsIn('hooks.txt', content)).toEqual([
    [2, 'not valid UTF-8'],
    [4, 'unknown event type "x"'],
  ]);
});
