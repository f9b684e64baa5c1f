import { constants, existsSync, rmSync, statSync } from 'node:fs';
import { access, mkdir, rename, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { CannotWriteError, hasErrorCode, TryAgainError } from '../errors.ts';
import { atExit } from './at-exit.ts';
import { beside } from './beside.ts';

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
  ['ENFILE', 'too many files are open'],
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

/** Makes a folder and those above it that are missing. */
export async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    // So Node says also where one may not be made, and does not say why.
    if (hasErrorCode(error, 'ENOENT')) await access(existing(folder), constants.W_OK | constants.X_OK);
    throw error;
  }
}

/** The nearest of a folder and those above it that is there. */
const existing = (folder: string): string =>
  existsSync(folder) || dirname(folder) === folder ? folder : existing(dirname(folder));

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
  const part = beside(path, 'part');
  const remove = (): void => rmSync(part, { force: true });
  try {
    await makeFolder(dirname(path));
    const takeBack = atExit(remove);
    try {
      await writeFile(part, content, { flag: 'wx' });
      const { size, mtimeMs } = await stat(part);
      await rename(part, path);
      return { bytes: size, modified: mtimeMs };
    } finally {
      remove();
      takeBack();
    }
  } catch (error) {
    throw cannotWrite(path, error);
  }
}
