import { constants } from 'node:fs';
import { type FileHandle, lstat, open, realpath, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { hasErrorCode } from '../../errors.ts';
import type { ServedFile } from './requested-file.ts';

/** A file that was opened to be sent: it stays the one that it is, whatever comes into its place. */
export interface OpenedFile {
  readonly handle: FileHandle;
  readonly bytes: number;
  /** When it was written, in epoch milliseconds. */
  readonly modified: number;
  /** Tells it from every other that was in its place. */
  readonly tag: string;
}

const tries = 25;
const pause = 10;

/**
 * Opens a file below the output; undefined where there is none, where it is no file, and where a link leads out of the output.
 * A folder that is being exchanged is missing for some microseconds: it is waited for.
 */
export async function openFile(
  output: string,
  { folder, path }: Pick<ServedFile, 'folder' | 'path'>,
): Promise<OpenedFile | undefined> {
  const place = folder === null ? output : join(output, folder);
  let misses = 0;
  for (let attempt = 0; attempt < tries; attempt += 1) {
    try {
      const opened = await openBelow(output, join(place, path));
      if (opened !== 'exchanged') return opened;
    } catch (error) {
      if (!hasErrorCode(error, 'ENOENT')) throw error;
      if (!(await exists(place))) await sleep(pause);
      // It may have come into its place only since.
      else if (++misses > 2) return undefined;
    }
  }
  return undefined;
}

const exists = (place: string): Promise<boolean> =>
  lstat(place).then(
    () => true,
    () => false,
  );

/** Opens what nobody has to wait for, a pipe say. */
const flags = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/** The file at a path; `exchanged` where another came into its place while it was looked at. */
async function openBelow(output: string, path: string): Promise<OpenedFile | undefined | 'exchanged'> {
  const handle = await open(path, flags).catch((error: unknown) => {
    if (hasErrorCode(error, ...noFile)) return undefined;
    throw error;
  });
  if (handle === undefined) return undefined;
  let isKept = false;
  try {
    const found = await handle.stat({ bigint: true });
    const real = await realpath(path);
    const there = await stat(real, { bigint: true });
    if (there.ino !== found.ino || there.dev !== found.dev) return 'exchanged';
    isKept = found.isFile() && isBelow(await realpath(output), real);
    if (!isKept) return undefined;
    const tag = `"${[found.ino, found.size, found.mtimeNs].map((part) => part.toString(36)).join('-')}"`;
    return { handle, bytes: Number(found.size), modified: Number(found.mtimeNs / 1_000_000n), tag };
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT')) return 'exchanged';
    throw error;
  } finally {
    if (!isKept) await handle.close();
  }
}

/** What says that there is no file that could be sent. */
const noFile = ['ENOTDIR', 'EISDIR', 'EACCES', 'EPERM', 'ELOOP', 'ENAMETOOLONG', 'ENXIO'] as const;

function isBelow(folder: string, path: string): boolean {
  const [first] = relative(folder, path).split(sep);
  return first !== undefined && first !== '' && first !== '..' && !/^[A-Za-z]:/.test(first);
}
