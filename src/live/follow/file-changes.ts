import { type FileHandle, open, stat } from 'node:fs/promises';
import { cannotRead } from '../../dump/cannot-read.ts';
import type { DumpFile } from '../../dump/find-files.ts';
import { hasErrorCode } from '../../errors.ts';
import { bearsMarks, type HashedPart, holdsParts, type Marks, marksOf, partsTo } from './marks.ts';

/** What tells one file of a machine from all others, while it is there. */
interface FileNumber {
  readonly device: bigint;
  readonly inode: bigint;
}

/** A file as it was when it was last looked at. */
export interface KnownFile extends FileNumber {
  /** The number of its source. */
  readonly source: number;
  readonly path: string;
  readonly size: number;
  readonly modified: bigint;
  /** How many of its bytes were read as whole rows; of a file that is not followed all. */
  readonly readTo: number;
  /** The marks of these bytes; null where none was read. */
  readonly marks: Marks | null;
  /** The hashes of all of them. */
  readonly parts: readonly HashedPart[];
  /** Whether it is read further where it grows; others are read as a whole, again. */
  readonly followed: boolean;
}

/** A file as it is found now. */
export interface FoundFile extends FileNumber {
  readonly file: string;
  readonly path: string;
  readonly size: number;
  readonly modified: bigint;
}

/**
 * What has happened to a file since it was last looked at.
 * - `unchanged`: nothing, though it may be numbered anew, or have been touched
 * - `grew`: what was read is there still, and what stands behind it has changed: rows may have come
 * - `renamed`: what was read is there still, at another path; it may have grown, too
 * - `rewritten`: what was read is there no more, so that the file is read again from its start
 */
export type FileChange =
  | { readonly kind: 'new'; readonly found: FoundFile }
  | { readonly kind: 'gone'; readonly known: KnownFile }
  | { readonly kind: 'unchanged' | 'grew'; readonly known: KnownFile; readonly found: FoundFile }
  | { readonly kind: 'renamed'; readonly known: KnownFile; readonly found: FoundFile; readonly grew: boolean }
  | {
      readonly kind: 'rewritten';
      readonly known: KnownFile;
      readonly found: FoundFile;
      /** In words, for whoever waits for the report. */
      readonly note: string;
    };

/** What can be seen of a file by reading it, for a decision. */
export interface FileContents {
  /** True where a file begins with the bytes that were read of a known one, as far as their marks tell. */
  bears(found: FoundFile, known: KnownFile): Promise<boolean>;
  /** The same by all bytes that were read. */
  holds(found: FoundFile, known: KnownFile): Promise<boolean>;
}

async function reading(found: FoundFile, read: (handle: FileHandle) => Promise<boolean>): Promise<boolean> {
  try {
    const handle = await open(found.path);
    try {
      return await read(handle);
    } finally {
      await handle.close();
    }
  } catch (error) {
    // Renamed or removed since it was found: what it is now is seen at the next look.
    if (hasErrorCode(error, 'ENOENT')) return false;
    throw cannotRead(found.file, error);
  }
}

/** Reads what is asked for from the files. */
export const contentsOfFiles: FileContents = {
  bears: (found, { readTo, marks }) =>
    reading(found, async (handle) => marks === null || bearsMarks(handle, readTo, marks)),
  holds: (found, { parts }) => reading(found, (handle) => holdsParts(handle, parts)),
};

const numberOf = ({ device, inode }: FileNumber): string => `${device}:${inode}`;

const isSameNumber = (one: FileNumber, other: FileNumber): boolean => numberOf(one) === numberOf(other);

/** True where something was written to what stands behind what was read, or may have been. */
const hasGrown = (found: FoundFile, known: KnownFile): boolean =>
  found.size !== known.size || (found.modified !== known.modified && found.size > known.readTo);

/** Whether all that was read of a known file is still there in one that is found. */
async function holdsWhatWasRead(
  found: FoundFile,
  known: KnownFile,
  { contents, thorough }: Look,
): Promise<boolean> {
  if (known.readTo === 0) return true;
  const isOfSameSize = found.size === known.size;
  if (found.size < known.readTo || (!known.followed && !isOfSameSize)) return false;
  const isTouched = found.modified !== known.modified;
  const isUntouched = isOfSameSize && found.path === known.path && isSameNumber(found, known);
  if (isUntouched && !isTouched) return true;
  // Nobody appends without making it longer.
  if (thorough || (isTouched && isOfSameSize)) return contents.holds(found, known);
  return isUntouched || contents.bears(found, known);
}

