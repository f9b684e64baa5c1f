import { closeSync, copyFileSync, ftruncateSync, openSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { randomNumbers } from '../support/random-numbers.ts';

/** What a writer is told, as JSON, in its one argument. */
const writerOptions = z.object({
  folder: z.string(),
  /** After so many rows it ends. */
  rows: z.number(),
  rowsPerSecond: z.number(),
  /** So many rows are written besides, as soon as it begins. */
  rowsAtOnce: z.number().default(0),
  /** Such a part of the rows are later copies of others, of another time, and as many are no events. */
  flawed: z.number().default(0),
  deliveries: z.number().default(1),
  /** So many rows after each other are written into one file; then it is rotated. */
  rowsPerFile: z.number().default(Number.MAX_SAFE_INTEGER),
  seed: z.number().default(1),
});

/** By the time that a row is written its delivery has begun. */
const start = Date.UTC(2026, 10, 22, 8);

const kinds = [
  { event_type: 'sent' },
  { event_type: 'delivered' },
  {
    event_type: 'open',
    user_agent: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) Gecko/20100101 Firefox/145.0',
  },
  { event_type: 'click', url: 'https://shop.example/sale', link_label: 'Sale \u{1F381}' },
  { event_type: 'bounce', bounce_category: 'hard', reason: '550 5.1.1 unknown user', code: '5.1.1' },
  { event_type: 'error', reason: 'no connection' },
] as const;

type Options = z.infer<typeof writerOptions>;

/** Appends rows of the native format to a file of a folder, and rotates it, by and by in each of the ways that there are. */
class Writer {
  readonly #options: Options;
  readonly #random: () => number;
  #file: number;
  #path: string;
  #rotations = 0;
  #rows = 0;
  /** Bytes that are still to be written: rows, of which the first may be half written. */
  #waiting = Buffer.alloc(0);

  constructor(options: Options) {
    this.#options = options;
    this.#random = randomNumbers(options.seed);
    this.#path = join(options.folder, 'events.ndjson');
    this.#file = openSync(this.#path, 'a');
  }

  get isDone(): boolean {
    return this.#rows >= this.#options.rows && this.#waiting.length === 0;
  }

  get rows(): number {
    return this.#rows;
  }

  /** Makes the rows that are due by now, up to the end of a file, and writes a part of what waits. */
  write(due: number): void {
    const { rowsPerFile } = this.#options;
    const endOfFile = (Math.floor(this.#rows / rowsPerFile) + 1) * rowsPerFile;
    const until = Math.min(due, this.#options.rows, endOfFile);
    const made: string[] = [];
    for (; this.#rows < until; this.#rows += 1) made.push(this.#row(this.#rows));
    this.#waiting = Buffer.concat([this.#waiting, Buffer.from(made.join(''))]);
    if (until === endOfFile) {
      this.finish();
      this.#rotate();
    } else this.#append(Math.ceil(this.#random() * this.#waiting.length));
  }

  /** Writes all that waits: the last row is whole then. */
  finish(): void {
    this.#append(this.#waiting.length);
  }

  #append(bytes: number): void {
    writeSync(this.#file, this.#waiting.subarray(0, bytes));
    this.#waiting = this.#waiting.subarray(bytes);
  }

  #row(number: number): string {
    const { flawed } = this.#options;
    const fate = flawed === 0 ? 2 : this.#random() / flawed;
    if (fate < 1) return `${JSON.stringify({ event_type: 'lost', number })}\n`;
    const event = fate < 2 ? Math.floor(this.#random() * number) : number;
    const recipient = Math.floor(this.#random() * 100_000);
    const delivery = recipient % this.#options.deliveries;
    const row = {
      ...(kinds[Math.floor(this.#random() * kinds.length)] ?? kinds[0]),
      timestamp: new Date(start + number * 5 - Math.floor(this.#random() * 60_000)).toISOString(),
      delivery_id: `delivery-${delivery}`,
      event_id: `event-${event}`,
      message_id: `message-${recipient}`,
      recipient: `reader${recipient}@example.com`,
    };
    return `${JSON.stringify(row)}\n`;
  }

  #rotate(): void {
    this.#rotations += 1;
    const { folder } = this.#options;
    const old = join(folder, `events.${this.#rotations}.ndjson`);
    switch (this.#rotations % 3) {
      case 1:
        renameSync(this.#path, old);
        break;
      case 2:
        copyFileSync(this.#path, old);
        ftruncateSync(this.#file);
        return;
      default:
        this.#path = join(folder, `events-from-${this.#rotations}.ndjson`);
    }
    closeSync(this.#file);
    this.#file = openSync(this.#path, 'a');
  }
}

const options = writerOptions.parse(JSON.parse(process.argv[2] ?? ''));
let isStopped = false;
process.on('SIGTERM', () => {
  isStopped = true;
});
const writer = new Writer(options);
const began = performance.now();
while (!writer.isDone && !isStopped) {
  await new Promise((resolve) => setTimeout(resolve, 5));
  const sinceThen = ((performance.now() - began) / 1000) * options.rowsPerSecond;
  writer.write(options.rowsAtOnce + Math.floor(sinceThen));
}
writer.finish();
process.stdout.write(`${writer.rows}\n`);
