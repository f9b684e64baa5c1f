import { resolve, sep } from 'node:path';
import { filesThere } from '../../dump/find-files.ts';
import { BadDataError, NoInputError, TryAgainError } from '../../errors.ts';
import {
  type FileChange,
  type FoundFile,
  fileChanges,
  type KnownFile,
  lookAt,
} from '../follow/file-changes.ts';
import type { LiveState } from './live-state.ts';
import { type FileReading, noteFound, readNewFile, readOn } from './read-source.ts';
import { type RememberedSource, rowsOf } from './remembered-source.ts';

/** How files are looked at, and who is told of them. */
export interface FileNotes {
  readonly warn: (line: string) => void;
  readonly note: (line: string) => void;
  /** A folder that no file of the dump is in, wherever it lies: that of the reports; null where there is none. */
  readonly leftOut: string | null;
  /** True where the first look is the only one: all files are to be read, or none is. */
  readonly once: boolean;
}

const knownFile = ({ device, inode, modified, ...known }: RememberedSource): KnownFile => ({
  ...known,
  device: BigInt(device),
  inode: BigInt(inode),
  modified: BigInt(modified),
});

const asItIs = ({ size, modified }: FoundFile): string => `${size}@${modified}`;

async function hasChanged(path: string, as: string): Promise<boolean> {
  const [now] = await lookAt([{ file: path, path }]);
  return now === undefined || asItIs(now) !== as;
}

const rowsInWords = (source: RememberedSource): string => {
  const { rows, undecoded } = rowsOf(source);
  return rows + undecoded === 1 ? 'its row is' : `its ${rows + undecoded} rows are`;
};

/** Reads the files of a dump again and again, each time what is new. */
export class DumpFiles {
  readonly #state: LiveState;
  readonly #dumps: readonly string[];
  readonly #reading: FileReading;
  readonly #notes: FileNotes;
  readonly #leftOut: string | null;
  /** Files that cannot be read as they are, by path: their sizes and times. */
  readonly #unreadable = new Map<string, string>();
  #wasLookedAt = false;

  constructor(state: LiveState, dumps: readonly string[], reading: FileReading, notes: FileNotes) {
    this.#leftOut = notes.leftOut === null ? null : `${resolve(notes.leftOut)}${sep}`;
    this.#state = state;
    this.#dumps = dumps;
    this.#reading = reading;
    this.#notes = notes;
  }

  /**
   * Brings the state's rows up to date with the files. A file that cannot be read is told of and left out until it changes, but
   * where it is looked for once.
   * @throws UsageError for a pipe, NoInputError, DamagedState; BadDataError, TryAgainError for a file that is looked for once
   */
  async readNew(): Promise<void> {
    const files = await filesThere(this.#dumps);
    const leftOut = this.#leftOut;
    const found = await lookAt(
      leftOut === null ? files : files.filter(({ path }) => !resolve(path).startsWith(leftOut)),
    );
    const known = new Map(this.#state.sources.map((source) => [source.source, source]));
    // A change in the middle of a file is seen while it is watched: at the first look it may have grown, too.
    const changes = await fileChanges([...known.values()].map(knownFile), found, {
      thorough: !this.#wasLookedAt,
    });
    this.#wasLookedAt = true;
    for (const change of changes) {
      const source = 'known' in change ? known.get(change.known.source) : undefined;
      await this.#follow(change, source);
    }
    const byPath = new Map(this.#state.sources.map(({ path, source }) => [path, source]));
    await this.#state.putInOrder(found.flatMap(({ path }) => byPath.get(path) ?? []));
  }

  async #follow(change: FileChange, known: RememberedSource | undefined): Promise<void> {
    if (change.kind === 'gone' && known !== undefined) {
      this.#notes.warn(`${known.file}: the file is no longer there, ${rowsInWords(known)} no longer counted`);
      await this.#state.forget(known);
    } else if (change.kind === 'new') {
      await this.#try(change.found.path, asItIs(change.found), () =>
        readNewFile(this.#state, change.found, this.#reading).then((source) => {
          const { description, file } = source;
          this.#notes.note(
            `${file}: ${description.format}, ${description.container} (${description.because})`,
          );
        }),
      );
    } else if (change.kind === 'rewritten' && known !== undefined) {
      this.#notes.warn(change.note);
      await this.#state.forget(known);
      await this.#try(change.found.path, asItIs(change.found), async () => {
        await readNewFile(this.#state, change.found, this.#reading);
      });
    } else if (known !== undefined && 'found' in change) {
      const { found } = change;
      const grew = change.kind === 'grew' || (change.kind === 'renamed' && change.grew);
      if (!grew) await noteFound(this.#state, known, found);
      else
        await this.#try(found.path, asItIs(found), async () => {
          await readOn(this.#state, known, found, this.#reading);
        });
    }
  }

  /** Does what may fail for a file that is no dump, not yet, or is being written. */
  async #try(path: string, as: string, read: () => Promise<void>): Promise<void> {
    if (this.#unreadable.get(path) === as) return;
    try {
      await read();
      this.#unreadable.delete(path);
    } catch (error) {
      if (this.#notes.once) throw error;
      // It was written to meanwhile: the next look sees how.
      if (error instanceof TryAgainError && (await hasChanged(path, as))) return;
      if (!(error instanceof BadDataError || error instanceof NoInputError)) throw error;
      this.#notes.warn(`${error.message}: left out until it changes`);
      this.#unreadable.set(path, as);
    }
  }
}
