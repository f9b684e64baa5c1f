import { crc32 } from 'node:zlib';
import { zlibSync } from 'fflate';

/** A picture as it was drawn: four bytes to a pixel, red, green, blue and opacity. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array;
}

const mostColors = 256;
/** Beyond this, packing takes twice as long for a tenth of the size. */
const packing = 6;
const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/**
 * An opaque picture as a PNG with a palette (PNG specification, third edition), a third of its size with a colour to each
 * pixel. Of more than 256 colours, which soft edges make, the rare ones give way to those next to them.
 */
export function indexedPng({ width, height, pixels }: Pixels): Uint8Array {
  const { numbers, colors } = numberColors(pixels);
  const palette = colors
    .toSorted((one, other) => other.count - one.count || one.color - other.color)
    .slice(0, mostColors)
    .map(({ color }) => color);
  const indices = colors.map(({ color }) => nearest(palette, color));
  // Each line begins with the filter it was put through: none, as suits indices.
  const lines = Buffer.alloc((width + 1) * height);
  for (let line = 0, pixel = 0; line < height; line += 1) {
    const start = line * (width + 1) + 1;
    for (let column = 0; column < width; column += 1, pixel += 1)
      lines[start + column] = indices[numbers[pixel] ?? 0] ?? 0;
  }
  return Buffer.concat([
    signature,
    chunk('IHDR', headerOf(width, height)),
    chunk('PLTE', Buffer.from(palette.flatMap((color) => [color & 0xff, (color >> 8) & 0xff, color >> 16]))),
    // Packed in JavaScript: the same bytes with every version of Node.
    chunk('IDAT', zlibSync(lines, { level: packing })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** The number of each pixel's colour among all that there are. Most pixels have the colour of those before them. */
function numberColors(pixels: Uint8Array): {
  readonly numbers: Uint32Array;
  readonly colors: readonly { readonly color: number; readonly count: number }[];
} {
  const { buffer, byteOffset } = pixels.byteOffset % 4 === 0 ? pixels : pixels.slice();
  const words = new Uint32Array(buffer, byteOffset, pixels.length / 4);
  const view = new DataView(buffer, byteOffset);
  const numbers = new Uint32Array(words.length);
  const numberOf = new Map<number, number>();
  const colors: { color: number; count: number }[] = [];
  for (let start = 0, end = 0; start < words.length; start = end) {
    const word = words[start];
    do end += 1;
    while (end < words.length && words[end] === word);
    const color = view.getUint32(4 * start, true) & 0xffffff;
    const number = numberOf.get(color) ?? colors.length;
    if (number === colors.length) {
      numberOf.set(color, number);
      colors.push({ color, count: 0 });
    }
    const counted = colors[number];
    if (counted !== undefined) counted.count += end - start;
    numbers.fill(number, start, end);
  }
  return { numbers, colors };
}

function nearest(palette: readonly number[], color: number): number {
  const distance = (other: number): number =>
    [16, 8, 0].reduce((sum, part) => sum + (((color >> part) & 0xff) - ((other >> part) & 0xff)) ** 2, 0);
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (const [index, other] of palette.entries()) {
    const far = distance(other);
    if (far < least) [best, least] = [index, far];
  }
  return best;
}

/** Size, eight bits to a pixel, with a palette, packed and filtered as PNG does it, not interlaced. */
function headerOf(width: number, height: number): Buffer {
  const header = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, 3, 0, 0, 0]);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  return header;
}

function chunk(type: string, data: Uint8Array): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const around = Buffer.alloc(8);
  around.writeUInt32BE(data.length, 0);
  around.writeUInt32BE(crc32(named), 4);
  return Buffer.concat([around.subarray(0, 4), named, around.subarray(4)]);
}
