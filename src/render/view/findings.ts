import type { Report } from '../../report/report.ts';
import type { ShownReport } from '../../report/shown-figures.ts';
import { beginningOf, displayText } from '../escape.ts';
import { exactRate, rateBeside } from './exact-rate.ts';
import type { Format } from './format.ts';

type Finding = Report['sections']['findings']['rows'][number];

/** A finding as it is shown: how much it matters in a word, and its sentence. */
export interface FindingView {
  readonly level: Finding['level'];
  readonly word: string;
  readonly sentence: string;
  /** The section that shows more of it, and its title; null where there is none. */
  readonly link: { readonly section: string; readonly title: string } | null;
}

/** Texts of the dump in a sentence are no longer than this. */
const longest = 120;

/** What a finding is about, in words: a metric, a stretch of time, or what the dump calls it. */
function subjectOf({ finding, subject }: Finding, { text, period, knows }: Format): string {
  if (subject === null) return text('finding.others');
  const [from = Number.NaN, to = Number.NaN] = subject.split('/').map((instant) => Date.parse(instant));
  if (/^[^/]+Z\/[^/]+Z$/.test(subject) && from <= to) return period(from, to);
  const metric = subject === 'sent' ? 'metric.sent' : `rate.${subject}`;
  if (finding === 'unusual' && knows(metric)) return text(metric);
  return beginningOf(displayText(subject), longest);
}

/** Limits are round where somebody chose them, and shown as they are; a rate that is set against another is rounded. */
const isRound = (limit: number): boolean => Math.abs(limit * 1000 - Math.round(limit * 1000)) < 1e-9;

function sentenceOf(finding: Finding, { rates }: Pick<ShownReport, 'rates'>, format: Format): string {
  const { plural, count, rate } = format;
  const counts = finding.finding === 'unusual' && finding.subject === 'sent';
  const figure = (value: number | null): string => {
    if (value === null || !counts) return rate(value === null ? null : Math.max(0, value));
    return count(Math.round(value));
  };
  const { value, limit } = finding;
  const past = value !== null && limit !== null && !counts && isRound(limit);
  return plural(`finding.${finding.finding}`, finding.count ?? 0, {
    subject: subjectOf(finding, format),
    value: past ? rateBeside(value, limit, format) : figure(value),
    limit: past ? exactRate(limit, format) : figure(limit),
    hours: count(Math.ceil(value ?? 0)),
    count: count(finding.count ?? 0),
    whole: count(finding.whole ?? 0),
    low: figure(finding.low),
    high: figure(finding.high),
    bounces: rate(rates.bounces),
    opens: rate(rates.opens),
    clicks: rate(rates.clicks),
  });
}

/** The findings of a report, the most important first. */
export function findingViews(
  report: Pick<ShownReport, 'sections' | 'rates'>,
  format: Format,
): readonly FindingView[] {
  const linkTo = (section: string | null): FindingView['link'] => {
    const title = `widget.${section}`;
    return section === null || !format.knows(title) ? null : { section, title: format.text(title) };
  };
  return report.sections.findings.rows.map((finding) => ({
    level: finding.level,
    word: format.text(`finding.level.${finding.level}`),
    sentence: sentenceOf(finding, report, format),
    link: linkTo(finding.section),
  }));
}
