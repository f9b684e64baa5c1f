/** Where a value of a JSON text begins and ends. */
export interface JsonSpan {
  readonly start: number;
  readonly end: number;
}

/** What a scanner looks for: the values that a text is made of, or the elements of the one array that it is. */
export type JsonLevel = 'values' | 'elements';

/**
 * Finds where JSON values begin and end in a text that may be cut anywhere.
 * Only brackets and strings are looked at, so that the place of a value is found even where the value is wrong.
 */
export class JsonScanner {
  readonly #level: number;
  #depth = 0;
  #inString = false;
  #escaped = false;
  #inValue = false;

  constructor(level: JsonLevel) {
    this.#level = level === 'elements' ? 1 : 0;
  }

  /** Feeds a piece of text; calls back with the offset in the piece where each value starts and ends. */
  feed(text: string, onStart: (offset: number) => void, onEnd: (offset: number) => void): void {
    for (let offset = 0; offset < text.length; offset += 1) {
      const character = text.charAt(offset);
      if (this.#inString) {
        this.#followString(character);
        continue;
      }
      const ends = character === ',' || character === ']' || character === '}' || /\s/.test(character);
      if (this.#depth === this.#level && this.#inValue && ends) {
        this.#inValue = false;
        onEnd(offset);
      }
      if (this.#depth === this.#level && !this.#inValue && !ends) {
        this.#inValue = true;
        onStart(offset);
      }
      if (character === '"') this.#inString = true;
      else if (character === '{' || character === '[') this.#depth += 1;
      else if (character === '}' || character === ']') this.#close(offset, onEnd);
    }
  }

  #followString(character: string): void {
    if (this.#escaped) this.#escaped = false;
    else if (character === '\\') this.#escaped = true;
    else if (character === '"') this.#inString = false;
  }

  #close(offset: number, onEnd: (offset: number) => void): void {
    this.#depth = Math.max(0, this.#depth - 1);
    if (this.#depth !== this.#level || !this.#inValue) return;
    this.#inValue = false;
    onEnd(offset + 1);
  }
}

/** The values of a text, or the elements of its array, that are whole. */
export function jsonSpans(text: string, level: JsonLevel): JsonSpan[] {
  const spans: JsonSpan[] = [];
  let start = 0;
  new JsonScanner(level).feed(
    text,
    (offset) => {
      start = offset;
    },
    (end) => spans.push({ start, end }),
  );
  return spans;
}

/** What a JSON text says, or undefined where it is none: a broken value says nothing, the scan rejects and lists it. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
