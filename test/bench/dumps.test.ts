import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Decompress } from 'fzstd';
import { expect, test } from 'vitest';
import { packByZstd } from '../../bench/dumps/containers.ts';
import { dumpOf } from '../sample/dump-of.ts';
import { temporaryFile, temporaryFolder } from '../support/temporary-folder.ts';

test('a dump packed by zstd has the same bytes, quotes and all', async () => {
  const text = dumpOf('native', 200, 1);
  const packed = join(temporaryFolder(), 'dump.ndjson.zst');
  await packByZstd(temporaryFile('dump.ndjson', text), packed);
  const pieces: Uint8Array[] = [];
  const unpacking = new Decompress((piece) => pieces.push(piece));
  unpacking.push(await readFile(packed), true);
  expect(Buffer.concat(pieces).toString()).toBe(text);
});
