import { CsvScanner } from './csv-scanner.ts';
import { type JsonLevel, JsonScanner } from './json-values.ts';
import type { DumpSource } from './source.ts';
import { readUnpacked } from './unpack.ts';

/** Told a file's lines in parts, calls back with the line on which each row starts. */
interface RowLocator {
  readonly part: (text: string, line: number) => void;
  readonly lineEnd: (line: number) => void;
}

/** A row is a line that is not blank: what the engine takes for space is no more than this. */
function lineLocator(onRow: (line: number) => void): RowLocator {
  let blank = true;
  return {
    part: (text) => {
      blank &&= /^[ \t\v\f\r]*$/.test(text);
    },
    lineEnd: (line) => {
      if (!blank) onRow(line);
      blank = true;
    },
  };
}

function jsonLocator(level: JsonLevel, onRow: (line: number) => void): RowLocator {
  const scanner = new JsonScanner(level);
  return {
    part: (text, line) =>
      scanner.feed(
        text,
        () => onRow(line),
        () => {},
      ),
    lineEnd: () => {
      // Between two values the end of a line is what parts them.
      scanner.feed(
        '\n',
        () => {},
        () => {},
      );
    },
  };
}

/** A row of a table: the line on which it starts, and its bytes, from the file's first on. */
interface TableRow {
  readonly line: number;
  readonly start: number;
  readonly end: number;
}

/** What stands before the header: to the engine it is no part of the first cell. */
const byteOrderMark = '\u00EF\u00BB\u00BF';

/** A CSV row goes on while a quote is open, and ends with a line or a lone carriage return; an empty one is none. */
function tableLocator(
  scanner: Pick<CsvScanner, 'endsRow'>,
  onRow: (row: TableRow, text: string) => void,
): RowLocator & { readonly unended: () => { readonly line: number; readonly text: string } | undefined } {
  let start: Omit<TableRow, 'end'> | undefined;
  let text = '';
  let offset = 0;
  const take = (character: string, line: number): void => {
    if (!scanner.endsRow(character)) {
      start ??= { line, start: offset };
      text += character;
    } else if (start !== undefined) {
      onRow({ ...start, end: offset }, text);
      start = undefined;
      text = '';
    }
    offset += 1;
  };
  return {
    part: (part, line) => {
      const isMarked = offset === 0 && part.startsWith(byteOrderMark);
      if (isMarked) offset = byteOrderMark.length;
      for (const character of isMarked ? part.slice(byteOrderMark.length) : part) take(character, line);
    },
    lineEnd: (line) => take('\n', line),
    unended: () => (start === undefined ? undefined : { line: start.line, text }),
  };
}

/** A form ends where its line does. */
const formScanner = { endsRow: (character: string): boolean => character === '\n' || character === '\r' };

const isBlank = (bytes: string): boolean => /^\p{Zs}*$/u.test(Buffer.from(bytes, 'latin1').toString('utf8'));

/** Reads a source's text, byte for byte, so that no line is refused, and hands it to a locator line by line. */
async function walk(source: DumpSource, locator: RowLocator): Promise<void> {
  let line = 1;
  for await (const piece of readUnpacked(source)) {
    const parts = Buffer.from(piece).toString('latin1').split('\n');
    for (const [index, part] of parts.entries()) {
      if (index > 0) {
        locator.lineEnd(line);
        line += 1;
      }
      locator.part(part, line);
    }
  }
  locator.lineEnd(line);
}

/** Where the rows of a source stand. */
export interface RowLines {
  /** The line on which a row starts, by the row's number (from 1). */
  readonly lines: ReadonlyMap<number, number>;
  /** The lines of rows of a table that the engine dropped since they are no UTF-8, one for each. */
  readonly undecoded: readonly number[];
}

/**
 * Finds the lines of a source's rows, or of the lists that hold them, given by their number (from 1). Reads the file once more, so it is for rows that
 * went wrong. A Parquet file has rows for lines.
 * @param dropped where rows that the engine dropped start, in bytes from the file's first on: they have no number
 */
export async function findRowLines(
  source: DumpSource,
  rows: readonly number[],
  dropped: readonly number[],
): Promise<RowLines> {
  if (source.container === 'parquet') return { lines: new Map(rows.map((row) => [row, row])), undecoded: [] };
  const wanted = new Set(rows);
  const lines = new Map<number, number>();
  const undecoded: number[] = [];
  const waiting = [...dropped].sort((left, right) => left - right);
  let row = 0;
  const onRow = (line: number): void => {
    row += 1;
    if (wanted.has(row)) lines.set(row, line);
  };
  let isHeader = source.container === 'csv';
  const onTableRow = ({ line, end }: TableRow, text: string): void => {
    let isDropped = false;
    while (waiting[0] !== undefined && waiting[0] < end) {
      waiting.shift();
      undecoded.push(line);
      isDropped = true;
    }
    if (!isHeader && !isDropped && (source.container === 'csv' || !isBlank(text))) onRow(line);
    isHeader = false;
  };
  const locators = {
    csv: () => tableLocator(new CsvScanner(source.delimiter ?? ','), onTableRow),
    'json-array': () => jsonLocator('elements', onRow),
    'json-values': () => jsonLocator('values', onRow),
    ndjson: () => lineLocator(onRow),
    form: () => tableLocator(formScanner, onTableRow),
  };
  await walk(source, locators[source.container]());
  return { lines, undecoded };
}

/** The last row of a CSV file. */
export interface LastRow {
  /** The line on which it starts. */
  readonly line: number;
  /** Its text, a character for each byte. */
  readonly text: string;
  /** Whether a quote is open at the end of the file: since its last line, or since a line before. */
  readonly openQuote: 'none' | 'last line' | 'before';
  /** The first row of the file; undefined where it has no other. */
  readonly header: string | undefined;
}

/** Finds the last row of a CSV file, in which a quote that is never closed opens. Reads the file from its start. */
export async function lastCsvRow(source: DumpSource): Promise<LastRow> {
  const scanner = new CsvScanner(source.delimiter ?? ',');
  const rows: Omit<LastRow, 'openQuote' | 'header'>[] = [];
  // The first and the last are kept.
  const keep = (line: number, text: string): void => {
    rows[Math.min(rows.length, 1)] = { line, text };
  };
  const locator = tableLocator(scanner, ({ line }, text) => keep(line, text));
  let wasOpen = false;
  let isOpen = false;
  await walk(source, {
    part: locator.part,
    lineEnd: (line) => {
      locator.lineEnd(line);
      wasOpen = isOpen;
      isOpen = scanner.isQuoted;
    },
  });
  const unended = locator.unended();
  // The last line end is none of the file's.
  if (unended !== undefined) keep(unended.line, unended.text.slice(0, -1));
  const { line, text } = rows.at(-1) ?? { line: 1, text: '' };
  return {
    ...{ line, text },
    openQuote: isOpen ? (wasOpen ? 'before' : 'last line') : 'none',
    header: rows.length > 1 ? rows[0]?.text : undefined,
  };
}
