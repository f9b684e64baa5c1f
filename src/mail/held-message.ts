import { Duplex, Readable } from 'node:stream';

const chunkSize = 64 * 1024;
const glance = 2;

/** Where a message leaves this process: a socket. */
export interface Outlet {
  readonly writableLength: number;
  readonly cork: () => void;
  readonly uncork: () => void;
  readonly destroy: () => void;
}

/**
 * A message on its way into an SMTP connection. Its end, which makes the connection write the final dot, is held back
 * until all of the message has left this process and `beforeDot` has resolved: from the dot on it may be accepted.
 * `atDot` is called when the dot lies in the outlet, which lets go of it in the same moment.
 */
export class HeldMessage extends Readable {
  /** True from the moment at which the final dot may have gone out. */
  dotDue = false;
  /** What `beforeDot` or `atDot` failed with, if one did. */
  failure: unknown;
  readonly #message: Buffer;
  readonly #outlet: () => Outlet | null;
  readonly #beforeDot: () => Promise<void>;
  readonly #atDot: () => void;
  #offset = 0;
  #ending: Promise<void> = Promise.resolve();
  /** The stream between this one and the socket: it doubles leading dots. */
  #between: Duplex | undefined;

  constructor(
    message: Buffer,
    outlet: () => Outlet | null,
    beforeDot: () => Promise<void>,
    atDot: () => void = () => {},
  ) {
    super({ highWaterMark: chunkSize });
    this.#message = message;
    this.#outlet = outlet;
    this.#beforeDot = beforeDot;
    this.#atDot = atDot;
  }

  override pipe<Destination extends NodeJS.WritableStream>(
    destination: Destination,
    options?: { end?: boolean },
  ): Destination {
    if (destination instanceof Duplex) this.#between = destination;
    // Whoever listens for the end first hears of it first: the pipe's own listener writes the dot, between ours.
    this.once('end', () => this.#outlet()?.cork());
    super.pipe(destination, options);
    this.once('end', () => this.#letGo());
    return destination;
  }

  override _read(): void {
    if (this.#offset < this.#message.length) {
      const chunk = this.#message.subarray(this.#offset, this.#offset + chunkSize);
      this.#offset += chunk.length;
      this.push(chunk);
      return;
    }
    this.#ending = this.#end().catch((error: unknown) => this.#fail(error));
  }

  /** True where some of it may have gone out, but not its end: nothing else can be said over the connection. */
  get underWay(): boolean {
    return this.#between !== undefined && !this.dotDue;
  }

  /** Lets nothing more of it out. Resolves when `beforeDot`, where it was called, has ended, too. */
  async abandon(): Promise<void> {
    this.destroy();
    await this.#ending;
  }

  async #end(): Promise<void> {
    while (!this.destroyed && this.#waiting() > 0)
      await new Promise((resolve) => setTimeout(resolve, glance));
    if (this.destroyed) return;
    await this.#beforeDot();
    if (this.destroyed) return;
    this.push(null);
  }

  /** Lets go of the dot, once that is marked; without a mark it must not go out. */
  #letGo(): void {
    const outlet = this.#outlet();
    try {
      this.#atDot();
      this.dotDue = true;
      outlet?.uncork();
    } catch (error) {
      this.#fail(error);
      outlet?.destroy();
    }
  }

  #fail(error: unknown): void {
    this.failure = error;
    this.destroy(error instanceof Error ? error : new Error(String(error)));
  }

  /** Bytes that are still inside this process. */
  #waiting(): number {
    const { readableLength = 0, writableLength = 0 } = this.#between ?? {};
    return this.readableLength + writableLength + readableLength + (this.#outlet()?.writableLength ?? 0);
  }
}
