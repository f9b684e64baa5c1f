import { BadDataError } from '../errors.ts';
import { QuoteFollower } from './quote-follower.ts';
import { findOpenQuote } from './row-lines.ts';
import type { DumpSource } from './source.ts';
import { readUnpacked } from './unpack.ts';

const byteOrderMark = Buffer.from('\uFEFF');

/** Whether a file ends inside a quoted cell. */
async function endsQuoted(source: DumpSource): Promise<boolean> {
  const follower = new QuoteFollower(source.delimiter ?? ',');
  let isFirst = true;
  for await (const piece of readUnpacked(source)) {
    const bytes = Buffer.from(piece);
    const isMarked = isFirst && bytes.subarray(0, byteOrderMark.length).equals(byteOrderMark);
    isFirst = false;
    follower.feed(isMarked ? bytes.subarray(byteOrderMark.length) : bytes);
  }
  return follower.isQuoted;
}

/**
 * Makes sure that a CSV file closes its quotes: the rest of the file would else count as one cell, without a word.
 * @throws BadDataError that names the line where the quote is opened.
 */
export async function verifyQuotes(source: DumpSource): Promise<void> {
  if (source.container !== 'csv' || !(await endsQuoted(source))) return;
  const line = await findOpenQuote(source);
  if (line === undefined) return;
  throw new BadDataError(
    `${source.file}:${line}: a quote is opened here and never closed`,
    'close it, or double a quote that belongs to the text',
  );
}
