import type { HeadRow } from './formats/format.ts';
import type { Head } from './head.ts';
import { jsonArraySpans } from './json-values.ts';

const mostRows = 200;

function parsed(text: string): HeadRow[] {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? [{ ...value }] : [];
  } catch {
    // A row that cannot be parsed says nothing about the format; the scan rejects and lists it.
    return [];
  }
}

function ndjsonRows(head: Head): HeadRow[] {
  const lines = head.text.split('\n');
  const whole = head.complete ? lines : lines.slice(0, -1);
  return whole.slice(0, mostRows).flatMap(parsed);
}

function jsonArrayRows(head: Head): HeadRow[] {
  return jsonArraySpans(head.text)
    .slice(0, mostRows)
    .flatMap(({ start, end }) => parsed(head.text.slice(start, end)));
}

const delimiters = [',', ';', '\t', '|'] as const;

/** The delimiter and column names of a CSV's header line. */
export function csvHeader(text: string): { readonly delimiter: string; readonly columns: readonly string[] } {
  const line = text.replace(/^\uFEFF/, '').split(/\r?\n/, 1)[0] ?? '';
  const splits = delimiters.map((delimiter) => ({
    delimiter,
    columns: line.split(delimiter).map((name) => name.trim().replace(/^"(.*)"$/, '$1')),
  }));
  return splits.reduce((best, split) => (split.columns.length > best.columns.length ? split : best));
}

function csvRows(head: Head): HeadRow[] {
  return [Object.fromEntries(csvHeader(head.text).columns.map((name) => [name, '']))];
}

/** The first rows of a text dump as plain data. A CSV gives one row of its column names. */
export function headRows(head: Head): readonly HeadRow[] {
  if (head.container === 'csv') return csvRows(head);
  return head.container === 'json-array' ? jsonArrayRows(head) : ndjsonRows(head);
}
