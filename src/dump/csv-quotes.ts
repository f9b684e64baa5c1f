import { BadDataError } from '../errors.ts';
import { CsvScanner } from './csv-scanner.ts';
import { Ending } from './ending.ts';
import { QuoteFollower } from './quote-follower.ts';
import { type LastRow, lastCsvRow } from './row-lines.ts';
import type { DumpSource } from './source.ts';
import { readUnpacked } from './unpack.ts';

const byteOrderMark = Buffer.from('\uFEFF');

/** Whether a file ends inside a quoted cell, and its last line where nothing closes it. */
async function lookThrough(source: DumpSource): Promise<{ endsQuoted: boolean; ending: string }> {
  const follower = new QuoteFollower(source.delimiter ?? ',');
  const ending = new Ending();
  let isFirst = true;
  for await (const piece of readUnpacked(source)) {
    const bytes = Buffer.from(piece);
    const isMarked = isFirst && bytes.subarray(0, byteOrderMark.length).equals(byteOrderMark);
    isFirst = false;
    follower.feed(isMarked ? bytes.subarray(byteOrderMark.length) : bytes);
    ending.feed(bytes);
  }
  return { endsQuoted: follower.isQuoted, ending: ending.text };
}

/**
 * True where the last row of a text has a cell for each column and closes its quotes, or where a line end closes it: trailing
 * cells may be empty, but not missing.
 */
function endsWhole(text: string, { delimiter = ',', columns = [] }: DumpSource): boolean {
  const scanner = new CsvScanner(delimiter);
  let isEmpty = true;
  let delimiters = 0;
  for (const character of text) {
    isEmpty = scanner.endsRow(character);
    if (isEmpty) delimiters = 0;
    else if (character === delimiter && !scanner.isQuoted) delimiters += 1;
  }
  return isEmpty || (!scanner.isQuoted && delimiters + 1 >= columns.length);
}

/**
 * Makes sure that a source, where it is CSV, closes its quotes: the rest of the file would else count as one cell, without a word.
 * @returns its last row, where the file ends in the middle of it: no line end closes it, and a quote is open since
 * its last line, or cells are missing
 * @throws BadDataError that names the line where a quote is opened that lines follow.
 */
export async function verifyQuotes(source: DumpSource): Promise<LastRow | undefined> {
  if (source.container !== 'csv') return undefined;
  const { endsQuoted, ending } = await lookThrough(source);
  if (!endsQuoted && endsWhole(ending, source)) return undefined;
  const last = await lastCsvRow(source);
  if (last.openQuote === 'before') {
    throw new BadDataError(
      `${source.file}:${last.line}: a quote is opened here and never closed`,
      'close it, or double a quote that belongs to the text; where the file is still being written, try again',
    );
  }
  return last.header === undefined || endsWhole(last.text, source) ? undefined : last;
}
