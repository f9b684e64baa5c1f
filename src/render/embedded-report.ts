import { gzipSync, strToU8 } from 'fflate';
import type { Layout } from '../layout/layout.ts';
import { dictionaryOf, type Locale } from '../locales/locale.ts';
import type { Dictionary } from '../locales/texts.ts';
import type { SectionId } from '../report/sections/index.ts';
import { csvColumns } from './csv-columns.ts';
import type { CutReport } from './cut-report.ts';

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
const elsewhere = ['index.', 'print.', 'email.', 'mail.', 'notice.'];
const isPageText = (key: string): boolean => !elsewhere.some((output) => key.startsWith(output));

/** A report as its page carries it: packed, in base64. */
export function packReport(cut: CutReport, locale: Locale, layout: Layout | null): string {
  const embedded: EmbeddedReport = {
    ...cut,
    language: locale,
    dictionary: dictionaryOf(locale, isPageText),
    columns: csvColumns,
    layout,
  };
  // Packed in JavaScript and without a date: the same bytes from every machine.
  return Buffer.from(gzipSync(strToU8(JSON.stringify(embedded)), { mtime: 0 })).toString('base64');
}
