const quote = 0x22;
const space = 0x20;
const lineEnds = [0x0a, 0x0d];

/**
 * Knows what CsvScanner does of a file's bytes, and leaps from quote to quote: most of a file is none. A quote counts in a
 * cell that began with one, or where a cell starts.
 */
export class QuoteFollower {
  readonly #separators: readonly number[];
  #atCellStart = true;
  #beganQuoted = false;
  #isQuoted = false;

  constructor(delimiter: string) {
    this.#separators = [delimiter.charCodeAt(0), ...lineEnds];
  }

  get isQuoted(): boolean {
    return this.#isQuoted;
  }

  feed(bytes: Buffer): void {
    let at = 0;
    while (at < bytes.length) {
      const found = bytes.indexOf(quote, at);
      const end = found === -1 ? bytes.length : found;
      if (!this.#isQuoted) this.#pass(bytes.subarray(at, end));
      if (found === -1) return;
      if (this.#beganQuoted || this.#atCellStart) {
        this.#isQuoted = !this.#isQuoted;
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
