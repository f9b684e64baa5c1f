/** Knows, character by character, whether a CSV text is inside a quoted cell. A quote opens only where a cell starts. */
export class CsvScanner {
  readonly #delimiter: string;
  #atCellStart = true;
  #quoted = false;

  constructor(delimiter: string) {
    this.#delimiter = delimiter;
  }

  get isQuoted(): boolean {
    return this.#quoted;
  }

  feed(text: string): void {
    for (const character of text) {
      // A doubled quote closes and opens again, which comes to the same.
      if (character === '"' && (this.#quoted || this.#atCellStart)) {
        this.#quoted = !this.#quoted;
        this.#atCellStart = !this.#quoted;
      } else if (!this.#quoted) {
        this.#atCellStart = character === this.#delimiter || character === '\n';
      }
    }
  }
}
