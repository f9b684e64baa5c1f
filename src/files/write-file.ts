import { rmSync, statSync } from 'node:fs';
import { mkdir, rename, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { CannotWriteError, hasErrorCode, TryAgainError } from '../errors.ts';
import { atExit } from './at-exit.ts';

const reasons: readonly (readonly [string, string])[] = [
  ['EACCES', 'permission denied'],
  ['EPERM', 'permission denied'],
  ['EROFS', 'the file system is read-only'],
  ['ENOSPC', 'the disk is full'],
  ['EDQUOT', 'the disk quota is used up'],
  ['EFBIG', 'the file would be larger than is allowed'],
  ['ENOENT', 'there is no such folder'],
  ['ENOTDIR', 'a part of the path is a file'],
  ['EEXIST', 'a part of the path is a file'],
  ['EISDIR', 'a folder stands in its place'],
  ['ENAMETOOLONG', 'the name is too long'],
  ['EMFILE', 'too many files are open'],
  ['EIO', 'the disk failed'],
];

/** A failed write in words; anything that is no file system error is passed on as it is. */
export function cannotWrite(path: string, error: unknown): unknown {
  if (hasErrorCode(error, 'EBUSY', 'ETXTBSY')) {
    return new TryAgainError(
      `${path}: cannot be written, the file is locked`,
      'close what holds it and try again',
      error,
    );
  }
  const reason = reasons.find(([code]) => hasErrorCode(error, code));
  if (reason === undefined) return error;
  return new CannotWriteError(`${path}: cannot be written, ${reason[1]}`, 'choose another place', error);
}

/** What tells that a file is still as it was written: its size and when that was, in epoch milliseconds. */
export interface FileStamp {
  readonly bytes: number;
  readonly modified: number;
}

/** The stamp of a file; null where there is none. */
export function stampOf(path: string): FileStamp | null {
  const found = statSync(path, { throwIfNoEntry: false });
  return found?.isFile() === true ? { bytes: found.size, modified: found.mtimeMs } : null;
}

/**
 * Writes a file whole or not at all: beside its place, then renamed. Makes the folders it needs.
 * @returns the stamp of what was written, whatever another process may have put in its place meanwhile
 * @throws CannotWriteError
 */
export async function writeWholeFile(path: string, content: string | Uint8Array): Promise<FileStamp> {
  // Node's own unique ids would load its cryptography: a file that is there is never written to, see `wx`.
  const unique = Math.random().toString(36).slice(2);
  const beside = join(dirname(path), `.${basename(path)}.${unique}.part`);
  const remove = (): void => rmSync(beside, { force: true });
  try {
    await mkdir(dirname(path), { recursive: true });
    const takeBack = atExit(remove);
    try {
      await writeFile(beside, content, { flag: 'wx' });
      const { size, mtimeMs } = await stat(beside);
      await rename(beside, path);
      return { bytes: size, modified: mtimeMs };
    } finally {
      remove();
      takeBack();
    }
  } catch (error) {
    throw cannotWrite(path, error);
  }
}
