import type { Layout } from '../../layout/layout.ts';
import type { FindingId } from '../../report/findings/index.ts';
import type { Report } from '../../report/report.ts';
import type { CrossedThreshold, WatchedRate } from '../../report/thresholds.ts';
import type { PageReport } from '../cut-report.ts';
import { auditParts } from '../view/audit.ts';
import { type FindingView, findingViews } from '../view/findings.ts';
import type { Format } from '../view/format.ts';
import { type FactId, type HeaderView, headerView } from '../view/header.ts';
import { markedPartial, type PartialView, partialView } from '../view/partial.ts';
import { rateViews } from '../view/rates.ts';
import { type SummaryTiles, summaryTiles } from '../widgets/email-summary.ts';
import { calloutsOf } from './callouts.ts';
import { comparisonLine, comparisonOf } from './comparison.ts';
import { beginsWithTiles, type EmailSection, sectionsOf, showsFindings } from './sections.ts';

export type EmailAttachment = 'pdf' | 'csv' | 'html';

/** What a mail is made of. */
export interface ContentOptions {
  readonly layout: Layout | null;
  readonly earlier: Pick<Report, 'delivery' | 'window' | 'rates'> | null;
  readonly crossed: readonly CrossedThreshold[];
  readonly attachments: readonly EmailAttachment[];
  /** How many rows a table has at most. */
  readonly rows: number;
}

/** What a mail says, every word and figure of it, before it is set as HTML or as plain text. */
export interface EmailContent {
  readonly title: string;
  readonly product: string;
  readonly name: string;
  /** Says at the very top that the report was made from a part of the data; null where it was not. */
  readonly partial: PartialView | null;
  /** What a list of mails shows below the subject. */
  readonly preheader: string;
  readonly facts: HeaderView['facts'];
  /** Rates past their limits that no finding tells of. */
  readonly callouts: readonly string[];
  readonly findings: readonly FindingView[];
  readonly summary: SummaryTiles | null;
  readonly comparison: string | null;
  readonly sections: readonly EmailSection[];
  readonly attached: string | null;
  readonly account: string;
  readonly formulas: readonly string[];
  readonly source: readonly string[];
}

export function emailContent(report: PageReport, options: ContentOptions, format: Format): EmailContent {
  const { text } = format;
  const { layout, earlier, attachments } = options;
  const product = text('page.name');
  const { name, facts } = headerView(report, format);
  const factsOf = (...ids: readonly FactId[]): HeaderView['facts'] =>
    facts.filter(({ id }) => ids.includes(id));
  const { findings } = report.sections;
  const partial = partialView(report.partial, format);
  const untold = options.crossed.filter(({ rate }) => !tells(findings.rows, rate));
  const callouts = calloutsOf(untold, format);
  const shownFindings = showsFindings(layout, report) ? findingViews(report, format) : [];
  const urgent = shownFindings.filter(({ level }) => level === 'critical' || level === 'warning').slice(0, 1);
  const files = attachments.map((attachment) => text(`email.attached.${attachment}`)).join(', ');
  return {
    title: text('page.title', { name: markedPartial(name, report.partial, format), page: product }),
    product,
    name,
    partial,
    preheader: [
      ...(partial === null ? [] : [partial.title]),
      ...callouts,
      ...(partial === null ? urgent.map(({ sentence }) => sentence) : []),
      ...keyFigures(report, format),
    ].join(' · '),
    facts: factsOf('period', 'window', 'zone'),
    callouts,
    findings: shownFindings,
    summary: beginsWithTiles(layout, report) ? summaryTiles(report, format) : null,
    comparison:
      earlier === null || report.partial !== null
        ? comparisonOf(report.sections.comparison, report, format)
        : comparisonLine(report, earlier, format),
    sections: sectionsOf(report, layout, options.rows, format),
    attached: attachments.length === 0 ? null : text('email.attached', { files }),
    account: auditParts(report.audit, format)
      .filter(({ zero }) => !zero)
      .map(({ sign, count, name }) => `${sign} ${count} ${name}`.trim())
      .join(' '),
    formulas: rateViews(report, format).map(({ name, formula, figures, value }) =>
      text('footer.formula', { name, formula, figures, value }),
    ),
    source: [
      ...factsOf('id', 'format').map(({ name, value }) => text('email.fact', { name, value })),
      ...factsOf('upTo').map(({ name, value }) => text('email.figure', { label: name, value })),
    ],
  };
}

/** Which finding tells of a rate that is past its limit. */
const findingOf = {
  delivered: 'delivered-rate',
  bounces: 'bounce-rate',
  errors: 'error-rate',
  complaints: 'complaint-rate',
} as const satisfies Record<WatchedRate, FindingId>;

const tells = (findings: readonly { readonly finding: FindingId }[], rate: WatchedRate): boolean =>
  findings.some(({ finding }) => finding === findingOf[rate]);

/** The figures that matter most, each with its name. */
function keyFigures({ totals, rates }: PageReport, { text, count, rate }: Format): readonly string[] {
  if (totals.sent === 0) return [text('empty.sent')];
  const names = ['delivered', 'bounces', 'opens', 'clicks'] as const;
  return [
    text('email.figure', { label: text('metric.sent'), value: count(totals.sent) }),
    ...names
      .filter((name) => rates[name] !== null)
      .map((name) => text('email.figure', { label: text(`metric.${name}`), value: rate(rates[name]) })),
  ];
}

/** The lesser figures of a summary, each in a few words. */
export function lesserInWords({ lesser }: SummaryTiles, { text }: Format): readonly string[] {
  return lesser.map(({ label, count, rate }) => {
    if (count === null) return text('email.figure', { label, value: rate?.value ?? '' });
    if (rate === null) return text('email.figure', { label, value: count });
    return text('email.counted', { label, count, rate: rate.value });
  });
}
