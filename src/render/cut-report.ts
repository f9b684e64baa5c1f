import type { Report } from '../report/report.ts';
import { type ShownChoice, type ShownReport, shownReport } from '../report/shown-figures.ts';
import { cutDomains, cutProviders } from './cut-results.ts';
import { beginningOf } from './escape.ts';

/** A dump may hold a reason per message, each of any length: a page holds as many as it can, and says what it left out. */
export interface Cut {
  /** How many reasons of each list are kept; a single one more is kept too. */
  readonly reasons: number;
  /** How many characters of each text are kept. */
  readonly characters: number;
  /** Leaves out the last day and machine activity, so that there is nothing to switch to. */
  readonly onlyWhole?: true;
}

/** The reasons that were left out of a list, and how many events they stand for. */
export interface Omitted {
  readonly reasons: number;
  readonly count: number;
}

/** The sections whose rows are reasons, of which a page may not have room for all. */
export const cutLists = ['bounce-reasons', 'error-reasons', 'excluded-reasons'] as const;

type OmittedReasons = Readonly<Record<(typeof cutLists)[number], Omitted>>;

/** A report cut to what a page can hold. Its totals are whole. */
export interface CutReport {
  readonly report: Report;
  readonly omitted: Readonly<Record<ShownChoice['window'], OmittedReasons>>;
}

/** What a page shows of a cut report. */
export interface PageReport extends ShownReport {
  readonly omitted: OmittedReasons;
}

/** The part of a cut report that somebody wishes to see. */
export function pageReport(
  { report, omitted }: Pick<CutReport, 'report' | 'omitted'>,
  choice: ShownChoice,
): PageReport {
  const window = report.lastDay === null ? 'whole' : choice.window;
  return { ...shownReport(report, choice), omitted: omitted[window] };
}

/** A report with its lists of reasons and its texts cut to a size. */
export function cutReport(report: Report, cut: Cut): CutReport {
  const { id, label } = report.delivery;
  return {
    report: {
      ...cutFigures(report, cut),
      delivery: { ...report.delivery, id: short(id, cut), label: label === null ? null : short(label, cut) },
      lastDay: report.lastDay === null || cut.onlyWhole ? null : cutFigures(report.lastDay, cut),
    },
    omitted: { whole: omittedBy(cut, report), 'last-day': omittedBy(cut, report.lastDay ?? report) },
  };
}

type Figures = Pick<Report, 'sections' | 'withMachines'>;

function cutFigures<Part extends Figures>(part: Part, cut: Cut): Part {
  const { sections, withMachines } = part;
  const lists = cutLists.map((id) => [id, { rows: cutRows(sections[id].rows, cut) }] as const);
  return {
    ...part,
    withMachines:
      withMachines === null || cut.onlyWhole
        ? null
        : { ...withMachines, sections: cutEngagement(withMachines.sections, cut) },
    sections: {
      ...cutEngagement(sections, cut),
      ...Object.fromEntries(lists),
      findings: { rows: sections.findings.rows.map((row) => cutSubject(row, cut)) },
      comparison: cutComparison(sections.comparison, cut),
      blocks: { rows: sections.blocks.rows.map((row) => cutTexts(row, cut)) },
    },
  };
}

type EngagementLists = Pick<
  Report['sections'],
  'mailbox-providers' | 'recipient-domains' | 'variants' | 'links'
>;

/**
 * Lists that are there with and without machines. What they leave out is in a row of theirs; of links it is what is left of
 * the total of clicks.
 */
function cutEngagement<Sections extends EngagementLists>(sections: Sections, cut: Cut): Sections {
  const shortOrNull = (text: string | null): string | null => (text === null ? null : short(text, cut));
  const domains = cutDomains(sections['recipient-domains'].rows);
  return {
    ...sections,
    'mailbox-providers': { rows: cutProviders(sections['mailbox-providers'].rows) },
    'recipient-domains': { rows: domains.map((row) => ({ ...row, domain: shortOrNull(row.domain) })) },
    variants: {
      rows: sections.variants.rows.map((row) => ({ ...row, variant: shortOrNull(row.variant) })),
    },
    links: cutLinks(sections.links, cut),
  };
}

/** More links than this say little. */
const mostLinks = 200;

function cutLinks({ rows }: Report['sections']['links'], cut: Cut): Report['sections']['links'] {
  const shortOrNull = (text: string | null): string | null => (text === null ? null : short(text, cut));
  const first = rows.slice(0, Math.min(mostLinks, cut.reasons));
  return { rows: first.map((row) => ({ ...row, url: shortOrNull(row.url), label: shortOrNull(row.label) })) };
}

/** A subject may be a stretch of time, which is of no use cut. */
const fewestCharacters = 60;

function cutSubject<Row extends { readonly subject: string | null }>(row: Row, cut: Cut): Row {
  const characters = Math.max(fewestCharacters, cut.characters);
  return row.subject === null ? row : { ...row, subject: short(row.subject, { ...cut, characters }) };
}

type Comparison = Report['sections']['comparison'];

function cutComparison({ deliveries, snapshot, ...rest }: Comparison, cut: Cut): Comparison {
  const shortOrNull = (text: string | null): string | null => (text === null ? null : short(text, cut));
  const reason = snapshot?.reason ?? null;
  return {
    ...rest,
    deliveries: deliveries.map((delivery) => ({
      ...delivery,
      id: short(delivery.id, cut),
      label: shortOrNull(delivery.label),
    })),
    snapshot:
      snapshot === null || reason === null
        ? snapshot
        : {
            ...snapshot,
            reason: { ...reason, reason: shortOrNull(reason.reason), code: shortOrNull(reason.code) },
          },
  };
}

/** How many reasons of a list are kept. A single one beyond the cut takes no more room than the line that would stand for it. */
const kept = (rows: readonly unknown[], { reasons }: Cut): number =>
  rows.length <= reasons + 1 ? rows.length : reasons;

function omittedBy(cut: Cut, { sections }: Figures): OmittedReasons {
  const omitted = (rows: readonly { readonly count: number }[]): Omitted => {
    const left = rows.slice(kept(rows, cut));
    return { reasons: left.length, count: left.reduce((sum, { count }) => sum + count, 0) };
  };
  return Object.fromEntries(
    cutLists.map((id) => [id, omitted(sections[id].rows)] as const),
  ) as OmittedReasons;
}

interface ReasonTexts {
  readonly reason: string | null;
  readonly code: string | null;
  readonly example?: string | undefined;
}

function cutRows<Row extends ReasonTexts>(rows: readonly Row[], cut: Cut): Row[] {
  return rows.slice(0, kept(rows, cut)).map((row) => cutTexts(row, cut));
}

function cutTexts<Row extends ReasonTexts>(row: Row, cut: Cut): Row {
  const shortOrNull = (text: string | null): string | null => (text === null ? null : short(text, cut));
  return {
    ...row,
    reason: shortOrNull(row.reason),
    code: shortOrNull(row.code),
    ...(row.example === undefined ? {} : { example: short(row.example, cut) }),
  };
}

const short = (text: string, { characters }: Cut): string => beginningOf(text, characters);
