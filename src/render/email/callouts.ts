import type { CrossedThreshold } from '../../report/thresholds.ts';
import { exactRate, rateBeside } from '../view/exact-rate.ts';
import type { Format } from '../view/format.ts';

/** The rates past their limits, in words: Bounces 7.2%, above the limit of 5%. */
export function calloutsOf(crossed: readonly CrossedThreshold[], format: Format): readonly string[] {
  const { text } = format;
  return crossed.map(({ rate, value, limit }) => {
    return text(rate === 'delivered' ? 'email.below' : 'email.above', {
      name: text(`metric.${rate}`),
      value: rateBeside(value, limit, format),
      limit: exactRate(limit, format),
    });
  });
}
