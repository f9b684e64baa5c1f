import { createReadStream, createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { Decompress } from 'fzstd';
import type { Engine } from '../engine/engine.ts';
import { BadDataError } from '../errors.ts';
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

let unpacked = 0;

/**
 * The path of a Parquet file that the engine can open: it is read from its end, so a packed one is unpacked first,
 * into the engine's own temporary folder.
 */
export async function unpackParquet(engine: Engine, head: Head): Promise<string> {
  if (head.compression === 'none') return head.file;
  unpacked += 1;
  const path = join(engine.temporaryFolder, `${unpacked}.parquet`);
  const unpack = head.compression === 'gzip' ? createGunzip() : createUnzstd();
  try {
    await pipeline(createReadStream(head.file), unpack, createWriteStream(path));
  } catch (error) {
    throw new BadDataError(
      `${head.file}: the packed Parquet file is damaged`,
      'copy or export the dump again',
      error,
    );
  }
  return path;
}
