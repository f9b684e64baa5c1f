import { BadDataError } from '../errors.ts';
import { findOpenQuote } from './row-lines.ts';
import type { DumpSource } from './source.ts';
import { readUnpacked } from './unpack.ts';

const quote = 0x22;

/** Quotes come in pairs: an odd number of them is worth a closer look. */
async function hasOddQuotes({ path, compression }: DumpSource): Promise<boolean> {
  let quotes = 0;
  for await (const piece of readUnpacked(path, compression)) {
    const bytes = Buffer.from(piece);
    for (let at = bytes.indexOf(quote); at >= 0; at = bytes.indexOf(quote, at + 1)) quotes += 1;
  }
  return quotes % 2 === 1;
}

/**
 * Makes sure that a CSV file closes its quotes: the rest of the file would else count as one cell, without a word.
 * @throws BadDataError that names the line where the quote is opened.
 */
export async function verifyQuotes(source: DumpSource): Promise<void> {
  if (source.container !== 'csv' || !(await hasOddQuotes(source))) return;
  const line = await findOpenQuote(source);
  if (line === undefined) return;
  throw new BadDataError(
    `${source.file}:${line}: a quote is opened here and never closed`,
    'close it, or double a quote that belongs to the text',
  );
}
