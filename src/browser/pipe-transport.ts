import type { Readable, Writable } from 'node:stream';

/** The DevTools protocol over two pipes: JSON messages, each ended by a zero byte. No port, so nobody else can connect. */
export class PipeTransport {
  onmessage?: (message: string) => void;
  onclose?: () => void;
  #closed = false;
  readonly #input: Writable;
  readonly #output: Readable;
  #pending: Buffer[] = [];

  constructor(input: Writable, output: Readable) {
    this.#input = input;
    this.#output = output;
    output.on('data', (chunk: Buffer) => this.#receive(chunk));
    output.on('close', () => {
      this.#closed = true;
      this.onclose?.();
    });
    // A broken pipe means that the browser is gone, which 'close' tells as well.
    input.on('error', () => {});
    output.on('error', () => {});
  }

  send(message: string): void {
    // A browser that ended before anybody listened is told of when it is first spoken to.
    if (this.#closed) queueMicrotask(() => this.onclose?.());
    if (this.#input.writable) {
      this.#input.write(`${message}\0`);
    }
  }

  close(): void {
    this.#input.destroy();
    this.#output.destroy();
  }

  #receive(chunk: Buffer): void {
    let start = 0;
    for (let end = chunk.indexOf(0); end >= 0; end = chunk.indexOf(0, start)) {
      this.#pending.push(chunk.subarray(start, end));
      const message = Buffer.concat(this.#pending).toString('utf8');
      this.#pending = [];
      start = end + 1;
      // One message per turn: puppeteer relies on promises settling between two messages.
      setImmediate(() => this.onmessage?.(message));
    }
    this.#pending.push(chunk.subarray(start));
  }
}
