import { join } from 'node:path';
import type { ReportConfig } from '../config/config.ts';
import { writeDelivery } from '../files/write-delivery.ts';
import type { Layout } from '../layout/layout.ts';
import { madeAt } from '../made-at.ts';
import { composeDraft } from '../mail/draft.ts';
import type { PageRenderer } from '../render/page-worker.ts';
import type { Printer } from '../render/printer.ts';
import type { Report } from '../report/report.ts';
import { crossedThresholds } from '../report/thresholds.ts';
import type { MadeReport } from './letters.ts';
import { perLocale } from './per-locale.ts';

/** What pages are made with. */
export interface Press {
  readonly renderer: PageRenderer;
  readonly printer: Printer;
  readonly layout: Layout | null;
  /** Told what is being made. */
  readonly progress: (activity: string) => void;
}

/** A report with all that can be made of it: each is made when it is asked for, once for each language. */
export function madeReport(
  report: Report,
  earlier: Report | null,
  { thresholds, attach }: Pick<ReportConfig, 'thresholds' | 'attach'>,
  { renderer, printer, layout, progress }: Press,
): MadeReport {
  const crossed = crossedThresholds(report.rates, thresholds);
  const page = perLocale((locale) => renderer.render(report, { locale, layout }));
  const pdf = perLocale(async (locale) => {
    progress(`${report.delivery.id}: printing the PDF (${locale}) …`);
    const printed = await printer.print(await page(locale), report, locale);
    if (printed === undefined) throw new Error('no browser was started for the PDF');
    return printed;
  });
  const email = perLocale((locale) => {
    progress(`${report.delivery.id}: writing the mail (${locale}) …`);
    return renderer.renderEmail(report, { locale, layout, earlier, crossed, attachments: attach });
  });
  return { report, crossed, page, pdf, email };
}

/**
 * Writes a report's files into its folder, `<output>/<report>/<edition>/<delivery>`, in its own language; returns the
 * folder of the edition.
 * @throws CommandError where any of them cannot be made or written
 */
export async function writeReport(
  { report, page, pdf, email }: MadeReport,
  { name, locale, write, from }: Pick<ReportConfig, 'name' | 'locale' | 'write' | 'from'>,
  edition: string,
  output: string,
  rejects: string,
): Promise<string> {
  const folder = join(output, name, edition);
  const writtenEmail = async () => {
    const edition = await email(locale);
    return { edition, message: await composeDraft(report, edition, { locale, from, date: madeAt() }) };
  };
  const { failure } = await writeDelivery(report, await page(locale), {
    output: folder,
    locale,
    csv: write.includes('csv'),
    email: write.includes('email') ? await writtenEmail() : null,
    rejects,
    print: async () => (write.includes('pdf') ? pdf(locale) : undefined),
  });
  if (failure !== undefined) throw failure;
  return folder;
}
