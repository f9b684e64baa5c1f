const fourDigits = Array.from({ length: 0x1_0000 }, (_, value) => value.toString(16).padStart(4, '0'));

/** The low 16 bits as four hexadecimal digits. */
function hexOfHalf(half: number): string {
  return fourDigits[half & 0xffff] ?? '0000';
}

/** A 32-bit word as eight hexadecimal digits. */
export function hexOfWord(word: number): string {
  return hexOfHalf(word >>> 16) + hexOfHalf(word);
}

/** A version 4 UUID made of four words; the first and the last are in it whole, so that they can make it unique. */
export function uuidOf(first: number, second: number, third: number, fourth: number): string {
  const version = hexOfHalf((second & 0x0fff) | 0x4000);
  const variant = hexOfHalf(((third >>> 16) & 0x3fff) | 0x8000);
  const start = `${hexOfWord(first)}-${hexOfHalf(second >>> 16)}-${version}-${variant}`;
  return `${start}-${hexOfHalf(third)}${hexOfWord(fourth)}`;
}
