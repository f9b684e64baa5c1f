import type { IncomingMessage, ServerResponse } from 'node:http';

/** What is told of a page: which report it is to show, and since when that is there, in epoch milliseconds. */
export interface Published {
  readonly stamp: string;
  readonly at: number;
}

/** More pages at once are asked to come again later. */
const mostStreams = 200;

/** A page is told something at least this often, in milliseconds: so that both sides notice when the other is gone. */
const pulse = 15_000;

/** A reader that has taken nothing for so many pulses is gone. */
const mostStalled = 3;

/** After this time, in milliseconds, a browser that has lost us tries again. */
const retry = 2000;

interface Stream {
  readonly page: string;
  readonly response: ServerResponse;
  /** What is still to be told to a slow reader: the newest only. */
  waiting: Published | undefined;
  stalled: number;
}

/** The pages that listen, and what they are told. */
export class EventStreams {
  readonly #streams = new Set<Stream>();
  readonly #pulse: NodeJS.Timeout;

  constructor() {
    this.#pulse = setInterval(() => this.#beat(), pulse);
    this.#pulse.unref();
  }

  get isFull(): boolean {
    return this.#streams.size >= mostStreams;
  }

  /** How many pages listen. */
  get size(): number {
    return this.#streams.size;
  }

  /** Has a page listen from now on; it is told at once what is there, where that is known. */
  open(
    page: string,
    request: IncomingMessage,
    response: ServerResponse,
    present: Published | undefined,
  ): void {
    const stream: Stream = { page, response, waiting: undefined, stalled: 0 };
    response.writeHead(200, {
      'Content-Type': 'text/event-stream; charset=utf-8',
      'Cache-Control': 'no-store',
      'X-Accel-Buffering': 'no',
    });
    response.write(`retry: ${retry}\n\n`);
    this.#streams.add(stream);
    const end = (): void => void this.#streams.delete(stream);
    response.on('close', end);
    request.on('error', end);
    response.on('error', end);
    response.on('drain', () => {
      const { waiting } = stream;
      stream.waiting = undefined;
      if (waiting !== undefined) tell(stream, waiting);
    });
    if (present !== undefined) tell(stream, present);
    else response.write(alive);
  }

  /** Tells all who listen to a page. */
  publish(page: string, published: Published): void {
    for (const stream of this.#streams) if (stream.page === page) tell(stream, published);
  }

  /** Ends all of them at once. */
  close(): void {
    clearInterval(this.#pulse);
    for (const { response } of this.#streams) response.destroy();
    this.#streams.clear();
  }

  #beat(): void {
    for (const stream of this.#streams) {
      const { response } = stream;
      if (!response.writableNeedDrain) {
        stream.stalled = 0;
        response.write(alive);
        continue;
      }
      stream.stalled += 1;
      if (stream.stalled >= mostStalled) response.destroy();
    }
  }
}

const alive = 'event: alive\ndata: -\n\n';

function tell(stream: Stream, { stamp, at }: Published): void {
  if (stream.response.writableNeedDrain) {
    stream.waiting = { stamp, at };
    return;
  }
  const data = JSON.stringify({ stamp, age: Math.max(0, Date.now() - at) });
  stream.response.write(`id: ${stamp}\nevent: stamp\ndata: ${data}\n\n`);
}
