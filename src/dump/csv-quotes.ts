import { BadDataError } from '../errors.ts';
import { findOpenQuote } from './row-lines.ts';
import type { DumpSource } from './source.ts';
import { readUnpacked } from './unpack.ts';

const quote = 0x22;
const space = 0x20;
const byteOrderMark = Buffer.from('\uFEFF');
const lineEnds = [0x0a, 0x0d];

/**
 * Knows what CsvScanner does of a file's bytes, and leaps from quote to quote: most of a file is none. A quote counts in a
 * cell that began with one, or where a cell starts.
 */
class QuoteFollower {
  readonly #separators: readonly number[];
  #atCellStart = true;
  #beganQuoted = false;
  isQuoted = false;

  constructor(delimiter: string) {
    this.#separators = [delimiter.charCodeAt(0), ...lineEnds];
  }

  feed(bytes: Buffer): void {
    let at = 0;
    while (at < bytes.length) {
      const found = bytes.indexOf(quote, at);
      const end = found === -1 ? bytes.length : found;
      if (!this.isQuoted) this.#pass(bytes.subarray(at, end));
      if (found === -1) return;
      if (this.#beganQuoted || this.#atCellStart) {
        this.isQuoted = !this.isQuoted;
        this.#beganQuoted = true;
      }
      this.#atCellStart = false;
      at = end + 1;
    }
  }

  /** Passes over what is outside quotes. */
  #pass(bytes: Buffer): void {
    let last = bytes.length - 1;
    while (last >= 0 && bytes[last] === space) last -= 1;
    if (last >= 0) this.#atCellStart = this.#separators.includes(bytes[last] ?? 0);
    if (this.#beganQuoted)
      this.#beganQuoted = !this.#separators.some((separator) => bytes.includes(separator));
  }
}

/** Whether a file ends inside a quoted cell. */
async function endsQuoted({ path, compression, delimiter = ',' }: DumpSource): Promise<boolean> {
  const follower = new QuoteFollower(delimiter);
  let isFirst = true;
  for await (const piece of readUnpacked(path, compression)) {
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
