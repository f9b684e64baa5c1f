import type { Format } from './format.ts';

/** Digits after the decimal mark that a limit is given with at most. */
const finest = 4;

/** A fraction as a percentage, unrounded and without zeros at its end: 5%, 0.1%, 94.96%. */
export function exactRate(fraction: number, { text }: Format): string {
  const value = String(Number((fraction * 100).toFixed(finest))).replace('.', text('number.decimal'));
  return text('number.percent', { value });
}

/** A rate beside the limit that it is past: exact where both would look the same rounded. */
export function rateBeside(value: number, limit: number, format: Format): string {
  const isFar = format.rate(value) !== format.rate(limit);
  return isFar ? format.rate(value) : exactRate(value, format);
}
