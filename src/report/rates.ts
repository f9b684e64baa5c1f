import type { Rates, Totals } from './report.ts';

/** Numerator and denominator of each rate, by the names of the totals. */
export const rateFormulas = {
  delivered: ['delivered', 'sent'],
  bounces: ['bounces', 'sent'],
  errors: ['errors', 'sent'],
  opens: ['uniqueOpens', 'delivered'],
  clicks: ['uniqueClicks', 'delivered'],
  clickToOpen: ['uniqueClicks', 'uniqueOpens'],
  unsubscribes: ['unsubscribes', 'delivered'],
  complaints: ['complaints', 'delivered'],
} as const satisfies Record<keyof Rates, readonly [keyof Totals, keyof Totals]>;

/** The rates of a delivery as fractions; null where the denominator is zero. */
export function ratesOf(totals: Totals): Rates {
  const rate = (name: keyof Rates): number | null => {
    const [numerator, denominator] = rateFormulas[name];
    return totals[denominator] === 0 ? null : totals[numerator] / totals[denominator];
  };
  return {
    delivered: rate('delivered'),
    bounces: rate('bounces'),
    errors: rate('errors'),
    opens: rate('opens'),
    clicks: rate('clicks'),
    clickToOpen: rate('clickToOpen'),
    unsubscribes: rate('unsubscribes'),
    complaints: rate('complaints'),
  };
}
