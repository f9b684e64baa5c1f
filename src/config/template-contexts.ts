import type { Locale } from '../locales/locale.ts';
import { translate } from '../locales/translate.ts';
import { displayText } from '../render/escape.ts';
import { deliveryName } from '../render/view/header.ts';
import { numbersOf } from '../render/view/numbers.ts';
import { type Rates, type Report, ratesSchema, type Totals, totalsSchema } from '../report/report.ts';

/** What the paths of dumps may name: days, YYYY-MM-DD. */
export interface DumpTemplateContext {
  /** The day of the run. */
  readonly date: string;
  /** The first and the last day of the period that is reported on. */
  readonly first: string;
  readonly last: string;
}

/** What subjects may name: texts as they are shown, numbers among them. */
export interface SubjectTemplateContext extends DumpTemplateContext {
  /** The report's name in the config. */
  readonly report: string;
  /** The issue of the report: a day, week or month such as 2026-11-21, 2026-W47, 2026-10. */
  readonly edition: string;
  /** The delivery's label, or its id where it has none. */
  readonly delivery: string;
  readonly deliveryId: string;
  /** A warning sign where a rate is past its threshold, else empty. */
  readonly mark: string;
  /** Which rates are past their thresholds, in words, else empty. */
  readonly warnings: string;
  /** That the report was made from a part of the data, in a word in brackets, else empty. */
  readonly partial: string;
  readonly totals: { readonly [total in keyof Totals]: string };
  readonly rates: { readonly [rate in keyof Rates]: string };
}

/** What a subject says besides what is in the report itself. */
export interface SubjectFacts
  extends DumpTemplateContext,
    Pick<SubjectTemplateContext, 'report' | 'edition' | 'mark' | 'warnings' | 'partial'> {
  readonly locale: Locale;
}

/** The same keys with other values. */
function mapped<Key extends string, From, To>(
  values: { readonly [key in Key]: From },
  to: (value: From) => To,
): { readonly [key in Key]: To } {
  return Object.fromEntries(Object.entries<From>(values).map(([key, value]) => [key, to(value)])) as {
    readonly [key in Key]: To;
  };
}

/** What the subject of a delivery's mail may name; numbers are written as the language writes them. */
export function subjectTemplateContext(
  { delivery, totals, rates }: Pick<Report, 'delivery' | 'totals' | 'rates'>,
  { locale, date, first, last, report, edition, mark, warnings, partial }: SubjectFacts,
): SubjectTemplateContext {
  const { count, rate } = numbersOf(translate(locale));
  return {
    ...{ date, first, last, report, edition, mark, warnings, partial },
    delivery: deliveryName(delivery),
    deliveryId: displayText(delivery.id),
    totals: mapped(totals, count),
    rates: mapped(rates, rate),
  };
}

/** Days and figures to try templates with. */
export const dumpExample: DumpTemplateContext = {
  date: '2026-11-23',
  first: '2026-11-16',
  last: '2026-11-22',
};

export const subjectExample: SubjectTemplateContext = {
  ...dumpExample,
  report: 'weekly',
  edition: '2026-W47',
  delivery: 'Winter sale',
  deliveryId: 'winter-sale',
  mark: '⚠ ',
  warnings: 'bounces 7.2%',
  partial: '(partial)',
  totals: mapped(totalsSchema.shape, () => '1'),
  rates: mapped(ratesSchema.shape, () => '1%'),
};

/** The same where there is nothing to warn of. */
export const quietSubjectExample: SubjectTemplateContext = {
  ...subjectExample,
  ...{ mark: '', warnings: '', partial: '' },
};
