import { open } from 'node:fs/promises';
import { type Packed, readUnpacked } from './unpack.ts';

const lineEnd = 0x0a;
const blockBytes = 64 * 1024;

/** No row is longer, so that what goes on for more is none that was cut. */
const mostBytes = 16 * 1024 * 1024;

/** Follows the bytes of a text and keeps those behind its last line end. */
export class Ending {
  #pieces: Uint8Array[] = [];
  #bytes = 0;

  feed(piece: Uint8Array): void {
    const after = piece.lastIndexOf(lineEnd) + 1;
    if (after > 0) {
      this.#pieces = [];
      this.#bytes = 0;
    }
    this.#bytes += piece.length - after;
    if (this.#bytes <= mostBytes) this.#pieces.push(piece.subarray(after));
  }

  /** The last line where no line end closes it, a character for each byte; empty where one does. */
  get text(): string {
    return this.#bytes > mostBytes ? '' : Buffer.concat(this.#pieces).toString('latin1');
  }
}

/** A plain file is read from its end. */
async function endingOfPlain(path: string, bytes: number): Promise<string> {
  const handle = await open(path);
  try {
    let text = '';
    for (let end = bytes; end > 0 && text.length <= mostBytes; ) {
      const start = Math.max(0, end - blockBytes);
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(end - start), 0, end - start, start);
      const block = buffer.subarray(0, bytesRead);
      const after = block.lastIndexOf(lineEnd) + 1;
      text = block.toString('latin1', after) + text;
      if (after > 0) return text;
      end = start;
    }
    return text.length > mostBytes ? '' : text;
  } finally {
    await handle.close();
  }
}

/**
 * The last line of a file's first `bytes` bytes, packed as they may be, where no line end closes it, a character for each
 * byte; empty where one does.
 */
export async function endingOf(source: Packed, bytes: number): Promise<string> {
  if (source.compression === 'none') return endingOfPlain(source.path, bytes);
  const ending = new Ending();
  for await (const piece of readUnpacked(source, bytes)) ending.feed(piece);
  return ending.text;
}

/** How many lines a file's first `bytes` bytes hold, the last of which may have no end. */
export async function linesOf(source: Packed, bytes: number): Promise<number> {
  let lines = 1;
  for await (const piece of readUnpacked(source, bytes)) {
    for (let at = piece.indexOf(lineEnd); at >= 0; at = piece.indexOf(lineEnd, at + 1)) lines += 1;
  }
  return lines;
}
