/** Where a value at the top level of a JSON text begins and ends. */
export interface JsonSpan {
  readonly start: number;
  readonly end: number;
}

const openers = new Set(['{', '[']);
const closers = new Set(['}', ']']);

/**
 * The spans of the elements of a JSON array's text, which may be cut anywhere: an element without its end is left out.
 * Only brackets and strings are looked at, so that the place of a value is found even where the value is wrong.
 */
export class JsonArrayScanner {
  #depth = 0;
  #inString = false;
  #escaped = false;
  #inElement = false;

  /** Feeds a piece of text; calls back with the offset in the piece where each element starts and ends. */
  feed(text: string, onStart: (offset: number) => void, onEnd: (offset: number) => void): void {
    for (let offset = 0; offset < text.length; offset += 1) {
      const character = text.charAt(offset);
      if (this.#inString) {
        if (this.#escaped) this.#escaped = false;
        else if (character === '\\') this.#escaped = true;
        else if (character === '"') this.#inString = false;
        continue;
      }
      if (this.#depth === 1 && this.#inElement && (character === ',' || character === ']')) {
        this.#inElement = false;
        onEnd(offset);
      }
      if (this.#depth === 1 && !this.#inElement && !/[\s,\]]/.test(character)) {
        this.#inElement = true;
        onStart(offset);
      }
      if (character === '"') this.#inString = true;
      else if (openers.has(character)) this.#depth += 1;
      else if (closers.has(character)) this.#depth -= 1;
    }
  }
}

/** The elements of a JSON array's text that are whole. */
export function jsonArraySpans(text: string): JsonSpan[] {
  const spans: JsonSpan[] = [];
  let start = 0;
  new JsonArrayScanner().feed(
    text,
    (offset) => {
      start = offset;
    },
    (end) => spans.push({ start, end }),
  );
  return spans;
}
