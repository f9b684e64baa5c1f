import { CsvScanner } from './csv-scanner.ts';
import { type JsonLevel, JsonScanner } from './json-values.ts';
import type { DumpSource } from './source.ts';
import { readUnpacked } from './unpack.ts';

/** Told a file's lines in parts, calls back with the line on which each row starts. */
interface RowLocator {
  readonly part: (text: string, line: number) => void;
  readonly lineEnd: (line: number) => void;
}

/** A row is a line that is not blank. */
function lineLocator(onRow: (line: number) => void): RowLocator {
  let blank = true;
  return {
    part: (text) => {
      blank &&= text.trim() === '';
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

const utf8 = new TextDecoder('utf-8', { fatal: true });

function isUtf8(text: string): boolean {
  try {
    utf8.decode(Buffer.from(text, 'latin1'));
    return true;
  } catch {
    return false;
  }
}

/** A CSV row goes on while a quote is open; the header is none, and rows that are no UTF-8 are told apart. */
function csvRowLocator(
  delimiter: string,
  onRow: (line: number) => void,
  onUndecoded: (line: number) => void,
): RowLocator {
  const scanner = new CsvScanner(delimiter);
  let start: number | undefined;
  let row = '';
  return {
    part: (text, line) => {
      start ??= line;
      row += text;
      scanner.feed(text);
    },
    lineEnd: () => {
      scanner.feed('\n');
      if (scanner.isQuoted || start === undefined) return;
      const isRow = start > 1 && row.trim() !== '';
      if (isRow) (isUtf8(row) ? onRow : onUndecoded)(start);
      start = undefined;
      row = '';
    },
  };
}

/** Reads a source's text, byte for byte, so that no line is refused, and hands it to a locator line by line. */
async function walk({ path, compression }: DumpSource, locator: RowLocator): Promise<void> {
  let line = 1;
  for await (const piece of readUnpacked(path, compression)) {
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
  /** The lines of CSV rows that the engine dropped since they are no UTF-8. */
  readonly undecoded: readonly number[];
}

/**
 * Finds the lines of a source's rows, or of the lists that hold them, given by their number (from 1). Reads the file once more, so it is for rows that
 * went wrong. A Parquet file has rows for lines.
 */
export async function findRowLines(source: DumpSource, rows: readonly number[]): Promise<RowLines> {
  if (source.container === 'parquet') return { lines: new Map(rows.map((row) => [row, row])), undecoded: [] };
  const undecoded: number[] = [];
  const wanted = new Set(rows);
  const lines = new Map<number, number>();
  let row = 0;
  const onRow = (line: number): void => {
    row += 1;
    if (wanted.has(row)) lines.set(row, line);
  };
  const locators = {
    csv: () => csvRowLocator(source.delimiter ?? ',', onRow, (line) => undecoded.push(line)),
    'json-array': () => jsonLocator('elements', onRow),
    'json-values': () => jsonLocator('values', onRow),
    ndjson: () => lineLocator(onRow),
    form: () => lineLocator(onRow),
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
  readonly header: string;
}

/** Finds the last row of a CSV file, in which a quote that is never closed opens. Reads the file from its start. */
export async function lastCsvRow(source: DumpSource): Promise<LastRow> {
  const scanner = new CsvScanner(source.delimiter ?? ',');
  let row = { line: 1, text: '' };
  let header = '';
  let isNew = false;
  let between = '';
  let wasOpen = false;
  let isOpen = false;
  await walk(source, {
    part: (text, line) => {
      if (isNew) row = { line, text: '' };
      isNew = false;
      row.text += between + text;
      between = '';
      scanner.feed(text);
    },
    lineEnd: (line) => {
      scanner.feed('\n');
      wasOpen = isOpen;
      isOpen = scanner.isQuoted;
      if (line === 1) header = row.text;
      if (isOpen) between = '\n';
      else isNew = true;
    },
  });
  const openQuote = isOpen ? (wasOpen ? 'before' : 'last line') : 'none';
  return { ...row, openQuote, header };
}
