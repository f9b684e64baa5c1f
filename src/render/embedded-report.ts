import { gzipSync, strToU8 } from 'fflate';
import type { Layout } from '../layout/layout.ts';
import { dictionaryOf, type Locale } from '../locales/locale.ts';
import type { Dictionary } from '../locales/texts.ts';
import type { Report } from '../report/report.ts';
import type { SectionId } from '../report/sections/index.ts';
import { csvColumns } from './csv-columns.ts';

const longestText = 300;
const mostReasons = 2000;
/** What the packed figures may take of the page, in characters. */
const mostCharacters = 50_000;

/** What a page carries for its scripts. */
export interface EmbeddedReport {
  readonly report: Report;
  /** How many reasons were left out at most to keep the page small: a dump may hold one per message. */
  readonly omitted: number;
  readonly language: string;
  readonly dictionary: Dictionary;
  /** The columns of each section's CSV. */
  readonly columns: Readonly<Record<SectionId, readonly string[]>>;
  /** How the page was arranged when it was made; null where it is as it comes. */
  readonly layout: Layout | null;
}

const isPageText = (key: string): boolean => !key.startsWith('index.') && !key.startsWith('print.');

/** The report as its page carries it: packed, in base64, with as many of its reasons as a page can hold. */
export function packReport(report: Report, locale: Locale, layout: Layout | null): string {
  const pack = (reasons: number): string => {
    const embedded: EmbeddedReport = {
      report: cutReport(report, reasons),
      omitted: Math.max(0, longestList(report) - reasons),
      language: locale,
      dictionary: dictionaryOf(locale, isPageText),
      columns: csvColumns,
      layout,
    };
    // Packed in JavaScript and without a date: the same bytes from every machine.
    return Buffer.from(gzipSync(strToU8(JSON.stringify(embedded)), { mtime: 0 })).toString('base64');
  };
  let reasons = mostReasons;
  let packed = pack(reasons);
  while (packed.length > mostCharacters && reasons > 50) {
    reasons = Math.floor(Math.min(reasons, longestList(report)) / 2);
    packed = pack(reasons);
  }
  return packed;
}

type Figures = Pick<Report, 'sections'>;

const lists = ({ sections }: Figures) => [sections['bounce-reasons'].rows, sections['error-reasons'].rows];

function longestList(report: Report): number {
  const all = [...lists(report), ...(report.lastDay === null ? [] : lists(report.lastDay))];
  return Math.max(...all.map((rows) => rows.length));
}

function cutReport(report: Report, reasons: number): Report {
  const { id, label } = report.delivery;
  return {
    ...cutFigures(report, reasons),
    delivery: { ...report.delivery, id: short(id), label: shortOrNull(label) },
    lastDay: report.lastDay === null ? null : cutFigures(report.lastDay, reasons),
  };
}

function cutFigures<Part extends Figures>(part: Part, reasons: number): Part {
  const { sections } = part;
  return {
    ...part,
    sections: {
      ...sections,
      'bounce-reasons': { rows: cutRows(sections['bounce-reasons'].rows, reasons) },
      'error-reasons': { rows: cutRows(sections['error-reasons'].rows, reasons) },
    },
  };
}

const short = (text: string): string => text.slice(0, longestText);
const shortOrNull = (text: string | null): string | null => (text === null ? null : short(text));

function cutRows<Row extends { readonly reason: string | null; readonly code: string | null }>(
  rows: readonly Row[],
  reasons: number,
): Row[] {
  return rows
    .slice(0, reasons)
    .map((row) => ({ ...row, reason: shortOrNull(row.reason), code: shortOrNull(row.code) }));
}
