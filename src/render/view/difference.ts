import type { Format } from './format.ts';

/** A difference with its sign: +37, −2. */
export function signed(difference: number, { count }: Format): string {
  return `${difference < 0 ? '−' : '+'}${count(Math.abs(difference))}`;
}

/** A difference of two rates in percentage points, with its sign, such as +0.4; null where it is too small to show. */
export function pointsOf(
  difference: number,
  { text }: Format,
): { readonly size: number; readonly points: string } | null {
  const size = Math.abs(difference * 100);
  const points = size.toFixed(size < 0.095 ? 2 : 1);
  if (Number(points) === 0) return null;
  const sign = difference < 0 ? '−' : '+';
  return { size: Number(points), points: `${sign}${points.replace('.', text('number.decimal'))}` };
}
