import { inflateSync } from 'node:zlib';

/** A PNG with a palette, unpacked: the colour of each of its pixels as three bytes. */
export interface ReadPng {
  readonly width: number;
  readonly height: number;
  readonly colorAt: (x: number, y: number) => readonly [number, number, number];
}

/** Reads a PNG of eight bits to a pixel, with a palette and no filters: what indexedPng makes. */
export function readPng(bytes: Uint8Array): ReadPng {
  const file = Buffer.from(bytes);
  const chunks = new Map<string, Buffer>();
  for (let at = 8; at < file.length; ) {
    const length = file.readUInt32BE(at);
    chunks.set(file.toString('latin1', at + 4, at + 8), file.subarray(at + 8, at + 8 + length));
    at += length + 12;
  }
  const header = chunks.get('IHDR') ?? Buffer.alloc(13);
  const palette = chunks.get('PLTE') ?? Buffer.alloc(0);
  const lines = inflateSync(chunks.get('IDAT') ?? Buffer.alloc(0));
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  return {
    width,
    height,
    colorAt: (x, y) => {
      const index = 3 * (lines[y * (width + 1) + 1 + x] ?? 0);
      return [palette[index] ?? 0, palette[index + 1] ?? 0, palette[index + 2] ?? 0];
    },
  };
}
