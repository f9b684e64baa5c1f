/** The size of the picture that tells a stamp to a page which may not read what lies beside it, in pixels. */
export interface StampSize {
  readonly width: number;
  readonly height: number;
}

/** The first 32 bits of a stamp as a size, each side of 1 to 65,536 pixels: browsers tell these exactly, and draw none of it. */
export function stampSize(stamp: string): StampSize {
  const side = (from: number): number => Number.parseInt(stamp.slice(from, from + 4), 16) + 1;
  return { width: side(0), height: side(4) };
}
