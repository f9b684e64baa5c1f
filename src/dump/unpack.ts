import { createReadStream, createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline, Transform } from 'node:stream';
import { pipeline as piped } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { Decompress } from 'fzstd';
import type { Engine } from '../engine/engine.ts';
import { BadDataError, hasErrorCode, TryAgainError } from '../errors.ts';
import type { Compression } from './container.ts';
import type { DumpFile } from './find-files.ts';
import type { Head } from './head.ts';
import { verifyCompression } from './integrity.ts';

/** Where packed bytes lie, and what the user calls them. */
export interface Packed extends DumpFile {
  readonly compression: Compression;
}

function createUnzstd(): Transform {
  const decompress = new Decompress();
  return new Transform({
    construct(ready) {
      decompress.ondata = (piece) => this.push(piece);
      ready();
    },
    transform(piece: Buffer, _encoding, done) {
      try {
        decompress.push(piece);
      } catch (error) {
        // A stream does not catch what it is made with: the process would end.
        done(error instanceof Error ? error : new Error(String(error)));
        return;
      }
      done();
    },
  });
}

/**
 * A file's unpacked bytes.
 * @param most how many bytes of it are read, packed as they are
 * @throws BadDataError, while they are read, where a packed file is damaged
 */
export async function* readUnpacked(
  { file, path, compression }: Packed,
  most = Number.POSITIVE_INFINITY,
): AsyncGenerator<Buffer> {
  if (most === 0) return;
  const bytes = createReadStream(path, { highWaterMark: 1 << 20, end: most - 1 });
  if (compression === 'none') {
    yield* bytes;
    return;
  }
  const unpack = compression === 'gzip' ? createGunzip() : createUnzstd();
  let unreadable: Error | undefined;
  // Whatever ends first ends the other; what went wrong comes out of the one that is read.
  pipeline(bytes, unpack, () => {});
  bytes.on('error', (error) => {
    unreadable = error;
  });
  try {
    yield* unpack;
  } catch (error) {
    if (unreadable !== undefined) throw unreadable;
    const ending = compression === 'gzip' ? '.gz' : '.zst';
    throw new BadDataError(`${file}: the ${ending} file is damaged`, 'copy or export the dump again', error);
  }
}

let unpacked = 0;

/** A new place in the engine's own temporary folder. */
export function placeFor(engine: Engine, extension: string): string {
  unpacked += 1;
  return join(engine.temporaryFolder, `${unpacked}.${extension}`);
}

/**
 * The path of a copy of a text file without the byte order mark (UTF-8) that it starts with.
 * @throws BadDataError where a packed file is cut or damaged.
 */
export async function unpackWithoutByteOrderMark(
  engine: Engine,
  { file, path, compression }: Head,
): Promise<string> {
  await verifyCompression(file, path, compression);
  const copy = placeFor(engine, 'ndjson');
  let passed = 0;
  const withoutMark = new Transform({
    transform(piece: Buffer, _encoding, done) {
      const mark = Math.min(Math.max(0, 3 - passed), piece.length);
      passed += piece.length;
      done(null, piece.subarray(mark));
    },
  });
  await piped(readUnpacked({ file, path, compression }), withoutMark, createWriteStream(copy));
  return copy;
}

/**
 * The path of a copy of a file's first `bytes` bytes, as they are: of a file that grows one that does not.
 * @throws TryAgainError where there is no room for it
 */
export async function copyOfStart(engine: Engine, { file, path }: DumpFile, bytes: number): Promise<string> {
  const copy = placeFor(engine, 'copy');
  try {
    await piped(readUnpacked({ file, path, compression: 'none' }, bytes), createWriteStream(copy));
  } catch (error) {
    if (!hasErrorCode(error, 'ENOSPC', 'EDQUOT', 'EFBIG')) throw error;
    throw new TryAgainError(
      `${file}: the file grows while it is read, and there is no room for a copy of it`,
      'free some space in the temporary folder (TMPDIR), or try again when it is whole',
      error,
    );
  }
  return copy;
}

/**
 * The path of a Parquet file that the engine can open: it is read from its end, so a packed one is unpacked first,
 * into the engine's own temporary folder.
 */
export async function unpackParquet(
  engine: Engine,
  { file, path: packed, compression }: Head,
): Promise<string> {
  if (compression === 'none') return packed;
  const path = placeFor(engine, 'parquet');
  try {
    await piped(readUnpacked({ file, path: packed, compression }), createWriteStream(path));
  } catch (error) {
    throw new BadDataError(
      `${file}: the packed Parquet file is damaged`,
      'copy or export the dump again',
      error,
    );
  }
  return path;
}
