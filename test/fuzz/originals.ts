import { readdirSync, readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type SampleFormat, sampleFormats } from '../../src/sample/format-names.ts';
import { sampleKindOf } from '../../src/sample/formats.ts';
import { dumpOf, rowsOf } from '../sample/dump-of.ts';
import type { Row } from './field-mutations.ts';

/** A valid dump that others are made from. */
export interface Original {
  readonly format: SampleFormat;
  readonly rows: readonly Row[];
}

/** Rows enough that most types of events are among them, and few enough that a case takes no time. */
const mostRows = 14;

/** The rows of a table whose cells need no quotes. */
function rowsOfTable(text: string): Row[] {
  const [header = '', ...lines] = text.trimEnd().split('\n');
  const names = header.split(',');
  return lines.map((line) => {
    const cells = line.split(',');
    return Object.fromEntries(names.map((name, index) => [name, cells[index] ?? '']));
  });
}

/** As many rows as a case may have, from all over a dump: its start has sends alone. */
function spread<Value>(rows: readonly Value[]): readonly Value[] {
  const step = Math.max(1, rows.length / mostRows);
  return Array.from(
    { length: Math.min(mostRows, rows.length) },
    (_, index) => rows[Math.floor(index * step)],
  ).filter((row) => row !== undefined);
}

/** Small valid dumps, one of each format. */
export const originals: readonly Original[] = sampleFormats.map((format) => {
  const text = dumpOf(format, 12, 5);
  const rows = sampleKindOf(format).header === undefined ? rowsOf<Row>(text) : rowsOfTable(text);
  return { format, rows: spread(rows) };
});

const publishedFolder = fileURLToPath(new URL('../dumps/', import.meta.url));
const mostPublishedBytes = 20_000;

/** Payloads as vendors publish them, which hold what our samples do not. */
export const publishedFiles: readonly Buffer[] = readdirSync(publishedFolder, {
  recursive: true,
  encoding: 'utf8',
})
  .filter((name) => ['.json', '.ndjson', '.csv', '.txt'].includes(extname(name)))
  .sort()
  .map((name) => readFileSync(`${publishedFolder}${name}`))
  .filter(({ length }) => length < mostPublishedBytes);
