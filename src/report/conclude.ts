import { type Compared, compare } from './comparison/compare.ts';
import { findingsOf } from './findings/index.ts';
import type { FindingSettings } from './findings/settings.ts';
import type { Figures, Report } from './report.ts';
import { type Comparison, nothingCompared } from './sections/comparison.ts';

/** The figures of a window with what they mean. */
function concluded<Part extends Figures>(
  figures: Part,
  { delivery, partial }: Pick<Report, 'delivery' | 'partial'>,
  comparison: Comparison,
  settings: FindingSettings,
): Part {
  const sections = { ...figures.sections, comparison };
  const data = partial === undefined ? {} : { partial };
  const rows = findingsOf({ ...figures, delivery, ...data, sections }, settings);
  return { ...figures, sections: { ...sections, findings: { rows: [...rows] } } };
}

/**
 * A report with its conclusions, which are drawn from what it holds and from earlier reports alone: the sections
 * `comparison` and `findings` of its window, and the findings of its last day, which is compared with nothing. Whatever
 * conclusions it had are replaced: the same report, earlier ones and settings give the same.
 * @param earlier in whatever order; those that cannot be compared with it are passed over
 */
export function conclude(report: Report, earlier: readonly Compared[], settings: FindingSettings): Report {
  const { lastDay } = report;
  return {
    ...concluded(report, report, compare(report, earlier, settings.compareLast), settings),
    lastDay: lastDay === null ? null : concluded(lastDay, report, nothingCompared, settings),
  };
}

/** A report as it is, or, where it was written before there were conclusions, with those that it has by itself. */
export function concludedOnce(report: Report, settings: FindingSettings): Report {
  return report.sections.findings.rows.length === 0 ? conclude(report, [], settings) : report;
}
