import type { Report } from '../report/report.ts';

const mostReasons = 100;
const longestText = 300;

/** The report as the page carries it for its scripts. */
export interface EmbeddedReport {
  readonly report: Report;
  /** What was left out to keep the page small: a dump may hold a reason per message. report.json has them all. */
  readonly omitted: Readonly<
    Record<'bounce-reasons' | 'error-reasons', { readonly reasons: number; readonly count: number }>
  >;
}

/** The report with its lists of reasons cut to a size that a page can carry. */
export function embedReport(report: Report): EmbeddedReport {
  const bounces = cut(report.sections['bounce-reasons'].rows);
  const errors = cut(report.sections['error-reasons'].rows);
  return {
    report: {
      ...report,
      delivery: {
        ...report.delivery,
        id: short(report.delivery.id),
        label: shortOrNull(report.delivery.label),
      },
      sections: {
        ...report.sections,
        'bounce-reasons': { rows: bounces.rows },
        'error-reasons': { rows: errors.rows },
      },
    },
    omitted: { 'bounce-reasons': bounces.omitted, 'error-reasons': errors.omitted },
  };
}

const short = (text: string): string => text.slice(0, longestText);
const shortOrNull = (text: string | null): string | null => (text === null ? null : short(text));

function cut<
  Row extends { readonly reason: string | null; readonly code: string | null; readonly count: number },
>(all: readonly Row[]) {
  const rows = all
    .slice(0, mostReasons)
    .map((row) => ({ ...row, reason: shortOrNull(row.reason), code: shortOrNull(row.code) }));
  const left = all.slice(mostReasons);
  return { rows, omitted: { reasons: left.length, count: left.reduce((sum, { count }) => sum + count, 0) } };
}
