import { type FileHandle, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { cannotRead } from '../../dump/cannot-read.ts';
import type { DumpSource } from '../../dump/source.ts';
import { hasErrorCode, TryAgainError } from '../../errors.ts';
import { blocksBetween, bytesBetween } from './bytes.ts';
import { bearsMarks, type HashedPart, type Marks, marksOf, partsTo } from './marks.ts';
import { rowEndBetween } from './row-ends.ts';

/** A place in a file where a row starts: its byte, from 0, and its line, from 1. */
export interface Place {
  readonly byte: number;
  readonly line: number;
}

export const startOfFile: Place = { byte: 0, line: 1 };

/** Rows of a file, in a file of their own that is read as the whole would be. */
export interface Slice {
  /** What the file was found to be, at the path of the temporary file. */
  readonly source: DumpSource;
  /** Where the next slice starts. */
  readonly to: Place;
  /** True where nothing stood behind these rows when the file was looked at. */
  readonly rowsEndWithFile: boolean;
  /** Those of the file's bytes up to the end of the slice. */
  readonly marks: Marks;
  /** The hashes of the same; of a tail, of what stands before it. */
  readonly parts: readonly HashedPart[];
  /** The line of the file that a line of the temporary file is. */
  lineInFile(line: number): number;
  /** Removes the temporary file. */
  remove(): Promise<void>;
}

interface Reach {
  /** How many bytes of the file may be read: its size when it was looked at. */
  readonly end: number;
  /** The marks of what was read of it; null where the file bears them no more. */
  readonly marks: Marks | null;
  /** The hashes of what was read of it. */
  readonly parts: readonly HashedPart[];
  readonly temporaryFolder: string;
}

/** True for a file whose rows are lines that may grow more: others are read as a whole. */
export const isFollowed = ({ container, compression }: DumpSource): boolean =>
  compression === 'none' && (container === 'ndjson' || container === 'csv' || container === 'form');

const byteOrderMark = Buffer.from('\uFEFF');
const lineEnd = 0x0a;

/**
 * What stands before the rows of a slice from the middle of a file, in a line of its own: a header for the engine to pass
 * over, or nothing, so that no row is taken for a byte order mark, nor the first byte of one for an empty file.
 */
function lineBefore({ container, columns = [], delimiter = ',' }: DumpSource, { byte }: Place): string {
  if (byte === 0) return '';
  return container === 'csv' ? `${columns.map(() => 'column').join(delimiter)}\n` : '\n';
}

/** The engine takes a byte order mark before JSON for a row. */
async function bytesPassed(handle: FileHandle, { container }: DumpSource, { byte }: Place): Promise<number> {
  if (byte > 0 || container !== 'ndjson') return 0;
  return (await bytesBetween(handle, 0, byteOrderMark.length)).equals(byteOrderMark)
    ? byteOrderMark.length
    : 0;
}

let slices = 0;

/** Copies what stands from one place of a file to a byte behind it; null where the file has become shorter meanwhile. */
async function copied(
  handle: FileHandle,
  source: DumpSource,
  from: Place,
  end: number,
  { end: seen, parts, temporaryFolder }: Reach,
): Promise<Slice | null> {
  slices += 1;
  const path = join(temporaryFolder, `slice-${slices}`);
  const before = lineBefore(source, from);
  const passed = await bytesPassed(handle, source, from);
  let { byte, line } = from;
  const remove = (): Promise<void> => rm(path, { force: true });
  try {
    const copy = await open(path, 'wx');
    try {
      await copy.writeFile(before);
      for await (const block of blocksBetween(handle, from.byte, end)) {
        for (let at = block.indexOf(lineEnd); at >= 0; at = block.indexOf(lineEnd, at + 1)) line += 1;
        await copy.writeFile(byte === from.byte ? block.subarray(passed) : block);
        byte += block.length;
      }
    } finally {
      await copy.close();
    }
  } catch (error) {
    await remove();
    if (!hasErrorCode(error, 'ENOSPC', 'EDQUOT', 'EFBIG')) throw error;
    throw new TryAgainError(
      `${source.file}: there is no room for a copy of its new rows`,
      'free some space in the temporary folder (TMPDIR)',
      error,
    );
  }
  const marks = byte === end ? await marksOf(handle, end) : null;
  if (marks === null) {
    await remove();
    return null;
  }
  const linesBefore = before === '' ? 0 : 1;
  return {
    source: { ...source, path },
    to: { byte, line },
    rowsEndWithFile: end === seen,
    marks,
    parts,
    lineInFile: (lineOfSlice) => from.line + lineOfSlice - linesBefore - 1,
    remove,
  };
}

/** Opens the file of a source for what reads it, where it is still the one that was read before. */
async function reading<Read>(
  { file, path }: DumpSource,
  from: Place,
  { marks }: Reach,
  read: (handle: FileHandle) => Promise<Read | null>,
): Promise<Read | null> {
  try {
    const handle = await open(path);
    try {
      if (marks !== null && !(await bearsMarks(handle, from.byte, marks))) return null;
      return await read(handle);
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw cannotRead(file, error);
  }
}

/**
 * Copies the next whole rows of a file that grows, those that a line end closes, into a file of their own.
 * @param source of which `path` is the file that grows, not a copy of it
 * @param from where the slice before ended, or the file's start
 * @param reach with about how many bytes are copied at `most`
 * @returns null where no row is whole yet, or the file is no longer the one that was read before
 * @throws NoInputError where it cannot be read, TryAgainError where there is no room
 */
export function nextSlice(
  source: DumpSource,
  from: Place,
  reach: Reach & { readonly most: number },
): Promise<Slice | null> {
  return reading(source, from, reach, async (handle) => {
    const end = await rowEndBetween(handle, source, from.byte, reach.end, reach.most);
    if (end === undefined) return null;
    const slice = await copied(handle, source, from, end, reach);
    return slice && { ...slice, parts: await partsTo(handle, end, reach.parts) };
  });
}

/** What says nothing at the end of a file: to a table, a line of spaces is a row. */
const isBlank = (bytes: Buffer, { container }: DumpSource): boolean =>
  (container === 'csv' ? /^[\r\n]*$/ : /^[ \t\r\n]*$/).test(bytes.toString('latin1'));

/**
 * The same of all that stands behind the last whole row: a last row that no line end closes, whole or not. Null where
 * there is none.
 */
export function tailSlice(source: DumpSource, from: Place, reach: Reach): Promise<Slice | null> {
  return reading(source, from, reach, async (handle) => {
    for await (const block of blocksBetween(handle, from.byte, reach.end)) {
      if (!isBlank(block, source)) return copied(handle, source, from, reach.end, reach);
    }
    return null;
  });
}
