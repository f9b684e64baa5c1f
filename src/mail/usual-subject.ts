import type { Locale } from '../locales/locale.ts';
import { formatOf } from '../render/view/format-of.ts';
import { deliveryName } from '../render/view/header.ts';
import { markedPartial } from '../render/view/partial.ts';
import type { Report } from '../report/report.ts';

/** The subject of a report's mail where nobody wrote another: the delivery with the two figures that say most. */
export function usualSubject(report: Report, mark: string, locale: Locale): string {
  const { rates, totals, window } = report;
  const format = formatOf(locale, window.timezone);
  const { text, rate, count } = format;
  const delivery = markedPartial(deliveryName(report.delivery), report.partial, format);
  if (totals.sent === 0) {
    const [opens, clicks] = [count(totals.opens), count(totals.clicks)];
    return text('mail.subjectWithoutSends', { mark, delivery, opens, clicks });
  }
  const [delivered, bounces] = [rate(rates.delivered), rate(rates.bounces)];
  return text('mail.subject', { mark, delivery, delivered, bounces });
}
