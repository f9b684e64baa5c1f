import { createReadStream, createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { Decompress } from 'fzstd';
import type { Engine } from '../engine/engine.ts';
import { BadDataError } from '../errors.ts';
import type { Compression } from './container.ts';
import type { Head } from './head.ts';

function createUnzstd(): Transform {
  const decompress = new Decompress();
  return new Transform({
    construct(ready) {
      decompress.ondata = (piece) => this.push(piece);
      ready();
    },
    transform(piece: Buffer, _encoding, done) {
      decompress.push(piece);
      done();
    },
  });
}

/** A file's unpacked bytes. */
export function readUnpacked(file: string, compression: Compression): Readable {
  const bytes = createReadStream(file, { highWaterMark: 1 << 20 });
  if (compression === 'none') return bytes;
  const unpack = compression === 'gzip' ? createGunzip() : createUnzstd();
  bytes.on('error', (error) => unpack.destroy(error));
  return bytes.pipe(unpack);
}

let unpacked = 0;

/**
 * The path of a Parquet file that the engine can open: it is read from its end, so a packed one is unpacked first,
 * into the engine's own temporary folder.
 */
export async function unpackParquet(engine: Engine, { file, compression }: Head): Promise<string> {
  if (compression === 'none') return file;
  unpacked += 1;
  const path = join(engine.temporaryFolder, `${unpacked}.parquet`);
  try {
    await pipeline(readUnpacked(file, compression), createWriteStream(path));
  } catch (error) {
    throw new BadDataError(
      `${file}: the packed Parquet file is damaged`,
      'copy or export the dump again',
      error,
    );
  }
  return path;
}
