import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { lastingFiles } from '../dump/find-files.ts';
import { hasErrorCode } from '../errors.ts';
import type { HowFar } from '../progress/how-far.ts';
import type { InputRecord } from './manifest.ts';

/** An input file as it was found. */
interface InputFile {
  readonly file: string;
  readonly path: string;
  readonly bytes: number;
  /** Changes when the file is written to, or another one takes its place. */
  readonly state: string;
}

async function describe(arguments_: readonly string[]): Promise<readonly InputFile[] | null> {
  const files = await lastingFiles(arguments_);
  if (files === null) return null;
  return Promise.all(
    files.map(async ({ file, path }) => {
      const { size, mtimeMs, ctimeMs, ino } = await stat(path);
      return { file, path, bytes: size, state: [size, mtimeMs, ctimeMs, ino].join(' ') };
    }),
  );
}

/** The contents of the input, byte for byte: of a dump's files or of report.json files. */
export class InputContents {
  readonly #arguments: readonly string[];
  readonly #files: readonly InputFile[];
  readonly #hashes = new Map<InputFile, Promise<string>>();
  readonly #stop = new AbortController();
  #hashed = 0;

  constructor(arguments_: readonly string[], files: readonly InputFile[]) {
    this.#arguments = arguments_;
    this.#files = files;
  }

  /**
   * True where the input is what an earlier run read. Other files, or another size, tell that it is not before anything is
   * read; else reading goes on until the first file that differs.
   */
  async isSameAs(records: readonly InputRecord[]): Promise<boolean> {
    const alike = this.#files.every(
      ({ file, bytes }, index) => records[index]?.file === file && records[index]?.bytes === bytes,
    );
    if (!alike || records.length !== this.#files.length) return false;
    for (const [index, file] of this.#files.entries()) {
      if ((await this.#hashOf(file)) !== records[index]?.hash) return false;
    }
    return this.#isUnchanged();
  }

  /** How much of it is read. */
  howFar(): HowFar {
    const total = this.#files.reduce((sum, { bytes }) => sum + bytes, 0);
    return { of: 'bytes', done: this.#hashed, total, rows: null };
  }

  /** Reads what is not read yet, while others read the same files. */
  readAhead(): void {
    // Whoever asks for the records is told what went wrong.
    this.#allHashes().catch(() => {});
  }

  /** What the input is, for the next run; null where it changed meanwhile, so that nobody knows what was read. */
  async records(): Promise<readonly InputRecord[] | null> {
    try {
      const hashes = await this.#allHashes();
      const records = this.#files.map(({ file, bytes }, index) => ({
        file,
        bytes,
        hash: hashes[index] ?? '',
      }));
      return (await this.#isUnchanged()) ? records : null;
    } catch (error) {
      if (hasErrorCode(error, 'ENOENT')) return null;
      throw error;
    }
  }

  /** Ends what reads the files: nobody wants to know any more. */
  stop(): void {
    this.#stop.abort();
  }

  async #allHashes(): Promise<readonly string[]> {
    const hashes: string[] = [];
    for (const file of this.#files) hashes.push(await this.#hashOf(file));
    return hashes;
  }

  #hashOf(file: InputFile): Promise<string> {
    const hash = this.#hashes.get(file) ?? this.#read(file);
    this.#hashes.set(file, hash);
    return hash;
  }

  async #read({ path }: InputFile): Promise<string> {
    const hash = createHash('sha256');
    const { signal } = this.#stop;
    const pieces: AsyncIterable<Buffer> = createReadStream(path, { highWaterMark: 1 << 20, signal });
    for await (const piece of pieces) {
      hash.update(piece);
      this.#hashed += piece.length;
    }
    return hash.digest('base64url');
  }

  async #isUnchanged(): Promise<boolean> {
    const now = await describe(this.#arguments);
    const states = (files: readonly InputFile[]): string =>
      files.map(({ path, state }) => `${path} ${state}`).join('\n');
    return now !== null && states(now) === states(this.#files);
  }
}

/**
 * The contents of what the arguments stand for; null where some of it can be read only once (a pipe, the standard input),
 * or is not there.
 */
export async function inputContents(arguments_: readonly string[]): Promise<InputContents | null> {
  const files = await describe(arguments_);
  return files === null ? null : new InputContents(arguments_, files);
}
