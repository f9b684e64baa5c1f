import type { CrossedThreshold } from '../../report/thresholds.ts';
import type { Format } from '../view/format.ts';

/** Digits after the decimal mark that a limit is given with at most. */
const finest = 4;

/** The rates past their limits, in words: Bounces 7.2%, above the limit of 5%. */
export function calloutsOf(crossed: readonly CrossedThreshold[], format: Format): readonly string[] {
  const { text, rate: rounded } = format;
  return crossed.map(({ rate, value, limit }) => {
    const isFar = rounded(value) !== rounded(limit);
    return text(rate === 'delivered' ? 'email.below' : 'email.above', {
      name: text(`metric.${rate}`),
      value: isFar ? rounded(value) : exactly(value, format),
      limit: exactly(limit, format),
    });
  });
}

/** A fraction as a percentage, unrounded and without zeros at its end: 5%, 0.1%, 94.96%. */
function exactly(fraction: number, { text }: Format): string {
  const value = String(Number((fraction * 100).toFixed(finest))).replace('.', text('number.decimal'));
  return text('number.percent', { value });
}
