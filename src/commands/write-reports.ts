import type { CommandError } from '../errors.ts';
import { type DeliveryFiles, type WrittenEmail, writeDelivery } from '../files/write-delivery.ts';
import { type IndexEntry, indexEntry, writeIndex } from '../files/write-index.ts';
import type { Layout } from '../layout/layout.ts';
import type { Locale } from '../locales/locale.ts';
import { madeAt } from '../made-at.ts';
import type { PageRenderer } from '../render/page-worker.ts';
import type { Printer } from '../render/printer.ts';
import type { Report } from '../report/report.ts';
import type { Terminal } from '../terminal.ts';
import { inOrder } from './in-order.ts';

/** How all reports of a run are to be shown. */
export interface Wishes {
  readonly locale: Locale;
  readonly layout: Layout | null;
  /** What mails compare their figures with. */
  readonly earlier: Report | null;
}

/** A report as its page and, where one is wanted, as a mail. */
interface Rendered {
  readonly html: string;
  readonly email: WrittenEmail | null;
}

async function renderEmail(
  report: Report,
  { locale, layout, earlier }: Wishes,
  renderer: PageRenderer,
): Promise<WrittenEmail> {
  const { composeDraft } = await import('../mail/draft.ts');
  const edition = await renderer.renderEmail(report, {
    ...{ locale, layout, earlier },
    ...{ crossed: [], attachments: [] },
  });
  const message = await composeDraft(report, edition, { locale, from: null, date: madeAt() });
  return { edition, message };
}

async function renderOne(
  report: Report,
  wishes: Wishes,
  wantsEmail: boolean,
  renderer: PageRenderer,
): Promise<Rendered> {
  const { locale, layout } = wishes;
  const [html, email] = await Promise.all([
    renderer.render(report, { locale, layout }),
    wantsEmail ? renderEmail(report, wishes, renderer) : null,
  ]);
  return { html, email };
}

/** Reports that are rendered, printed or written at the same time: enough to keep threads, browser and disk busy. */
const mostAtOnce = 4;

/** What reports are made with. */
export interface Press {
  readonly renderer: PageRenderer;
  readonly printer: Printer;
  readonly terminal: Terminal;
}

/** Where reports are written, and what of each. */
interface Writing extends Wishes {
  readonly output: string;
  readonly csv: boolean;
  readonly email: boolean;
  /** The text of rejects.ndjson; null where earlier ones are to stay. */
  readonly rejects: string | null;
}

/** Reports as they come, and how many. */
interface ReportsToWrite {
  readonly count: number;
  readonly reports: AsyncIterable<Report> | Iterable<Report>;
}

/** What was written, and why no PDF was. */
interface WrittenReports {
  readonly written: readonly DeliveryFiles[];
  /** The list of executions; null where there is one report only. */
  readonly index: string | null;
  readonly failure: CommandError | undefined;
}

/**
 * Renders, prints and writes reports, a few at a time, and the list of them where there are several.
 * @throws CannotWriteError
 */
export async function writeReports(
  { count, reports }: ReportsToWrite,
  { output, csv, email: wantsEmail, rejects, ...wishes }: Writing,
  { renderer, printer, terminal }: Press,
): Promise<WrittenReports> {
  const { locale } = wishes;
  const written: DeliveryFiles[] = [];
  let failure: CommandError | undefined;
  // A page is rendered faster than it is printed.
  renderer.expect(printer.prints && !wantsEmail ? 1 : count);
  const listed: IndexEntry[] = [];
  let timezone = 'UTC';
  const make = async (report: Report) => {
    listed.push(indexEntry(report));
    terminal.progress(`Rendering ${listed.length} of ${count} …`);
    timezone = report.window.timezone;
    const { html, email } = await renderOne(report, wishes, wantsEmail, renderer);
    return writeDelivery(report, html, {
      ...{ output, locale, csv, email, rejects },
      print: printer.print,
    });
  };
  for await (const delivery of inOrder(reports, mostAtOnce, make)) {
    failure ??= delivery.failure;
    written.push(delivery.written);
  }
  const index = count > 1 ? await writeIndex(listed, { output, locale, timezone }) : null;
  terminal.progress('');
  return { written, index, failure };
}
