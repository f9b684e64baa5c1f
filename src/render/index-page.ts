import type { Locale } from '../locales/locale.ts';
import type { Report } from '../report/report.ts';
import { readPageScript } from './assets.ts';
import { displayText } from './escape.ts';
import { securityPolicy } from './security-policy.ts';
import { pageStyles } from './styles.ts';
import { renderTemplate } from './templates.ts';
import { deliveryStatus } from './view/delivery-status.ts';
import { type Format, formatOf } from './view/format.ts';
import { deliveryName } from './view/header.ts';

/** What the list of executions shows of a report. */
export type IndexEntry = Pick<Report, 'delivery' | 'window' | 'totals' | 'rates'>;

const counts = [
  'targeted',
  'excluded',
  'sent',
  'delivered',
  'bounces',
  'opens',
  'clicks',
  'errors',
  'complaints',
] as const;

/** The list of executions: one row per delivery, newest first, each linking to its report. */
export function renderIndex(
  reports: readonly { readonly report: IndexEntry; readonly href: string }[],
  { locale, timezone }: { locale: Locale; timezone: string },
): string {
  const format = formatOf(locale, timezone);
  const styles = pageStyles('page', 'header', 'table', 'footer', 'index', 'print');
  const script = readPageScript('index');
  return renderTemplate(
    'index',
    {
      locale,
      title: format.text('page.title', { name: format.text('index.title'), page: format.text('page.name') }),
      policy: securityPolicy(styles, script),
      styles,
      script,
      times: format.text('index.times', { zone: timezone }),
      total: format.plural('index.count', reports.length, { count: format.count(reports.length) }),
      matches: format.text('index.matches'),
      columns: counts.map((metric) => format.text(`metric.${metric}`)),
      rows: [...reports].sort(newestFirst).map(({ report, href }) => ({ href, ...rowView(report, format) })),
    },
    format,
  );
}

function newestFirst(
  { report: left }: { report: IndexEntry },
  { report: right }: { report: IndexEntry },
): number {
  const [leftEvent, rightEvent] = [left.delivery.firstEvent ?? '', right.delivery.firstEvent ?? ''];
  if (leftEvent !== rightEvent) return leftEvent > rightEvent ? -1 : 1;
  return left.delivery.id < right.delivery.id ? -1 : 1;
}

function rowView({ delivery, totals, rates }: IndexEntry, format: Format) {
  const status = deliveryStatus(totals);
  const name = deliveryName(delivery);
  const id = displayText(delivery.id);
  const first = delivery.firstEvent === null ? null : Date.parse(delivery.firstEvent);
  return {
    name,
    id: name === id ? null : id,
    status,
    statusText: format.text(`status.${status}`),
    first: { text: first === null ? '–' : format.dateTime(first), sort: first ?? 0 },
    counts: counts.map((metric) => ({
      text: format.count(totals[metric]),
      sort: totals[metric],
      rate: metric in rates ? format.rate(rates[metric as keyof typeof rates]) : null,
    })),
  };
}
