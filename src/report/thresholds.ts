import type { Rates } from './report.ts';

/** The rates that may call for attention: too few delivered, too many of the others. */
export const watchedRates = [
  'delivered',
  'bounces',
  'errors',
  'complaints',
] as const satisfies readonly (keyof Rates)[];

export type WatchedRate = (typeof watchedRates)[number];

/** From which value on a rate calls for attention, as fractions; a rate without a limit never does. */
export type Thresholds = { readonly [rate in WatchedRate]?: number | undefined };

/** A rate that is past its limit. Both are fractions. */
export interface CrossedThreshold {
  readonly rate: WatchedRate;
  readonly value: number;
  readonly limit: number;
}

/** The rates past their limits, in the order of the report. One that is exactly at its limit is not past it. */
export function crossedThresholds(rates: Rates, thresholds: Thresholds): readonly CrossedThreshold[] {
  return watchedRates.flatMap((rate) => {
    const [value, limit] = [rates[rate], thresholds[rate]];
    if (value === null || limit === undefined) return [];
    const crossed = rate === 'delivered' ? value < limit : value > limit;
    return crossed ? [{ rate, value, limit }] : [];
  });
}
