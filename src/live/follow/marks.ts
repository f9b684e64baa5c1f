import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { blocksBetween, bytesBetween } from './bytes.ts';

/** What tells whether a file still begins as it did when its first bytes were read. */
export interface Marks {
  /** Of its first bytes, at most 4096, and of the last of those that were read. */
  readonly head: string;
  readonly last: string;
}

const markBytes = 4096;

/** Of what a file holds a change is looked for, and nobody is kept from making one: the fastest hash will do. */
const algorithm = 'sha1';

const newHash = () => createHash(algorithm);

const hashOf = (bytes: Buffer): string => newHash().update(bytes).digest('hex');

/** The marks of a file's first `readTo` bytes; null where it has less. */
export async function marksOf(handle: FileHandle, readTo: number): Promise<Marks | null> {
  const head = await bytesBetween(handle, 0, Math.min(readTo, markBytes));
  const last = await bytesBetween(handle, Math.max(0, readTo - markBytes), readTo);
  const isWhole = last.length === Math.min(readTo, markBytes);
  return isWhole ? { head: hashOf(head), last: hashOf(last) } : null;
}

/** True where a file's first `readTo` bytes have these marks. */
export async function bearsMarks(handle: FileHandle, readTo: number, marks: Marks): Promise<boolean> {
  const found = await marksOf(handle, readTo);
  return found !== null && found.head === marks.head && found.last === marks.last;
}

/** A part of a file: where it ends, and its hash. It starts where the one before ends, or with the file. */
export interface HashedPart {
  readonly to: number;
  readonly hash: string;
}

/** So many bytes have a hash of their own: few enough to be hashed again with each row that comes, and many enough to be kept for each file. */
const partBytes = 8 * 1024 * 1024;

async function hashBetween(handle: FileHandle, start: number, end: number): Promise<string> {
  const hash = newHash();
  for await (const block of blocksBetween(handle, start, end)) hash.update(block);
  return hash.digest('hex');
}

/** The hashes of a file's first `readTo` bytes, all but the last of parts as long as each other, of which some are known. */
export async function partsTo(
  handle: FileHandle,
  readTo: number,
  known: readonly HashedPart[] = [],
): Promise<readonly HashedPart[]> {
  const parts = known.filter(({ to }) => to % partBytes === 0);
  for (let from = parts.length * partBytes; from < readTo; from += partBytes) {
    const to = Math.min(readTo, from + partBytes);
    parts.push({ to, hash: await hashBetween(handle, from, to) });
  }
  return parts;
}

/** True where a file holds these parts. */
export async function holdsParts(handle: FileHandle, parts: readonly HashedPart[]): Promise<boolean> {
  let from = 0;
  for (const { to, hash } of parts) {
    if ((await hashBetween(handle, from, to)) !== hash) return false;
    from = to;
  }
  return true;
}
