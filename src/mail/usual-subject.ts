import type { Locale } from '../locales/locale.ts';
import { formatOf } from '../render/view/format-of.ts';
import { deliveryName } from '../render/view/header.ts';
import type { Report } from '../report/report.ts';

/** The subject of a report's mail where nobody wrote another: the delivery with the two rates that say most. */
export function usualSubject({ delivery, rates, window }: Report, mark: string, locale: Locale): string {
  const { text, rate } = formatOf(locale, window.timezone);
  return text('mail.subject', {
    mark,
    delivery: deliveryName(delivery),
    delivered: rate(rates.delivered),
    bounces: rate(rates.bounces),
  });
}
