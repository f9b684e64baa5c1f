import { appendFileSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { chooseFormats } from '../../../src/dump/choose-format.ts';
import type { Container } from '../../../src/dump/container.ts';
import { formats } from '../../../src/dump/formats/index.ts';
import type { DumpSource } from '../../../src/dump/source.ts';
import {
  isFollowed,
  nextSlice,
  type Place,
  type Slice,
  startOfFile,
  tailSlice,
} from '../../../src/live/follow/slice.ts';
import { temporaryFile, temporaryFolder } from '../../support/temporary-folder.ts';
import { readInSlices, readWhole } from './slices-read.ts';

const mebibyte = 1024 * 1024;

const { choose } = await chooseFormats(['native'], undefined, formats);

function sourceAt(path: string, container: Container): DumpSource {
  const { format, because } = choose({ file: path, path }, []);
  return {
    ...{ file: path, path, compression: 'none', container, format, because, jsonValues: 'rows' },
    ...{
      enveloped: false,
      columns: ['event_type', 'timestamp', 'reason'],
      nestedColumns: [],
      delimiter: ',',
    },
  };
}

type Reach = Partial<Parameters<typeof nextSlice>[2]>;

async function slice(
  source: DumpSource,
  from: Place = startOfFile,
  reach: Reach & { readonly take?: typeof tailSlice } = {},
): Promise<Slice | null> {
  const { size } = await stat(source.path);
  const { take = nextSlice, ...given } = reach;
  return take(source, from, {
    end: size,
    marks: null,
    parts: [],
    most: mebibyte,
    temporaryFolder: temporaryFolder(),
    ...given,
  });
}

const tail = (source: DumpSource, from?: Place): Promise<Slice | null> =>
  slice(source, from, { take: tailSlice });

const textOf = (found: Slice | null): string | null =>
  found === null ? null : readFileSync(found.source.path, 'utf8');

it('ends with the last line that has an end, and goes on from there when the next has one', async () => {
  const source = sourceAt(temporaryFile('a.ndjson', '{}\n\n{"a":1}\n{"b'), 'ndjson');
  const first = await slice(source);
  expect(textOf(first)).toBe('{}\n\n{"a":1}\n');
  expect(first).toMatchObject({ to: { byte: 12, line: 4 }, rowsEndWithFile: false });
  expect(await slice(source, first?.to)).toBeNull();
  expect(textOf(await tail(source, first?.to))).toBe('\n{"b');
  appendFileSync(source.path, '":1}\n');
  const second = await slice(source, first?.to, { marks: first?.marks ?? null });
  expect(textOf(second)).toBe('\n{"b":1}\n');
  expect(second).toMatchObject({ to: { byte: 20, line: 5 }, rowsEndWithFile: true });
  expect(second?.lineInFile(2)).toBe(4);
});

it('has about as many bytes as are asked for, or those of one row that is longer', async () => {
  const long = `{"a":"${'x'.repeat(3 * mebibyte)}"}\n`;
  const source = sourceAt(temporaryFile('a.ndjson', `{}\n{}\n${long}{}\n`), 'ndjson');
  const first = await slice(source, startOfFile, { most: 5 });
  expect(first?.to).toEqual({ byte: 3, line: 2 });
  expect((await slice(source, { byte: 6, line: 3 }, { most: 5 }))?.to).toEqual({
    byte: 6 + long.length,
    line: 4,
  });
});

it('of a table starts with a header line, whatever line it comes from', async () => {
  const source = sourceAt(
    temporaryFile('a.csv', 'event_type,timestamp,reason\r\nsent,1,"a\n"\nsent,2,b\n'),
    'csv',
  );
  const first = await slice(source, startOfFile, { most: 45 });
  expect(first?.to.line).toBe(4);
  const second = await slice(source, first?.to);
  expect(textOf(second)).toBe('column,column,column\nsent,2,b\n');
  expect(second?.lineInFile(2)).toBe(4);
});

it('waits for the quote that closes the last row of a table, for its header, and for a line that has an end', async () => {
  const header = 'event_type,timestamp,reason';
  expect(await slice(sourceAt(temporaryFile('a.csv', header), 'csv'))).toBeNull();
  expect(await slice(sourceAt(temporaryFile('a.csv', `${header}\rsent,1,a\r`), 'csv'))).toBeNull();
  const open = sourceAt(temporaryFile('a.csv', `${header}\nsent,1,a\nsent,2,"b\nb\nb\n`), 'csv');
  const first = await slice(open);
  expect(first?.to).toEqual({ byte: header.length + 10, line: 3 });
  expect(await slice(open, first?.to)).toBeNull();
  expect(textOf(await tail(open, first?.to))).toBe('column,column,column\nsent,2,"b\nb\nb\n');
});

it('is none where nothing but blanks stands behind the last row', async () => {
  const lines = sourceAt(temporaryFile('a.ndjson', '{}\n \r\t'), 'ndjson');
  expect(await tail(lines, { byte: 3, line: 2 })).toBeNull();
  const table = sourceAt(temporaryFile('a.csv', 'event_type\n\r'), 'csv');
  expect(await tail(table, { byte: 11, line: 2 })).toBeNull();
  appendFileSync(table.path, ' ');
  expect(textOf(await tail(table, { byte: 11, line: 2 }))).toBe('column,column,column\n\r ');
});

it('is none of a file that is another by now, or has become shorter', async () => {
  const source = sourceAt(temporaryFile('a.ndjson', '{"a":1}\n{"a":2}\n'), 'ndjson');
  const first = await slice(source, startOfFile, { most: 8 });
  const marks = first?.marks ?? null;
  const end = 16;
  expect(await slice(source, first?.to, { marks, end })).not.toBeNull();
  writeFileSync(source.path, '{"a":3}\n{"a":2}\n');
  expect(await slice(source, first?.to, { marks, end })).toBeNull();
  truncateSync(source.path, 3);
  expect(await slice(source, first?.to, { marks, end })).toBeNull();
  expect(await slice(source, startOfFile, { take: tailSlice, end })).toBeNull();
});

it('leaves out a byte order mark that the engine would take for a row', async () => {
  const source = sourceAt(temporaryFile('a.ndjson', '\uFEFF{}\n'), 'ndjson');
  const first = await slice(source);
  expect(textOf(first)).toBe('{}\n');
  expect(first?.to).toEqual({ byte: 6, line: 2 });
});

it('does not part a line that was cut at a colon from the next, which the engine spoils with it', async () => {
  const row = '{"event_type":"sent","timestamp":"2026-11-22T08:00:00Z"}';
  const file = temporaryFile('a.ndjson', [row, row, row, '{"event_type":', '', row, row, ''].join('\n'));
  const read = await readInSlices(file, [1]);
  expect(read.rejects.map(({ line }) => line)).toEqual([4, 6]);
  expect(read).toEqual(await readWhole(file));
});

it('is removed when it was read, and leaves nothing where it cannot be written', async () => {
  const folder = temporaryFolder();
  const source = sourceAt(temporaryFile('a.ndjson', '{}\n'), 'ndjson');
  const found = await slice(source, startOfFile, { temporaryFolder: folder });
  expect(textOf(found)).toBe('{}\n');
  await found?.remove();
  expect(() => readFileSync(found?.source.path ?? '')).toThrow('ENOENT');
  await expect(slice(source, startOfFile, { temporaryFolder: join(folder, 'gone') })).rejects.toThrow();
  await expect(slice({ ...source, path: join(folder, 'gone') }, startOfFile, { end: 3 })).rejects.toThrow();
});

it('is only made of plain lines', () => {
  const kinds = (['ndjson', 'csv', 'form', 'json-array', 'json-values', 'parquet'] as const).filter(
    (container) => isFollowed(sourceAt('a', container)),
  );
  expect(kinds).toEqual(['ndjson', 'csv', 'form']);
  expect(isFollowed({ ...sourceAt('a', 'ndjson'), compression: 'gzip' })).toBe(false);
});
