import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { BadDataError } from '../errors.ts';
import type { Compression } from './container.ts';

const damaged = (file: string, why: string, cause?: unknown): BadDataError =>
  new BadDataError(`${file}: ${why}`, 'copy or export the dump again', cause);

/** Unpacks a gzip file for its checksum and its end alone: the engine reads a cut one without a word. */
async function verifyGzip(file: string, path: string): Promise<void> {
  const sink = new Writable({ write: (_piece, _encoding, done) => done() });
  try {
    await pipeline(
      createReadStream(path, { highWaterMark: 1 << 20 }),
      createGunzip({ chunkSize: 1 << 20 }),
      sink,
    );
  } catch (error) {
    const cut = error instanceof Error && error.message.includes('unexpected end of file');
    throw damaged(file, cut ? 'the .gz file is truncated' : 'the .gz file is damaged', error);
  }
}

const zstdMagic = 0xfd2fb528;
const isSkippable = (magic: number): boolean => (magic & 0xfffffff0) >>> 0 === 0x184d2a50;

/** Bytes of a frame header that follow its descriptor byte (RFC 8878, 3.1.1.1). */
function frameHeaderBytes(descriptor: number): number {
  const singleSegment = (descriptor & 0x20) !== 0;
  const dictionaryId = [0, 1, 2, 4][descriptor & 0x03] ?? 0;
  const contentSize = [singleSegment ? 1 : 0, 2, 4, 8][descriptor >> 6] ?? 0;
  return (singleSegment ? 0 : 1) + dictionaryId + contentSize;
}

async function bytesAt(handle: FileHandle, position: number, length: number): Promise<Buffer | undefined> {
  const { bytesRead, buffer } = await handle.read(Buffer.alloc(length), 0, length, position);
  return bytesRead === length ? buffer : undefined;
}

/** Walks over a frame's blocks without unpacking them; the position after it, or undefined where it is cut. */
async function endOfZstdFrame(handle: FileHandle, start: number): Promise<number | undefined> {
  const descriptor = (await bytesAt(handle, start + 4, 1))?.[0];
  if (descriptor === undefined) return undefined;
  let position = start + 5 + frameHeaderBytes(descriptor);
  for (;;) {
    const header = (await bytesAt(handle, position, 3))?.readUIntLE(0, 3);
    if (header === undefined) return undefined;
    const repeated = ((header >> 1) & 0x03) === 1;
    position += 3 + (repeated ? 1 : header >> 3);
    if ((header & 1) === 1) break;
  }
  return position + ((descriptor & 0x04) === 0 ? 0 : 4);
}

/** Follows the frames of a zstd file (RFC 8878, 3.1) to see that it ends where its last block does. */
async function verifyZstd(file: string, path: string): Promise<void> {
  const handle = await open(path);
  try {
    const { size } = await handle.stat();
    let position = 0;
    while (position < size) {
      const magic = (await bytesAt(handle, position, 4))?.readUInt32LE(0);
      if (magic === undefined) throw damaged(file, 'the .zst file is truncated');
      if (isSkippable(magic)) {
        const length = (await bytesAt(handle, position + 4, 4))?.readUInt32LE(0);
        position = length === undefined ? size + 1 : position + 8 + length;
      } else if (magic === zstdMagic) {
        position = (await endOfZstdFrame(handle, position)) ?? size + 1;
      } else {
        throw damaged(file, 'the .zst file is damaged');
      }
    }
    if (position > size) throw damaged(file, 'the .zst file is truncated');
  } finally {
    await handle.close();
  }
}

/**
 * Makes sure that a packed file is whole, since the engine stops at the cut of a truncated one without an error.
 * @param file as the user named it; `path` is where it lies.
 * @throws BadDataError where it is cut or damaged.
 */
export async function verifyCompression(file: string, path: string, compression: Compression): Promise<void> {
  if (compression === 'gzip') await verifyGzip(file, path);
  if (compression === 'zstd') await verifyZstd(file, path);
}
