import type { Locale } from '../locales/locale.ts';
import { dictionaryOf } from '../locales/translate.ts';
import { rateFormulas, ratesOf } from '../report/rates.ts';
import type { Report } from '../report/report.ts';
import { zoneOf } from '../time-zone.ts';
import { readPageScript } from './assets.ts';
import { displayText, inlineJson } from './escape.ts';
import type { LivePage } from './live-page.ts';
import { inlineHash, securityPolicy } from './security-policy.ts';
import { pageStyles } from './styles.ts';
import { renderTemplate } from './templates.ts';
import { deliveryStatus } from './view/delivery-status.ts';
import {
  columns,
  type Execution,
  type ExecutionsData,
  type Figures,
  factColumns,
  figureColumns,
  figureModes,
  figureOf,
  figureTexts,
  firstEventText,
  packExecution,
  pageSize,
  sendsInWords,
  statuses,
  sumFigures,
  totalLabel,
} from './view/executions.ts';
import type { Format } from './view/format.ts';
import { formatOf } from './view/format-of.ts';
import { deliveryName } from './view/header.ts';
import { partialTitle } from './view/partial.ts';
import { sparklineOf, sparklineShape } from './view/sparkline.ts';

/** What the list of executions shows of a report. */
export type IndexEntry = Pick<Report, 'delivery' | 'partial' | 'totals'> & {
  readonly sections: {
    readonly 'email-performance': {
      readonly bucket: Report['sections']['email-performance']['bucket'];
      readonly rows: readonly { readonly sent: number }[];
    };
  };
};

interface IndexOptions {
  readonly locale: Locale;
  readonly timezone: string;
  readonly live?: LivePage | null;
}

const usualFacts = factColumns.filter(({ usual }) => usual);
const usualFigures = figureColumns.filter(({ usual }) => usual);

/**
 * The list of executions: one row per delivery, newest first, each linking to its report. The first of them
 * are a table; all are data for the script, which turns the pages, and again a table where scripts do not run.
 */
export function renderIndex(
  reports: readonly { readonly report: IndexEntry; readonly href: string }[],
  { locale, timezone, live = null }: IndexOptions,
): string {
  // Local times are told apart here; from then on they are read as if they were of UTC.
  const zone = zoneOf(timezone);
  const format = formatOf(locale, 'UTC');
  const executions = [...reports]
    .sort(newestFirst)
    .map(({ report, href }) => execution(report, href, zone.offsetAt, format));
  const count = executions.length;
  const all = format.count(count);
  const styles = pageStyles(
    ...['page', 'header', 'widget', 'table', 'footer', 'index', 'print', ...(live === null ? [] : ['live'])],
  );
  const script = readPageScript(live === null ? 'index' : 'live-index');
  return renderTemplate(
    'index',
    {
      locale,
      live,
      title: format.text('page.title', { name: format.text('index.title'), page: format.text('page.name') }),
      policy: securityPolicy({
        styles: [inlineHash(styles)],
        scripts: [inlineHash(script)],
        besidePage: live !== null,
      }),
      styles,
      script,
      times: format.text('index.times', { zone: timezone }),
      total: format.plural('index.count', count, { count: all }),
      shown: format.plural('index.shown', count, { shown: all, all }),
      page: format.text('index.page', { page: '1', pages: format.count(Math.ceil(count / pageSize)) }),
      statuses: statuses.map((id) => ({ id, label: format.text(`status.${id}`) })),
      modes: figureModes.map((id) => ({ id, label: format.text(`index.${id}`), usual: id === 'both' })),
      columns: columns.map(({ id, label, usual }) => ({ id, label: format.text(label), usual })),
      facts: usualFacts.map(({ label }) => format.text(label)),
      // The table without scripts goes without the pictures, which would be a third of the page.
      plainFacts: usualFacts.filter(({ id }) => id !== 'sends').map(({ label }) => format.text(label)),
      figures: usualFigures.map(({ label }) => format.text(label)),
      totalLabel: format.text(totalLabel(executions)),
      totals: figureViews(sumFigures(executions), format),
      first: executions
        .slice(0, pageSize)
        .map((row) => ({ ...rowView(row, format), sends: sendsView(row, format) })),
      rows: count > pageSize ? executions.map((row) => rowView(row, format)) : null,
      formulas: formulaViews(format),
      // Without deliveries there is no list to bring to life, but a live page is to notice the first.
      data: count === 0 && live === null ? null : inlineJson(pageData(executions, locale, live !== null)),
    },
    format,
  );
}

type Entry = Parameters<typeof renderIndex>[0][number];

function newestFirst({ report: left }: Entry, { report: right }: Entry): number {
  const [leftEvent, rightEvent] = [left.delivery.firstEvent ?? '', right.delivery.firstEvent ?? ''];
  if (leftEvent !== rightEvent) return leftEvent > rightEvent ? -1 : 1;
  return left.delivery.id < right.delivery.id ? -1 : 1;
}

function execution(
  { delivery, partial, totals, sections }: IndexEntry,
  href: string,
  offsetAt: (instant: number) => number,
  format: Format,
): Execution {
  const { bucket, rows } = sections['email-performance'];
  const name = deliveryName(delivery);
  const id = displayText(delivery.id);
  const first = delivery.firstEvent === null ? null : Date.parse(delivery.firstEvent);
  const sent = rows.map((counts) => counts.sent);
  return {
    href,
    name,
    id: name === id ? '' : id,
    partial: partialTitle(partial ?? null, format) ?? '',
    firstEvent: first === null ? '' : new Date(first + offsetAt(first)).toISOString().slice(0, 16),
    status: deliveryStatus(totals),
    sends: { sparkline: sparklineOf(sent), peak: Math.max(0, ...sent), bucket },
    figures: { totals, rates: ratesOf(totals) },
  };
}

const rowView = ({ href, name, id, partial, firstEvent, status, figures }: Execution, format: Format) => ({
  href,
  name,
  id,
  partial,
  status,
  statusText: format.text(`status.${status}`),
  firstEvent: firstEventText(firstEvent, format),
  figures: figureViews(figures, format),
});

const sendsView = ({ sends }: Execution, format: Format) =>
  sends.sparkline === '' ? null : { ...sparklineShape(sends.sparkline), words: sendsInWords(sends, format) };

const figureViews = (figures: Figures, format: Format) =>
  usualFigures.map(({ id }) => figureTexts(figureOf(id, figures), 'both', format));

const formulaViews = ({ text }: Format) =>
  Object.entries(rateFormulas).map(([id, [numerator, denominator]]) =>
    text('index.formula', {
      name: text(`rate.${id as keyof typeof rateFormulas}`),
      formula: text('rate.formula', {
        numerator: text(`count.${numerator}`),
        denominator: text(`count.${denominator}`),
      }),
    }),
  );

const pageTexts = /^(bucket|date|index|metric|number|status)\.|^rate\.clickToOpen$/;

const pageData = (executions: readonly Execution[], locale: Locale, isLive: boolean): ExecutionsData => ({
  dictionary: dictionaryOf(locale, (key) => pageTexts.test(key) || (isLive && key.startsWith('live.'))),
  rows: executions.map(packExecution),
});
