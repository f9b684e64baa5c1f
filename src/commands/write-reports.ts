import type { CommandError } from '../errors.ts';
import { type DeliveryFiles, type WrittenEmail, writeDelivery } from '../files/write-delivery.ts';
import { type IndexEntry, indexEntry, indexPath, writeIndex } from '../files/write-index.ts';
import { inOrder } from '../in-order.ts';
import type { EarlierWork } from '../incremental/earlier-work.ts';
import type { Layout } from '../layout/layout.ts';
import type { Locale } from '../locales/locale.ts';
import { madeAt } from '../made-at.ts';
import type { PageRenderer } from '../render/page-worker.ts';
import type { Printer } from '../render/printer.ts';
import type { Report } from '../report/report.ts';
import type { Terminal } from '../terminal.ts';

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
  readonly work: EarlierWork;
}

/** Where reports are written, and what of each. */
interface Writing extends Wishes {
  readonly output: string;
  readonly csv: boolean;
  readonly email: boolean;
  /** Whether reports that have not changed are left as they are: nobody knows how many those will be. */
  readonly incremental: boolean;
  /** The text of rejects.ndjson; null where earlier ones are to stay. */
  readonly rejects: string | null;
}

/** Reports as they come, and how many. */
interface ReportsToWrite {
  readonly count: number;
  readonly reports: AsyncIterable<Report> | Iterable<Report>;
}

/** The files of a run. */
export interface Outcome {
  readonly deliveries: readonly DeliveryFiles[];
  /** Those of them that were made now. */
  readonly made: ReadonlySet<DeliveryFiles>;
  /** The list of executions; null where there is one report only. */
  readonly index: string | null;
  readonly madeIndex: boolean;
}

/**
 * Renders, prints and writes reports, a few at a time, but for those that earlier work has made as they would be, and the list of
 * them where there are several. `failure` is why there is no PDF.
 * @throws CannotWriteError
 */
export async function writeReports(
  { count, reports }: ReportsToWrite,
  { output, csv, email: wantsEmail, incremental, rejects, ...wishes }: Writing,
  { renderer, printer, terminal, work }: Press,
): Promise<Outcome & { readonly failure: CommandError | undefined }> {
  const { locale } = wishes;
  const deliveries: DeliveryFiles[] = [];
  const made = new Set<DeliveryFiles>();
  let failure: CommandError | undefined;
  const pages = openPages(count, incremental, renderer, printer.prints && !wantsEmail);
  const listed: IndexEntry[] = [];
  let timezone = 'UTC';
  let done = 0;
  work.begin(rejects);
  terminal.progress('Rendering', () => (count === 1 ? null : { of: 'count', done, total: count }));
  const make = async (report: Report): Promise<DeliveryFiles> => {
    listed.push(indexEntry(report));
    timezone = report.window.timezone;
    const standing = work.standing(report);
    if (standing !== undefined) {
      pages.notNeeded();
      done += 1;
      return standing;
    }
    const { html, email } = await pages.made(() => renderOne(report, wishes, wantsEmail, renderer));
    const delivery = await writeDelivery(report, html, {
      ...{ output, locale, csv, email, rejects },
      print: printer.print,
    });
    failure ??= delivery.failure;
    made.add(delivery.written);
    work.made(report, delivery);
    done += 1;
    return delivery.written;
  };
  for await (const delivery of inOrder(reports, mostAtOnce, make)) deliveries.push(delivery);
  const index = count > 1 ? indexPath(output) : null;
  const madeIndex = index !== null && !work.indexStands();
  if (madeIndex) work.indexMade(await writeIndex(listed, { output, locale, timezone }));
  await work.save();
  terminal.progress('');
  return { deliveries, made, index, madeIndex, failure };
}

/** The pages of a run: tells the renderer how many to expect, and when there are no more. */
function openPages(count: number, incremental: boolean, renderer: PageRenderer, prints: boolean) {
  let begun = 0;
  let ended = 0;
  // A page is rendered faster than it is printed.
  if (!incremental) renderer.expect(prints ? 1 : count);
  const end = (): void => {
    ended += 1;
    if (ended === count) renderer.close();
  };
  return {
    notNeeded: end,
    made: async <Made>(make: () => Promise<Made>): Promise<Made> => {
      begun += 1;
      if (incremental && !prints) renderer.expect(begun);
      const result = await make();
      end();
      return result;
    },
  };
}
