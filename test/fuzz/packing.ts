import { gzipSync } from 'node:zlib';

export const packings = ['none', 'gzip', 'zstd'] as const;

export type Packing = (typeof packings)[number];

const mostBlockBytes = 128 * 1024;

/** A zstd frame of blocks that are stored as they are (RFC 8878, 3.1.1): Node 20 packs nothing with zstd itself. */
function zstdStored(bytes: Uint8Array): Buffer {
  const header = Buffer.alloc(9);
  header.writeUInt32LE(0xfd2fb528, 0);
  // A single segment, whose size is told in four bytes.
  header.writeUInt8(0xa0, 4);
  header.writeUInt32LE(bytes.length, 5);
  const parts = [header];
  let start = 0;
  do {
    const block = bytes.subarray(start, start + mostBlockBytes);
    start += mostBlockBytes;
    const isLast = start >= bytes.length;
    const blockHeader = Buffer.alloc(3);
    blockHeader.writeUIntLE((block.length << 3) | (isLast ? 1 : 0), 0, 3);
    parts.push(blockHeader, Buffer.from(block));
  } while (start < bytes.length);
  return Buffer.concat(parts);
}

/** A file's bytes as a packed file has them. */
export function pack(bytes: Uint8Array, packing: Packing): Uint8Array {
  if (packing === 'gzip') return gzipSync(bytes, { level: 1 });
  return packing === 'zstd' ? zstdStored(bytes) : bytes;
}
