import { BadDataError, UsageError } from '../errors.ts';
import type { Format, HeadRow } from './formats/format.ts';

/** The format with this id; throws UsageError where there is none. */
export function formatById(formats: readonly Format[], id: string): Format {
  const format = formats.find((candidate) => candidate.id === id);
  if (format === undefined) {
    throw new UsageError(
      `--format: "${id}" is no format`,
      `use one of ${formats.map((candidate) => candidate.id).join(', ')}`,
    );
  }
  return format;
}

/**
 * The format that the first rows of a file are in.
 * @throws BadDataError where no format recognises a row, or more than one does: it names them.
 */
export function detectFormat(file: string, rows: readonly HeadRow[], formats: readonly Format[]): Format {
  const candidates = formats.filter((format) => rows.some((row) => format.recognises(row)));
  const [only, ...others] = candidates;
  const ids = (list: readonly Format[]): string => list.map((format) => format.id).join(', ');
  if (only === undefined) {
    const seen = rows.length === 0 ? 'none of its first rows can be read' : 'its first rows fit no format';
    throw new BadDataError(
      `${file}: not recognised as a dump, ${seen}`,
      `known formats: ${ids(formats)}; name one with --format`,
    );
  }
  if (others.length > 0) {
    throw new BadDataError(
      `${file}: its first rows fit more than one format: ${ids(candidates)}`,
      'name the one it is in with --format',
    );
  }
  return only;
}

/** Throws BadDataError where a table lacks a column without which its format means nothing. */
export function requireColumns(file: string, columns: readonly string[], format: Format): void {
  const missing = format.requiredColumns.filter((column) => !columns.includes(column));
  if (missing.length === 0) return;
  throw new BadDataError(
    `${file}:1: required column${missing.length === 1 ? '' : 's'} missing: ${missing.join(', ')}`,
    `a ${format.id} dump needs ${format.requiredColumns.join(' and ')}`,
  );
}
