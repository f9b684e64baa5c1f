import { type FileHandle, open } from 'node:fs/promises';
import { constants, createGunzip } from 'node:zlib';
import { Decompress } from 'fzstd';
import { BadDataError } from '../errors.ts';
import { cannotRead } from './cannot-read.ts';
import {
  type Compression,
  type Container,
  compressionOf,
  containerOf,
  isParquet,
  textOf,
} from './container.ts';
import type { DumpFile } from './find-files.ts';
import { verifyZstdStart } from './integrity.ts';

/** The start of a dump file: enough to see what it is. */
export interface Head extends DumpFile {
  readonly compression: Compression;
  readonly container: Container;
  readonly text: string;
  /** How many bytes of the file, packed as they may be, the text is of. */
  readonly bytes: number;
  /** True where the text is the whole file's. */
  readonly complete: boolean;
  readonly hasByteOrderMark: boolean;
}

const byteOrderMark = [0xef, 0xbb, 0xbf];

const usualBytes = 256 * 1024;

/** For a file whose first value is longer than that: the page of an API, say. */
const mostBytes = 16 * 1024 * 1024;

async function firstBytes(handle: FileHandle, headBytes: number): Promise<Uint8Array> {
  const buffer = new Uint8Array(headBytes);
  let filled = 0;
  while (filled < headBytes) {
    const { bytesRead } = await handle.read(buffer, filled, headBytes - filled, filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
}

/** What is looked at of a packed file, unpacked: a few bytes may stand for gigabytes. */
const mostUnpackedBytes = 32 * 1024 * 1024;

/** Of a zstd stream so many bytes are unpacked at a time, of which each four may stand for 128 KiB. */
const zstdPieceBytes = 1024;

/** What the first bytes of a zstd stream give; it may end in the middle of the stream. */
function zstdHead(bytes: Uint8Array): Uint8Array {
  const pieces: Uint8Array[] = [];
  let length = 0;
  const decompress = new Decompress((piece) => {
    pieces.push(piece);
    length += piece.length;
  });
  for (let at = 0; at < bytes.length && length < mostUnpackedBytes; at += zstdPieceBytes)
    decompress.push(bytes.subarray(at, at + zstdPieceBytes));
  return Buffer.concat(pieces).subarray(0, mostUnpackedBytes);
}

/** The same of a gzip stream. */
async function gzipHead(bytes: Uint8Array): Promise<Uint8Array> {
  const unpack = createGunzip({ finishFlush: constants.Z_SYNC_FLUSH });
  unpack.end(bytes);
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of unpack) {
    pieces.push(piece);
    length += piece.length;
    if (length >= mostUnpackedBytes) break;
  }
  return Buffer.concat(pieces).subarray(0, mostUnpackedBytes);
}

async function unpackHead(file: string, compression: Compression, bytes: Uint8Array): Promise<Uint8Array> {
  try {
    if (compression === 'gzip') return await gzipHead(bytes);
    if (compression === 'zstd') return zstdHead(bytes);
    return bytes;
  } catch (error) {
    throw new BadDataError(`${file}: not a readable ${compression} file`, 'export the dump again', error);
  }
}

/**
 * Reads the start of a dump file and tells its compression and container from its bytes.
 * @throws NoInputError where the file cannot be opened, BadDataError where it is empty, broken or no dump at all.
 */
export async function readHead(dump: DumpFile): Promise<Head> {
  const start = await readStart(dump, usualBytes);
  const { container, ...head } = start.container === undefined ? await readStart(dump, mostBytes) : start;
  // A value that is longer still is taken for a line.
  return { ...head, container: container ?? 'ndjson' };
}

type Start = Omit<Head, 'container'> & { readonly container: Container | undefined };

async function readStart({ file, path }: DumpFile, headBytes: number): Promise<Start> {
  try {
    const handle = await open(path);
    try {
      const bytes = await firstBytes(handle, headBytes);
      const compression = compressionOf(bytes);
      if (compression === 'zstd') await verifyZstdStart(file, bytes);
      const head = await unpackHead(file, compression, bytes);
      if (head.length === 0) throw new BadDataError(`${file}: the file is empty`, 'export the dump again');
      const hasByteOrderMark = byteOrderMark.every((byte, index) => head[index] === byte);
      const complete = bytes.length < headBytes && head.length < mostUnpackedBytes;
      const about = { file, path, compression, bytes: bytes.length, complete, hasByteOrderMark };
      if (isParquet(head)) return { ...about, container: 'parquet', text: '' };
      const text = textOf(head);
      if (text === undefined) {
        throw new BadDataError(
          `${file}: binary data, not a dump`,
          'a dump is JSON, CSV or Parquet, plain or packed as .gz or .zst',
        );
      }
      return { ...about, container: containerOf(text, complete), text };
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw cannotRead(file, error);
  }
}
