import { type FileHandle, open, stat } from 'node:fs/promises';
import { BadDataError, CommandError, NoInputError, TryAgainError } from '../errors.ts';
import { cannotRead } from './cannot-read.ts';
import type { Container } from './container.ts';
import type { DumpFile } from './find-files.ts';

/** A dump file as it was found, to tell afterwards whether all that was read of it is of one file. */
export interface FileState extends DumpFile {
  readonly bytes: number;
  /** When it was last written to, in nanoseconds, and which file of its disk it is. */
  readonly modified: bigint;
  readonly inode: bigint;
  /** Its first and its last bytes: as they are, since what could hash them takes long to load. */
  readonly ends: Buffer;
}

const lookedAt = 4096;

async function bytesOf(handle: FileHandle, start: number, end: number): Promise<Buffer> {
  const { bytesRead, buffer } = await handle.read(Buffer.alloc(end - start), 0, end - start, start);
  return buffer.subarray(0, bytesRead);
}

/** What stands at both ends of a file's first `bytes` bytes. */
async function endsOf(path: string, bytes: number): Promise<Buffer> {
  const handle = await open(path);
  try {
    const first = await bytesOf(handle, 0, Math.min(bytes, lookedAt));
    return Buffer.concat([first, await bytesOf(handle, Math.max(0, bytes - lookedAt), bytes)]);
  } finally {
    await handle.close();
  }
}

/**
 * Notes how a dump file is before anything of it is read.
 * @throws NoInputError where it cannot be read
 */
export async function stateOf({ file, path }: DumpFile): Promise<FileState> {
  try {
    const { size, mtimeNs, ino } = await stat(path, { bigint: true });
    const bytes = Number(size);
    return { file, path, bytes, modified: mtimeNs, inode: ino, ends: await endsOf(path, bytes) };
  } catch (error) {
    throw cannotRead(file, error);
  }
}

/** What has become of a file since, in words; undefined where it is as it was, or longer at most where it `mayGrow`. */
async function changeOf({ path, ...then }: FileState, mayGrow: boolean): Promise<string | undefined> {
  try {
    const now = await stat(path, { bigint: true });
    const bytes = Number(now.size);
    if (!now.isFile()) return 'was replaced';
    if (bytes < then.bytes) return 'became shorter';
    if (bytes === then.bytes && now.mtimeNs !== then.modified) return 'was written anew';
    if (bytes === then.bytes && now.ino === then.inode) return undefined;
    // Some network drives number a file anew each time: one that is the same in all else has not changed.
    if (bytes > then.bytes && now.ino !== then.inode) return 'was replaced';
    if (!then.ends.equals(await endsOf(path, then.bytes))) return 'was written anew';
    return bytes > then.bytes && !mayGrow ? 'grew' : undefined;
  } catch {
    return 'was removed';
  }
}

async function changed(
  states: readonly FileState[],
  mayGrow: (index: number) => boolean,
  cause?: unknown,
): Promise<TryAgainError | undefined> {
  for (const [index, state] of states.entries()) {
    const change = await changeOf(state, mayGrow(index));
    if (change === undefined) continue;
    return new TryAgainError(
      `${state.file}: the file ${change} while it was read`,
      'try again when nobody writes to it any more',
      cause,
    );
  }
  return undefined;
}

/** Rows are added to the end of any but these, which are written as a whole. */
const mayGrow = (container: Container): boolean => container !== 'json-array' && container !== 'parquet';

/**
 * Makes sure that dump files are what they were before they were read, or longer.
 * @param containers of each of them
 * @throws TryAgainError that names the file that is not
 */
export async function requireUnchanged(
  states: readonly FileState[],
  containers: readonly Container[],
): Promise<void> {
  const error = await changed(states, (index) => mayGrow(containers[index] ?? 'parquet'));
  if (error !== undefined) throw error;
}

/** Why dump files could not be read: where one of them changed meanwhile, grew even, that is why. */
export async function whyUnread(states: readonly FileState[], error: unknown): Promise<unknown> {
  const isOfData = error instanceof BadDataError || error instanceof NoInputError;
  if (error instanceof CommandError && !isOfData) return error;
  return (await changed(states, () => false, error)) ?? error;
}
