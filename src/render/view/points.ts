import type { Format } from './format.ts';

/** A difference of two rates in percentage points, without its unit: +3.1, −0.25, 0. */
export function points(difference: number, { text }: Pick<Format, 'text'>): string {
  const value = Math.abs(difference * 100);
  const digits = value.toFixed(value >= 0.995 ? 1 : 2);
  if (Number(digits) === 0) return '0';
  return `${difference > 0 ? '+' : '−'}${digits.replace('.', text('number.decimal'))}`;
}
