interface Waiting<Connection> {
  /** The one that it waits for; null for any. */
  readonly only: Connection | null;
  readonly start: (connection: Connection) => void;
}

/** Connections to one database, each for one statement at a time: who finds none idle waits for the next that is. */
export class Connections<Connection> {
  readonly #idle: Connection[] = [];
  readonly #waiting: Waiting<Connection>[] = [];

  /** Adds a connection, or gives one back. */
  add(connection: Connection): void {
    const next = this.#waiting.findIndex(({ only }) => only === null || only === connection);
    const [waiting] = next === -1 ? [] : this.#waiting.splice(next, 1);
    if (waiting === undefined) this.#idle.push(connection);
    else waiting.start(connection);
  }

  /** Does a work with one of them, or with that one only. */
  async use<Result>(
    work: (connection: Connection) => Promise<Result>,
    only: Connection | null = null,
  ): Promise<Result> {
    const connection = await this.#take(only);
    try {
      return await work(connection);
    } finally {
      this.add(connection);
    }
  }

  #take(only: Connection | null): Connection | Promise<Connection> {
    const place = only === null ? this.#idle.length - 1 : this.#idle.indexOf(only);
    const [connection] = place === -1 ? [] : this.#idle.splice(place, 1);
    return connection ?? new Promise((start) => this.#waiting.push({ only, start }));
  }
}
