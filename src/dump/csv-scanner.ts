/**
 * Knows, character by character, whether a CSV text is inside a quoted cell, as the engine reads it: a quote opens where
 * a cell starts, spaces before it or not; in a cell that began with one, every further quote closes or opens.
 */
export class CsvScanner {
  readonly #delimiter: string;
  #atCellStart = true;
  #beganQuoted = false;
  #quoted = false;

  constructor(delimiter: string) {
    this.#delimiter = delimiter;
  }

  get isQuoted(): boolean {
    return this.#quoted;
  }

  /** Takes the next character; true where a row ends with it, be there anything in it or not. */
  endsRow(character: string): boolean {
    if (character === '"' && (this.#beganQuoted || this.#atCellStart)) {
      this.#quoted = !this.#quoted;
      this.#beganQuoted = true;
      this.#atCellStart = false;
      return false;
    }
    if (this.#quoted) return false;
    const endsRow = character === '\n' || character === '\r';
    const isNewCell = endsRow || character === this.#delimiter;
    if (isNewCell) this.#beganQuoted = false;
    this.#atCellStart = isNewCell || (this.#atCellStart && character === ' ');
    return endsRow;
  }
}