/** Why a file is read again. */
function noteOf(found: FoundFile, known: KnownFile): string {
  const change =
    found.size < known.readTo
      ? 'became shorter'
      : isSameNumber(found, known)
        ? 'was written anew'
        : 'was replaced';
  return `${found.file}: the file ${change}, it is read again`;
}

/** Found files by where they stand and by their number. */
class FoundFiles {
  readonly #byPath = new Map<string, FoundFile>();
  readonly #byNumber = new Map<string, FoundFile[]>();
  readonly free: Set<FoundFile>;

  constructor(files: readonly FoundFile[]) {
    this.free = new Set(files);
    for (const file of files) {
      this.#byPath.set(file.path, file);
      const key = numberOf(file);
      this.#byNumber.set(key, [...(this.#byNumber.get(key) ?? []), file]);
    }
  }

  at({ path }: KnownFile): readonly FoundFile[] {
    const found = this.#byPath.get(path);
    return found !== undefined && this.free.has(found) ? [found] : [];
  }

  numbered(file: KnownFile): readonly FoundFile[] {
    return (this.#byNumber.get(numberOf(file)) ?? []).filter((found) => this.free.has(found));
  }
}

/**
 * In this order a known file is looked for, among the found ones that are no other's: where it was; elsewhere under its
 * number, since it was renamed; where it was under another number, as network drives have it, or where a copy took its place.
 */
const places: readonly ((found: FoundFiles, known: KnownFile) => readonly FoundFile[])[] = [
  (found, known) => found.at(known).filter((file) => isSameNumber(file, known)),
  (found, known) => (known.readTo > 0 ? found.numbered(known) : []),
  (found, known) => found.at(known),
];

interface Look {
  readonly contents: FileContents;
  readonly thorough: boolean;
}

/**
 * Tells what has happened to each file since it was last looked at: the known ones in their order, then the new ones in theirs. Files
 * are read where their size, time, number or path has changed, and then their first and last bytes at most, but for such as have
 * another time and the same size.
 * @param look with `thorough`, all that was read of such files is compared, which alone shows a change in the middle of one that
 * has grown since
 * @throws NoInputError where a file cannot be read
 */
export async function fileChanges(
  known: readonly KnownFile[],
  found: readonly FoundFile[],
  { contents = contentsOfFiles, thorough = false }: Partial<Look> = {},
): Promise<readonly FileChange[]> {
  const files = new FoundFiles(found);
  const same = new Map<KnownFile, FoundFile>();
  for (const placesOf of places) {
    for (const file of known) {
      if (same.has(file)) continue;
      for (const now of placesOf(files, file)) {
        if (!(await holdsWhatWasRead(now, file, { contents, thorough }))) continue;
        same.set(file, now);
        files.free.delete(now);
        break;
      }
    }
  }
  const changes = known.map((file): FileChange => {
    const now = same.get(file);
    if (now === undefined) {
      const [other] = files.at(file);
      if (other === undefined) return { kind: 'gone', known: file };
      files.free.delete(other);
      return { kind: 'rewritten', known: file, found: other, note: noteOf(other, file) };
    }
    const grew = hasGrown(now, file);
    if (now.path !== file.path) return { kind: 'renamed', known: file, found: now, grew };
    return { kind: grew ? 'grew' : 'unchanged', known: file, found: now };
  });
  return [...changes, ...[...files.free].map((file): FileChange => ({ kind: 'new', found: file }))];
}

/** What is there of dump files now; one that is removed meanwhile is left out. */
export async function lookAt(files: readonly DumpFile[]): Promise<readonly FoundFile[]> {
  const found: FoundFile[] = [];
  for (const { file, path } of files) {
    try {
      const { size, mtimeNs, dev, ino } = await stat(path, { bigint: true });
      found.push({ file, path, size: Number(size), modified: mtimeNs, device: dev, inode: ino });
    } catch (error) {
      if (!hasErrorCode(error, 'ENOENT', 'ENOTDIR')) throw cannotRead(file, error);
    }
  }
  return found;
}

/** What is kept of a file that was read as a whole; null where it has become shorter meanwhile. */
export async function readAsWhole({
  file,
  path,
  size,
}: FoundFile): Promise<Pick<KnownFile, 'readTo' | 'marks' | 'parts'> | null> {
  try {
    const handle = await open(path);
    try {
      const marks = await marksOf(handle, size);
      return marks && { readTo: size, marks, parts: await partsTo(handle, size) };
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw cannotRead(file, error);
  }
}
