import { lstat, mkdir, realpath } from 'node:fs/promises';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { UnavailableError } from '../errors.ts';

/** Where this program caches what it can make again, by the XDG convention. */
export function cacheFolder(environment: Readonly<Record<string, string | undefined>> = process.env): string {
  const base = environment.XDG_CACHE_HOME ?? '';
  return join(isAbsolute(base) ? base : join(homedir(), '.cache'), 'email-live-report');
}

/** Makes a folder that only this user may enter, or takes the one that is there if nobody else can write into it. */
export async function makePrivateFolder(folder: string): Promise<string> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await assertPrivate(folder);
    return await realpath(folder);
  } catch (error) {
    if (error instanceof UnavailableError) {
      throw error;
    }
    throw new UnavailableError(`cannot use the cache folder "${folder}"`, cacheHint, error);
  }
}

/** Programs are started from this folder, so it must be a real folder, ours, and writable by nobody else. */
export async function assertPrivate(folder: string): Promise<void> {
  const status = await lstat(folder);
  const isOurs = process.getuid === undefined || status.uid === process.getuid();
  if (!status.isDirectory() || !isOurs) {
    throw new UnavailableError(`the cache folder "${folder}" belongs to somebody else`, cacheHint);
  }
  if ((status.mode & 0o022) !== 0) {
    throw new UnavailableError(
      `the cache folder "${folder}" can be written by other users`,
      `take that right away with \`chmod go-w\`, or ${cacheHint}`,
    );
  }
}

const cacheHint = 'set XDG_CACHE_HOME to a folder of your own, or name a browser with --browser <path>';
