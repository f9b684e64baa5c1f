import { gzipSync, strToU8 } from 'fflate';
import type { Layout } from '../layout/layout.ts';
import type { Locale } from '../locales/locale.ts';
import type { Dictionary, TextKey } from '../locales/texts.ts';
import { dictionaryOf } from '../locales/translate.ts';
import type { SectionId } from '../report/sections/index.ts';
import { encodeBase85 } from './base85.ts';
import { csvColumns } from './csv-columns.ts';
import type { CutReport } from './cut-report.ts';
import { explanationKeys, isExplanation } from './view/explanation.ts';

/** What a page carries for its scripts. */
export interface EmbeddedReport extends CutReport {
  readonly language: string;
  readonly dictionary: Dictionary;
  /** The columns of each section's CSV. */
  readonly columns: Readonly<Record<SectionId, readonly string[]>>;
  /** How the page was arranged when it was made; null where it is as it comes. */
  readonly layout: Layout | null;
}

/** The texts of other outputs, which a page has no use for. */
const elsewhere = ['index.', 'partial.', 'print.', 'email.', 'mail.', 'notice.'];
const isPageText = (key: string, isLive: boolean): boolean =>
  !elsewhere.some((output) => key.startsWith(output)) && (isLive || !key.startsWith('live.'));

/** The texts that explain the bounces of a report: of the many that there are its page carries these. */
function explanationsOf({ sections, lastDay }: CutReport['report']): ReadonlySet<TextKey> {
  const rows = [sections, lastDay?.sections].flatMap((part) => part?.['bounce-reasons'].rows ?? []);
  return new Set(rows.flatMap(explanationKeys));
}

/** A report as its page carries it: packed, in base 85. */
export function packReport(
  cut: CutReport,
  {
    locale,
    layout,
    isLive,
  }: { readonly locale: Locale; readonly layout: Layout | null; readonly isLive: boolean },
): string {
  const explanations = explanationsOf(cut.report);
  const embedded: EmbeddedReport = {
    ...cut,
    language: locale,
    dictionary: dictionaryOf(locale, (key) =>
      isExplanation(key) ? explanations.has(key) : isPageText(key, isLive),
    ),
    columns: csvColumns,
    layout,
  };
  // Packed in JavaScript and without a date: the same bytes from every machine.
  return encodeBase85(gzipSync(strToU8(JSON.stringify(embedded)), { mtime: 0 }));
}
