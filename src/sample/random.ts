/** Every bit of the result depends on every bit of the word, and no two words give the same result. */
export function scramble(word: number): number {
  let mixed = word | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

/**
 * The sfc32 generator on 32-bit integers: the same numbers on every machine and Node version.
 * Only exact operations follow from it (no logarithm, no power), whose last digits engines may disagree on.
 */
export class Random {
  #first = 0;
  #second = 0;
  #third = 0;
  #counter = 1;

  /** Starts the sequence that belongs to this seed and stream; streams do not overlap in practice. */
  restart(seed: number, stream: number): void {
    this.#first = scramble(seed);
    this.#second = scramble(Math.floor(seed / 0x1_0000_0000) + 0x9e3779b9);
    this.#third = scramble(stream ^ 0x51ed270b);
    this.#counter = 1;
    for (let round = 0; round < 10; round++) this.word();
  }

  /** A whole number from 0 to 2^32 - 1. */
  word(): number {
    const sum = (((this.#first + this.#second) | 0) + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#first = this.#second ^ (this.#second >>> 9);
    this.#second = (this.#third + (this.#third << 3)) | 0;
    this.#third = (((this.#third << 21) | (this.#third >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  /** From 0 up to, never including, 1. */
  fraction(): number {
    return this.word() / 0x1_0000_0000;
  }

  chance(probability: number): boolean {
    return this.fraction() < probability;
  }

  /** A whole number from 0 up to, never including, the limit. */
  below(limit: number): number {
    return Math.floor(this.fraction() * limit);
  }

  /** A waiting time: half are under the median, some far over it, none over the longest. */
  waiting(median: number, longest: number): number {
    const quantile = this.fraction() * (longest / (longest + median));
    return Math.floor((median * quantile) / (1 - quantile));
  }
}
