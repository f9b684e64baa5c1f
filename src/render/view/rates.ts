import { rateFormulas } from '../../report/rates.ts';
import type { Rates, Totals } from '../../report/report.ts';
import type { Format } from './format.ts';

export interface RateView {
  readonly id: keyof Rates;
  readonly name: string;
  readonly value: string;
  /** unique opens ÷ delivered */
  readonly formula: string;
  /** 18,204 ÷ 48,600 */
  readonly figures: string;
  /** Its number among the footnotes. */
  readonly note: number;
}

/** A rate with its formula and figures: vendors differ, so ours says what it is. */
export function rateView(
  id: keyof Rates,
  { totals, rates }: { totals: Totals; rates: Rates },
  format: Format,
): RateView {
  const [numerator, denominator] = rateFormulas[id];
  const { text, count, rate } = format;
  return {
    id,
    name: text(`rate.${id}`),
    value: rate(rates[id]),
    formula: text('rate.formula', {
      numerator: text(`count.${numerator}`),
      denominator: text(`count.${denominator}`),
    }),
    figures: text('rate.formula', {
      numerator: count(totals[numerator]),
      denominator: count(totals[denominator]),
    }),
    note: Object.keys(rateFormulas).indexOf(id) + 1,
  };
}

/** All rates, for the footnotes. */
export function rateViews(report: { totals: Totals; rates: Rates }, format: Format): readonly RateView[] {
  return (Object.keys(rateFormulas) as (keyof Rates)[]).map((id) => rateView(id, report, format));
}
