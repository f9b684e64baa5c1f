import { stat } from 'node:fs/promises';
import type { Engine } from '../engine/engine.ts';
import type { HowFar } from '../progress/how-far.ts';
import { filePosition } from './file-position.ts';
import { rowsPerByte } from './row-density.ts';
import type { DumpSource } from './source.ts';

/** A source that is being read, or was. */
interface Read {
  readonly source: DumpSource;
  readonly bytes: number;
  /** About how many rows each byte of it holds; null while that is not known. */
  density: number | null;
}

/** How far the reading of a dump is, of all its files together. One that is read again counts again. */
export class Reading {
  readonly #engine: Pick<Engine, 'progress'>;
  readonly #bytes: readonly number[];
  readonly #done: Read[] = [];
  #total: number;
  #current: Read | undefined;

  constructor(engine: Pick<Engine, 'progress'>, bytes: readonly number[]) {
    this.#engine = engine;
    this.#bytes = bytes;
    this.#total = bytes.reduce((sum, more) => sum + more, 0);
  }

  /** The engine starts on a source. */
  begin(source: DumpSource, number: number): void {
    this.end();
    this.#current = { source, bytes: this.#bytes[number] ?? 0, density: null };
  }

  /** The same once more. */
  beginAgain(source: DumpSource, number: number): void {
    this.#total += this.#bytes[number] ?? 0;
    this.begin(source, number);
  }

  /** All of what was begun is read. */
  end(): void {
    if (this.#current !== undefined) this.#done.push(this.#current);
    this.#current = undefined;
  }

  /** Null while nobody knows how far the engine is in a packed file. */
  howFar(): HowFar | null {
    const read = this.#done.reduce((sum, { bytes }) => sum + bytes, 0);
    const current = this.#current === undefined ? 0 : this.#bytesOf(this.#current);
    if (current === null) return null;
    return { of: 'bytes', done: read + current, total: this.#total, rows: this.#rows(current) };
  }

  /** How much of the current source is read. */
  #bytesOf({ source, bytes }: Read): number | null {
    if (source.compression !== 'none') return filePosition(source.path);
    return (this.#engine.progress()?.fraction ?? 0) * bytes;
  }

  #rows(current: number): number | null {
    if (this.#current !== undefined) this.#learnDensity(this.#current, current);
    const counts = this.#done.map(({ bytes, density }) => (density === null ? null : bytes * density));
    if (this.#current?.density != null) counts.push(current * this.#current.density);
    const known = counts.filter((count) => count !== null);
    return known.length === 0 ? null : Math.round(known.reduce((sum, more) => sum + more, 0));
  }

  #learnDensity(read: Read, current: number): void {
    if (read.source.container === 'parquet') {
      const rows = this.#engine.progress()?.rows ?? 0;
      if (current > 0 && rows > 0) read.density = rows / current;
    } else if (read.density === null) {
      read.density = 0;
      rowsPerByte(read.source).then(
        (density) => {
          read.density = density;
        },
        // Whoever reads the file says what is wrong with it.
        () => {},
      );
    }
  }
}

/** What is told how far the reading is. */
export type WatchReading = (howFar: () => HowFar | null) => void;

/** Follows the reading of sources, for whoever wants to know. */
export async function followReading(
  engine: Pick<Engine, 'progress'>,
  sources: readonly DumpSource[],
  watch: WatchReading,
): Promise<Reading> {
  const sizes = await Promise.all(sources.map(({ path }) => stat(path).then(({ size }) => size)));
  const reading = new Reading(engine, sizes);
  watch(() => reading.howFar());
  return reading;
}
