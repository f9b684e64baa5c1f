import { BadDataError } from '../errors.ts';
import { hasColumn } from './column-names.ts';
import { openHeadRow } from './envelopes.ts';
import { type Format, type HeadRow, valueAt } from './formats/format.ts';

/** What was found out about a file's format. */
export interface Detection {
  readonly format: Format;
  /** Why it is this one, in a few English words. */
  readonly because: string;
}

const seen = (count: number): string => (count === 1 ? 'its first row' : `${count} of its first rows`);

/** The formats that recognise rows, each with how many. */
function recognisers(rows: readonly HeadRow[], formats: readonly Format[]) {
  return formats
    .map((format) => ({
      format,
      recognised: rows.filter((row) => openHeadRow(format, row).some(format.recognises)).length,
    }))
    .filter(({ recognised }) => recognised > 0);
}

const isEmptyList = (value: unknown): boolean =>
  Array.isArray(value) ? value.length === 0 : typeof value === 'string' && value.trim() === '[]';

/** The formats of whose envelopes these rows are, though there is nothing in them: the last page of an API, say. */
function formatsOfEmptyEnvelopes(rows: readonly HeadRow[], formats: readonly Format[]): readonly Format[] {
  const isEmpty = (format: Format, row: HeadRow): boolean =>
    format.envelopes.some(({ path }) => isEmptyList(valueAt(row, ...path)));
  return formats.filter((format) => rows.length > 0 && rows.every((row) => isEmpty(format, row)));
}

/**
 * The format that the first rows of a file are in.
 * @throws BadDataError where no format recognises a row, or more than one does: it names them.
 */
export function detectFormat(file: string, rows: readonly HeadRow[], formats: readonly Format[]): Detection {
  const found = recognisers(rows, formats);
  const [only, ...others] = found;
  if (only === undefined) {
    const [empty] = formatsOfEmptyEnvelopes(rows, formats);
    if (empty !== undefined) return { format: empty, because: 'its envelopes, which are empty' };
    const why = rows.length === 0 ? 'none of its first rows can be read' : 'its first rows fit no format';
    throw new BadDataError(
      `${file}: not recognised as a dump, ${why}`,
      `known formats: ${formats.map(({ id }) => id).join(', ')}; name one with --format, or describe your own with --mapping`,
    );
  }
  if (others.length > 0) {
    throw new BadDataError(
      `${file}: its first rows fit more than one format: ${found.map(({ format }) => format.id).join(', ')}`,
      'name the one it is in with --format',
    );
  }
  const { format, recognised } = only;
  return { format, because: `${seen(recognised)} with ${format.detectedBy}` };
}

/** Throws BadDataError where a table lacks a column without which its format means nothing. */
export function requireColumns(file: string, columns: readonly string[], format: Format): void {
  const missing = format.requiredColumns.filter((column) => !hasColumn(columns, column));
  if (missing.length === 0) return;
  throw new BadDataError(
    `${file}:1: required column${missing.length === 1 ? '' : 's'} missing: ${missing.join(', ')}`,
    `a ${format.id} dump needs ${format.requiredColumns.join(' and ')}`,
  );
}
