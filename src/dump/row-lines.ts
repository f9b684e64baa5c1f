import { sqlText } from '../engine/dialect.ts';
import type { Engine } from '../engine/engine.ts';
import { JsonArrayScanner } from './json-values.ts';
import { type DumpSource, packedText } from './source.ts';

/** The FROM item that gives a source's lines as they stand, byte for byte, so that no line is refused. */
function linesReader(source: DumpSource): string {
  return `read_csv(${sqlText(source.path)}, columns = {'line': 'VARCHAR'}, auto_detect = false, header = false,
    delim = '', quote = '', escape = '', strict_mode = false, parallel = false, encoding = 'latin-1',
    ${packedText(source)})`;
}

/** Told line by line, says on which lines the rows start that it has come to know of. */
type RowLocator = (line: string, lineNumber: number) => readonly number[];

/** An NDJSON row is a line that is not blank. */
const locateNdjsonRows: RowLocator = (line, lineNumber) => (line.trim() === '' ? [] : [lineNumber]);

function jsonArrayRowLocator(): RowLocator {
  const scanner = new JsonArrayScanner();
  return (line, lineNumber) => {
    const started: number[] = [];
    scanner.feed(
      `${line}\n`,
      () => started.push(lineNumber),
      () => {},
    );
    return started;
  };
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

function isUtf8(line: string): boolean {
  try {
    utf8.decode(Buffer.from(line, 'latin1'));
    return true;
  } catch {
    return false;
  }
}

/** A CSV row goes on while a quote is open; the header is none, and those that are no UTF-8 are told apart. */
function csvRowLocator(undecoded: number[]): RowLocator {
  let start: number | undefined;
  let open = false;
  let decodes = true;
  return (line, lineNumber) => {
    if (lineNumber === 1 || (!open && line === '')) return [];
    start ??= lineNumber;
    decodes &&= isUtf8(line);
    if ((line.split('"').length - 1) % 2 === 1) open = !open;
    if (open) return [];
    const row = start;
    start = undefined;
    if (decodes) return [row];
    decodes = true;
    undecoded.push(row);
    return [];
  };
}

/** Where the rows of a source stand. */
export interface RowLines {
  /** The line on which a row starts, by the row's number (from 1). */
  readonly lines: ReadonlyMap<number, number>;
  /** The lines of CSV rows that the engine dropped since they are no UTF-8. */
  readonly undecoded: readonly number[];
}

/**
 * Finds the lines of a source's rows, given by their number (from 1, ascending).
 * Reads the file once more, so it is for rows that went wrong. A Parquet file has rows for lines.
 */
export async function findRowLines(
  engine: Engine,
  source: DumpSource,
  rows: readonly number[],
): Promise<RowLines> {
  if (source.container === 'parquet') return { lines: new Map(rows.map((row) => [row, row])), undecoded: [] };
  const undecoded: number[] = [];
  const locators = {
    csv: () => csvRowLocator(undecoded),
    'json-array': jsonArrayRowLocator,
    ndjson: () => locateNdjsonRows,
  };
  const locate = locators[source.container]();
  const wanted = new Set(rows);
  const lines = new Map<number, number>();
  let lineNumber = 0;
  let row = 0;
  for await (const piece of engine.stream(`SELECT line FROM ${linesReader(source)}`)) {
    for (const { line } of piece) {
      lineNumber += 1;
      for (const start of locate(typeof line === 'string' ? line : '', lineNumber)) {
        row += 1;
        if (wanted.has(row)) lines.set(row, start);
      }
    }
  }
  return { lines, undecoded };
}
