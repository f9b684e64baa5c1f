import {
  accessSync,
  constants,
  lstatSync,
  mkdirSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { chmod, chown, copyFile, link, mkdir, readdir, stat, utimes, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { hasErrorCode, TryAgainError } from '../errors.ts';
import { atExit } from './at-exit.ts';
import { beside } from './beside.ts';
import { innerFolders, isOurs } from './delivery-names.ts';
import { entriesOf, putAway, renamed, tidyFolder } from './put-aside.ts';
import { cannotWrite, type FileStamp, makeFolder } from './write-file.ts';

/** What is to be in a folder: the contents of files by their paths in it. */
export type Contents = ReadonlyMap<string, string | Uint8Array>;

const isWindows = process.platform === 'win32';

/** Where a folder really is: a link that somebody has put in its place goes on leading there. */
function realPlace(folder: string, links = 0): string {
  try {
    const target = resolve(realpathSync(dirname(folder)), readlinkSync(folder));
    return links < 40 ? realPlace(target, links + 1) : folder;
  } catch (error) {
    if (hasErrorCode(error, 'EINVAL', 'ENOENT', 'ENOTDIR', 'UNKNOWN')) return folder;
    throw error;
  }
}

/**
 * Refuses a place that cannot take the files: no folder, one that is not ours to write into, or one with a folder of somebody's
 * where a file is to be.
 */
function checkPlace(place: string, contents: Contents): void {
  const found = lstatSync(place, { throwIfNoEntry: false });
  if (found === undefined) return;
  // What making it fails with says it best.
  if (!found.isDirectory()) mkdirSync(place);
  accessSync(place, constants.W_OK | constants.X_OK);
  const tops = new Map([...contents.keys()].map((path) => [path.split('/')[0], path.includes('/')]));
  for (const entry of entriesOf(place)) {
    const isFolder = tops.get(entry.name);
    if (isFolder === undefined || isFolder === entry.isDirectory()) continue;
    const code = isFolder ? 'EEXIST' : 'EISDIR';
    throw Object.assign(new Error(`${code}: ${join(place, entry.name)}`), { code });
  }
}

/** Writes files into a folder, from where they are to come into their place. */
async function writeAll(
  folder: string,
  place: string,
  contents: Contents,
): Promise<ReadonlyMap<string, FileStamp>> {
  const stamps = new Map<string, FileStamp>();
  const folders = new Set([...contents.keys()].map((path) => dirname(path)).filter((path) => path !== '.'));
  for (const inner of folders) await mkdir(join(folder, inner), { recursive: true });
  for (const [path, content] of contents) {
    try {
      await writeFile(join(folder, path), content, { flag: 'wx' });
      const { size, mtimeMs } = await stat(join(folder, path));
      stamps.set(path, { bytes: size, modified: mtimeMs });
    } catch (error) {
      throw cannotWrite(join(place, path), error);
    }
  }
  return stamps;
}

/** The same file under another name; where the file system has no such thing, a copy. */
async function linkFile(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
  } catch (error) {
    if (!hasErrorCode(error, 'EPERM', 'EMLINK', 'ENOTSUP', 'ENOSYS', 'EXDEV')) throw error;
    const { atime, mtime } = await stat(from);
    await copyFile(from, to);
    await utimes(to, atime, mtime);
  }
}

/** Takes over a file, or a folder with all that is in it; nothing where there is none. */
async function keep(from: string, to: string): Promise<void> {
  const found = lstatSync(from, { throwIfNoEntry: false });
  if (found === undefined) return;
  if (!found.isDirectory()) return linkFile(from, to);
  await mkdir(to, { recursive: true });
  for (const name of await readdir(from)) await keep(join(from, name), join(to, name));
}

/** Who may enter the folder, and whose it is, stay as somebody has settled it. */
async function takeOverRights(from: string, to: string): Promise<void> {
  const old = lstatSync(from, { throwIfNoEntry: false });
  if (old === undefined) return;
  const made = await stat(to);
  if (old.uid !== made.uid || old.gid !== made.gid) {
    await chown(to, old.uid, old.gid).catch((error: unknown) => {
      // Only root gives files away.
      if (!hasErrorCode(error, 'EPERM', 'EINVAL', 'ENOSYS', 'ENOTSUP')) throw error;
    });
  }
  if (old.mode !== made.mode) await chmod(to, old.mode & 0o7777);
}

const tries = 20;

/** Puts a folder into a place, and what was there aside: between the two there is nothing, for some microseconds. */
function exchange(part: string, place: string): void {
  for (let attempt = 0; attempt < tries; attempt += 1) {
    const old = beside(place, 'old');
    const hadOld = renamed(place, old);
    try {
      renameSync(part, place);
    } catch (error) {
      // Another run has put its own there, or put back what was there.
      const isTaken = hasErrorCode(error, 'ENOTEMPTY', 'EEXIST', ...(isWindows ? ['EPERM'] : []));
      if (!isTaken) {
        if (hadOld) renamed(old, place);
        throw error;
      }
      if (hadOld) putAway(old, place);
      continue;
    }
    if (hadOld) putAway(old, place);
    return;
  }
  throw new TryAgainError(
    `${place}: cannot be written, other runs write there all the time`,
    'let one run end before the next one begins',
  );
}

async function replaceWhole(place: string, contents: Contents, kept: readonly string[]) {
  const part = beside(place, 'part');
  const remove = (): void => rmSync(part, { recursive: true, force: true });
  const takeBack = atExit(remove);
  try {
    await makeFolder(part);
    const stamps = await writeAll(part, place, contents);
    for (const name of kept) await keep(join(place, name), join(part, name));
    await takeOverRights(place, part);
    exchange(part, place);
    return stamps;
  } finally {
    remove();
    takeBack();
  }
}

/** Puts files into a folder that cannot be moved, one right after the other. */
async function replaceEach(place: string, contents: Contents, kept: readonly string[]) {
  tidyFolder(place);
  const part = beside(join(place, 'report'), 'part');
  const remove = (): void => rmSync(part, { recursive: true, force: true });
  const takeBack = atExit(remove);
  try {
    await mkdir(part);
    const stamps = await writeAll(part, place, contents);
    for (const path of contents.keys()) {
      mkdirSync(dirname(join(place, path)), { recursive: true });
      renameSync(join(part, path), join(place, path));
    }
    removeStale(place, contents, kept);
    return stamps;
  } finally {
    remove();
    takeBack();
  }
}

/** Removes those of our files that are not among the new ones, nor kept. */
function removeStale(place: string, contents: Contents, kept: readonly string[]): void {
  const tops = new Set([...contents.keys()].map((path) => path.split('/')[0]));
  for (const { name } of entriesOf(place)) {
    if (!isOurs(name) || kept.includes(name)) continue;
    if (!tops.has(name)) rmSync(join(place, name), { recursive: true, force: true });
    for (const inner of entriesOf(join(place, name))) {
      if (innerFolders.get(name)?.test(inner.name) && !contents.has(`${name}/${inner.name}`))
        rmSync(join(place, name, inner.name), { recursive: true, force: true });
    }
  }
}

/** A folder that something is mounted on, or whose parent nobody may write to, cannot be moved. */
const cannotBeMoved = (error: unknown): boolean =>
  !isWindows && hasErrorCode(error, 'EBUSY', 'EXDEV', 'EACCES', 'EPERM', 'EROFS');

/**
 * Replaces our files in the folder of a delivery, all at once: the folder holds the old ones or the new ones, never some of each,
 * also where this process is killed. What others have put into the folder stays there.
 * @param kept what stays of the earlier files, if it is there
 * @returns the stamps of what was written, by the paths in the folder, whatever another process may have put in its place meanwhile
 * @throws CannotWriteError, TryAgainError
 */
export async function replaceFolder(
  folder: string,
  contents: Contents,
  kept: readonly string[],
): Promise<ReadonlyMap<string, FileStamp>> {
  try {
    const place = realPlace(folder);
    if (place !== folder) tidyFolder(dirname(place));
    checkPlace(place, contents);
    try {
      return await replaceWhole(place, contents, kept);
    } catch (error) {
      const found = lstatSync(place, { throwIfNoEntry: false });
      if (found === undefined || !cannotBeMoved(error)) throw error;
      return await replaceEach(place, contents, kept);
    }
  } catch (error) {
    if (isWindows && hasErrorCode(error, 'EPERM', 'EACCES')) {
      throw new TryAgainError(
        `${folder}: cannot be replaced, a file in it is open`,
        'close what holds it and try again',
        error,
      );
    }
    throw cannotWrite(folder, error);
  }
}
