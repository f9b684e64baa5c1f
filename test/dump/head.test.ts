import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { readHead } from '../../src/dump/head.ts';
import { temporaryFile } from '../support/temporary-folder.ts';

const mebibyte = 1024 * 1024;

/** A frame of blocks that each say "a space, 128 KiB times". */
function zstdOfSpaces(blocks: number): Buffer {
  // A window of 128 KiB, in a frame that does not tell its size.
  const header = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 7 << 3]);
  const block = Buffer.alloc(4);
  block.writeUIntLE(((128 * 1024) << 3) | 0b010, 0, 3);
  block.writeUInt8(0x20, 3);
  return Buffer.concat([header, ...Array.from({ length: blocks }, () => block)]);
}

it.each([
  ['gzip', gzipSync(Buffer.concat([Buffer.from('{"a":'), Buffer.alloc(80 * mebibyte, ' ')]), { level: 1 })],
  ['zstd', zstdOfSpaces(1000)],
])(
  'looks at no more than 32 MiB of what a small %s file stands for',
  async (compression, packed) => {
    expect(packed.length).toBeLessThan(mebibyte);
    const path = temporaryFile('dump', packed);
    const head = await readHead({ file: 'dump', path });
    expect(head).toMatchObject({ compression, complete: false });
    expect(head.text.length).toBe(32 * mebibyte);
  },
  120_000,
);
