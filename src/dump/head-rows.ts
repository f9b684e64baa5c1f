import { type HeadRow, isHeadRow } from './formats/format.ts';
import type { Head } from './head.ts';
import { jsonOf, jsonSpans } from './json-values.ts';

const mostValues = 200;

function spanned(text: string, level: 'values' | 'elements'): string[] {
  return jsonSpans(text, level)
    .slice(0, mostValues)
    .map(({ start, end }) => text.slice(start, end));
}

function lines({ text, complete }: Head): string[] {
  return text.split('\n').slice(0, complete ? undefined : -1);
}

/** The texts that the first values of a dump are written as: JSON values, lines of a table. */
export function headTexts(head: Head): readonly string[] {
  const texts = {
    ndjson: () => lines(head).slice(0, mostValues),
    'json-array': () => spanned(head.text, 'elements'),
    'json-values': () => spanned(head.text, 'values'),
    form: () => [],
    csv: () => lines(head).slice(1, mostValues),
    parquet: () => [],
  };
  return texts[head.container]();
}

/** The first JSON values of a dump that hold its rows: objects, or arrays of them. What cannot be parsed is left out. */
export function headValues(head: Head): readonly unknown[] {
  if (head.container === 'csv') return [];
  return headTexts(head)
    .map(jsonOf)
    .filter((value) => value !== undefined);
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

/** The first rows of a text dump as plain data. A CSV gives one row of its column names. */
export function headRows(head: Head): readonly HeadRow[] {
  if (head.container === 'csv') {
    return [Object.fromEntries(csvHeader(head.text).columns.map((name) => [name, '']))];
  }
  if (head.container === 'form') {
    // One form may be longer than what is looked at: its start has rows enough.
    const forms = head.text.split('\n').filter((line) => line.trim() !== '');
    return forms.map((form) => Object.fromEntries(new URLSearchParams(form.trim())));
  }
  return headValues(head).flat().filter(isHeadRow);
}
