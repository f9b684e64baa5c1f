import type { FileHandle } from 'node:fs/promises';

/** What stands in a file from one byte to another: less where it ends before. */
export async function bytesBetween(handle: FileHandle, start: number, end: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(end - start);
  let filled = 0;
  while (filled < bytes.length) {
    const { bytesRead } = await handle.read(bytes, filled, bytes.length - filled, start + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return bytes.subarray(0, filled);
}

const blockBytes = 1 << 20;

/** The same block by block, each of which is only good until the next is asked for. */
export async function* blocksBetween(handle: FileHandle, start: number, end: number): AsyncGenerator<Buffer> {
  const block = Buffer.allocUnsafe(Math.min(blockBytes, Math.max(0, end - start)));
  for (let at = start; at < end; ) {
    const { bytesRead } = await handle.read(block, 0, Math.min(block.length, end - at), at);
    if (bytesRead === 0) return;
    yield block.subarray(0, bytesRead);
    at += bytesRead;
  }
}
