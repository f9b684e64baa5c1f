interface Turn {
  readonly alone: boolean;
  readonly start: () => void;
}

/** Lets so many works go on at once, in the order they come in; one that is to be alone goes before those that wait. */
export class Turns {
  readonly #most: number;
  readonly #waiting: Turn[] = [];
  #running = 0;
  #isAlone = false;

  constructor(most: number) {
    this.#most = most;
  }

  /** Does a work when its turn has come. */
  async take<Result>(work: () => Promise<Result>, { alone }: { readonly alone: boolean }): Promise<Result> {
    await new Promise<void>((start) => {
      if (alone) this.#waiting.unshift({ alone, start });
      else this.#waiting.push({ alone, start });
      this.#startNext();
    });
    try {
      return await work();
    } finally {
      this.#running -= 1;
      this.#isAlone = false;
      this.#startNext();
    }
  }

  #startNext(): void {
    for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
      if (this.#isAlone || this.#running >= (next.alone ? 1 : this.#most)) return;
      this.#waiting.shift();
      this.#running += 1;
      this.#isAlone = next.alone;
      next.start();
    }
  }
}
