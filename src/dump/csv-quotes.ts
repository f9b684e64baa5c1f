import { BadDataError } from '../errors.ts';
import { CsvScanner } from './csv-scanner.ts';
import { Ending } from './ending.ts';
import { type LastRow, lastCsvRow } from './row-lines.ts';
import type { DumpSource } from './source.ts';
import { readUnpacked } from './unpack.ts';

const quote = 0x22;

/** Quotes come in pairs: an odd number of them is worth a closer look, and so is the last line where nothing closes it. */
async function lookThrough({ path, compression }: DumpSource): Promise<{ odd: boolean; ending: string }> {
  let quotes = 0;
  const ending = new Ending();
  for await (const piece of readUnpacked(path, compression)) {
    const bytes = Buffer.from(piece);
    for (let at = bytes.indexOf(quote); at >= 0; at = bytes.indexOf(quote, at + 1)) quotes += 1;
    ending.feed(bytes);
  }
  return { odd: quotes % 2 === 1, ending: ending.text };
}

/** True where a row has a cell for each column and closes its quotes: trailing cells may be empty, but not missing. */
function isWhole(row: string, { delimiter = ',', columns = [] }: DumpSource): boolean {
  const scanner = new CsvScanner(delimiter);
  let cells = 1;
  for (const character of row) {
    scanner.feed(character);
    if (character === delimiter && !scanner.isQuoted) cells += 1;
  }
  return !scanner.isQuoted && cells >= columns.length;
}

/**
 * Makes sure that a source, where it is CSV, closes its quotes: the rest of the file would else count as one cell, without a word.
 * @returns its last row, where the file ends in the middle of it: no line end closes it, and a quote is open since
 * its last line, or cells are missing
 * @throws BadDataError that names the line where a quote is opened that lines follow.
 */
export async function verifyQuotes(source: DumpSource): Promise<LastRow | undefined> {
  if (source.container !== 'csv') return undefined;
  const { odd, ending } = await lookThrough(source);
  const endsOpen = ending.trim() !== '';
  if (!odd && (!endsOpen || isWhole(ending, source))) return undefined;
  const last = await lastCsvRow(source);
  if (last.openQuote === 'before') {
    throw new BadDataError(
      `${source.file}:${last.line}: a quote is opened here and never closed`,
      'close it, or double a quote that belongs to the text; where the file is still being written, try again',
    );
  }
  return last.line > 1 && endsOpen && !isWhole(last.text, source) ? last : undefined;
}
