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

/** How much memory a frame asks for, by its descriptor and the bytes of its header behind that (RFC 8878, 3.1.1.1.2). */
function windowBytes(descriptor: number, header: Buffer): number {
  if ((descriptor & 0x20) === 0) {
    const base = 2 ** (10 + ((header[0] ?? 0) >> 3));
    return base + (base / 8) * ((header[0] ?? 0) & 0x07);
  }
  const start = [0, 1, 2, 4][descriptor & 0x03] ?? 0;
  const size = header.subarray(start);
  // Of eight bytes the upper ones are nought, or more than anybody has.
  if (size.length === 8 && size.readUInt32LE(4) > 0) return Number.POSITIVE_INFINITY;
  return size.length === 0 ? 0 : size.readUIntLE(0, Math.min(4, size.length));
}

/** What zstd itself gives a frame at most, unless it is told otherwise. */
const mostWindowBytes = 128 * 1024 * 1024;

/** Gives bytes of a file; undefined where it has less. */
type BytesAt = (position: number, length: number) => Promise<Buffer | undefined>;

const ofFile =
  (handle: FileHandle): BytesAt =>
  async (position, length) => {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(length), 0, length, position);
    return bytesRead === length ? buffer : undefined;
  };

const ofBytes =
  (bytes: Uint8Array): BytesAt =>
  async (position, length) => {
    const found = Buffer.from(bytes.subarray(position, position + length));
    return found.length === length ? found : undefined;
  };

/** Walks over a frame's blocks without unpacking them; the position after it, or undefined where it is cut. */
async function endOfZstdFrame(file: string, bytesAt: BytesAt, start: number): Promise<number | undefined> {
  const descriptor = (await bytesAt(start + 4, 1))?.[0];
  if (descriptor === undefined) return undefined;
  const length = frameHeaderBytes(descriptor);
  const header = await bytesAt(start + 5, length);
  if (header === undefined) return undefined;
  if (windowBytes(descriptor, header) > mostWindowBytes) {
    throw new BadDataError(
      `${file}: the .zst file asks for more than 128 MiB of memory to be unpacked`,
      'copy it again where it is damaged; else pack it anew without --long or --ultra',
    );
  }
  let position = start + 5 + length;
  for (;;) {
    const block = (await bytesAt(position, 3))?.readUIntLE(0, 3);
    if (block === undefined) return undefined;
    const repeated = ((block >> 1) & 0x03) === 1;
    position += 3 + (repeated ? 1 : block >> 3);
    if ((block & 1) === 1) break;
  }
  return position + ((descriptor & 0x04) === 0 ? 0 : 4);
}

/** Follows the frames of zstd bytes (RFC 8878, 3.1): whether they end where the last block does, or before. */
async function followZstd(file: string, bytesAt: BytesAt, size: number): Promise<'whole' | 'truncated'> {
  let position = 0;
  while (position < size) {
    const magic = (await bytesAt(position, 4))?.readUInt32LE(0);
    if (magic === undefined) return 'truncated';
    if (isSkippable(magic)) {
      const length = (await bytesAt(position + 4, 4))?.readUInt32LE(0);
      position = length === undefined ? size + 1 : position + 8 + length;
    } else if (magic === zstdMagic) {
      position = (await endOfZstdFrame(file, bytesAt, position)) ?? size + 1;
    } else {
      throw damaged(file, 'the .zst file is damaged');
    }
  }
  return position > size ? 'truncated' : 'whole';
}

async function verifyZstd(file: string, path: string): Promise<void> {
  const handle = await open(path);
  try {
    const { size } = await handle.stat();
    if ((await followZstd(file, ofFile(handle), size)) === 'truncated')
      throw damaged(file, 'the .zst file is truncated');
  } finally {
    await handle.close();
  }
}

/**
 * Makes sure that the start of a zstd file asks for no more memory than zstd itself would give it: a few bytes can ask for
 * gigabytes.
 * @throws BadDataError where it does, or is none
 */
export async function verifyZstdStart(file: string, start: Uint8Array): Promise<void> {
  await followZstd(file, ofBytes(start), start.length);
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
