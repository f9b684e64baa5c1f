import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openDuckDB } from '../../src/engine/duckdb.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { jsonOfRow, type Row, writtenKey } from './field-mutations.ts';

/** How the rows of a case are written. */
export const containers = [
  'ndjson',
  'json-lists',
  'json-array',
  'pretty-array',
  'pretty-values',
  'csv',
  'form',
  'form-lists',
  'parquet',
] as const;

export type CaseContainer = (typeof containers)[number];

const lines = (texts: readonly string[]): string => texts.map((text) => `${text}\n`).join('');

function cellOf(value: unknown, delimiter: string): string {
  if (value === null || value === undefined) return '';
  const text = typeof value === 'string' ? value : jsonOfRow(value);
  return /["\r\n]/.test(text) || text.includes(delimiter) ? `"${text.replaceAll('"', '""')}"` : text;
}

function csvOf(rows: readonly Row[], delimiter: string): string {
  const names = [...new Set(rows.flatMap(Object.keys))];
  const header = names.map((name) => cellOf(writtenKey(name), delimiter)).join(delimiter);
  return lines([
    header,
    ...rows.map((row) => names.map((name) => cellOf(row[name], delimiter)).join(delimiter)),
  ]);
}

const encoded = (text: string): string =>
  encodeURIComponent(Buffer.from(text).toString()).replaceAll('%20', '+');

/** Each row a form of its own. */
function formsOf(rows: readonly Row[]): string {
  return lines(
    rows.map((row) =>
      Object.entries(row)
        .map(
          ([key, value]) =>
            `${encoded(writtenKey(key))}=${encoded(typeof value === 'string' ? value : jsonOfRow(value))}`,
        )
        .join('&'),
    ),
  );
}

/** As Mailchimp Transactional posts them: a form with one field that holds a list. Two forms, as an archive would have. */
function formsOfLists(rows: readonly Row[]): string {
  const half = Math.ceil(rows.length / 2);
  const form = (part: readonly Row[]): string =>
    `mandrill_events=${encoded(`[${part.map((row) => jsonOfRow(row)).join(',')}]`)}`;
  return lines([form(rows.slice(0, half)), form(rows.slice(half))]);
}

function jsonLists(rows: readonly Row[]): string {
  const half = Math.ceil(rows.length / 2);
  return lines(
    [rows.slice(0, half), rows.slice(half)].map((part) => `[${part.map((row) => jsonOfRow(row)).join(',')}]`),
  );
}

/** Rows as the text of a dump. */
export function textOf(
  rows: readonly Row[],
  container: Exclude<CaseContainer, 'parquet'>,
  delimiter: string,
): string {
  switch (container) {
    case 'ndjson':
      return lines(rows.map((row) => jsonOfRow(row)));
    case 'json-lists':
      return jsonLists(rows);
    case 'json-array':
      return `[${rows.map((row) => jsonOfRow(row)).join(',')}]`;
    case 'pretty-array':
      return `[\n  ${rows.map((row) => jsonOfRow(row, 2)).join(',\n  ')}\n]\n`;
    case 'pretty-values':
      return lines(rows.map((row) => jsonOfRow(row, 2)));
    case 'csv':
      return csvOf(rows, delimiter);
    case 'form':
      return formsOf(rows);
    case 'form-lists':
      return formsOfLists(rows);
  }
}

let writer: Engine | undefined;
let written = 0;

/**
 * Rows as a Parquet file, as somebody would pack a dump with DuckDB, who lets it find out the types; undefined where rows
 * are such that nobody could.
 */
export async function parquetOf(rows: readonly Row[]): Promise<Uint8Array | undefined> {
  writer ??= await openDuckDB();
  written += 1;
  const source = join(writer.temporaryFolder, `${written}.ndjson`);
  const target = join(writer.temporaryFolder, `${written}.parquet`);
  writeFileSync(source, textOf(rows, 'ndjson', ','));
  try {
    await writer.run(
      `COPY (SELECT * FROM read_json('${source}', format = 'newline_delimited', sample_size = -1, maximum_depth = -1))
        TO '${target}' (FORMAT parquet)`,
    );
    return readFileSync(target);
  } catch {
    return undefined;
  }
}
