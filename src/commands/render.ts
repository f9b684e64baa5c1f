import { existsSync } from 'node:fs';
import { chooseConclusions } from '../config/conclusions.ts';
import { chooseLayout } from '../config/layout.ts';
import { chooseLocale } from '../config/locale.ts';
import { chooseTimezone } from '../config/timezone.ts';
import { chooseWindow } from '../config/window.ts';
import { type CommandError, UnavailableError, UsageError } from '../errors.ts';
import { type DeliveryFiles, type WrittenEmail, writeDelivery } from '../files/write-delivery.ts';
import { indexPath, writeIndex } from '../files/write-index.ts';
import { type EarlierWork, noEarlierWork } from '../incremental/earlier-work.ts';
import type { ReadOptions } from '../incremental/open-earlier-work.ts';
import { printerWhenNeeded } from '../incremental/when-needed.ts';
import type { Layout } from '../layout/layout.ts';
import type { Locale } from '../locales/locale.ts';
import { madeAt } from '../made-at.ts';
import { openPageRenderer, type PageRenderer } from '../render/page-worker.ts';
import { openPrinter, type PageSize, type Printer } from '../render/printer.ts';
import type { Compared } from '../report/comparison/compare.ts';
import { conclude, concludedOnce } from '../report/conclude.ts';
import { readEarlierReports, reportsIn } from '../report/earlier-reports.ts';
import { type MachineRules, usualMachineRules } from '../report/machines/rules/index.ts';
import { isReportFile, readReport } from '../report/read-report.ts';
import type { Report } from '../report/report.ts';
import { reportsOfDump } from '../reports-of-dump.ts';
import type { Terminal } from '../terminal.ts';
import { readOptions } from './read-options.ts';

/** The options of the render command as they come from the command line. */
export interface RenderOptions {
  readonly dump: readonly string[];
  readonly output: string;
  readonly pdf: boolean;
  readonly csv: boolean;
  readonly email: boolean;
  readonly earlier?: string | undefined;
  /** Files and folders of reports; an empty one stands for the output folder. */
  readonly compare?: readonly string[] | undefined;
  readonly retryWindow?: string | undefined;
  readonly format?: readonly string[] | undefined;
  readonly mapping?: string | undefined;
  readonly delivery?: string | undefined;
  readonly locale?: string | undefined;
  readonly timezone?: string | undefined;
  readonly last?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly includeTests: boolean;
  readonly rawReasons: boolean;
  readonly wholeUrls: boolean;
  readonly machines?: string | undefined;
  readonly layout?: string | undefined;
  readonly page: PageSize;
  readonly browser?: string | undefined;
  readonly incremental: boolean;
  readonly exact: boolean;
  readonly json: boolean;
  readonly open: boolean;
}

/** Reports to be rendered, and the text of rejects.ndjson; null where it is not known, since there is no dump. */
interface Rendering {
  readonly reports: readonly Report[];
  readonly rejects: string | null;
  /** Gives back what was needed to compute them. */
  readonly release: () => Promise<void>;
}

/** The reports that others are compared with; null where nobody asked for it, and nothing is read. */
async function earlierReports(
  { compare, output }: RenderOptions,
  { warn }: Terminal,
): Promise<readonly Compared[] | null> {
  if (compare === undefined) return null;
  const named = await readEarlierReports(
    compare.filter((path) => path !== ''),
    warn,
  );
  const isThere = compare.includes('') && existsSync(output);
  return isThere ? [...named, ...(await reportsIn(output, warn))] : named;
}

/** What --machines means is read with the schemas of configs, which take longer to load than most reports need. */
async function machineRulesOf({ machines }: RenderOptions): Promise<MachineRules> {
  if (machines === undefined) return usualMachineRules;
  const { chooseMachineRules } = await import('../config/machine-rules.ts');
  return chooseMachineRules(machines);
}

/** Options are checked before the engine is asked. */
async function computeFromDump(
  options: RenderOptions,
  earlier: readonly Compared[] | null,
  terminal: Terminal,
): Promise<Rendering> {
  const window = chooseWindow(options);
  const timezone = chooseTimezone(options.timezone);
  const machineRules = await machineRulesOf(options);
  const conclusions = chooseConclusions(options);
  return reportsOfDump(
    {
      dump: options.dump,
      reading: await readOptions(options),
      deliveryId: options.delivery,
      window,
      timezone,
      includeTests: options.includeTests,
      reasons: options.rawReasons ? 'raw' : 'masked',
      machineRules,
      earlier,
      conclusions,
    },
    terminal,
  );
}

/** What is settled when a report is computed cannot be chosen again when its report.json is rendered. */
const settledOptions = [
  'format',
  'mapping',
  'delivery',
  'timezone',
  'last',
  'from',
  'to',
  'machines',
] as const;
const settledFlags = ['includeTests', 'rawReasons', 'wholeUrls'] as const;

/** An option as it is typed: raw-reasons. */
const optionName = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** A report.json keeps its conclusions, unless it is to be compared. */
async function readReports(options: RenderOptions, earlier: readonly Compared[] | null): Promise<Rendering> {
  const settled =
    settledOptions.find((name) => options[name] !== undefined) ?? settledFlags.find((name) => options[name]);
  if (settled !== undefined) {
    throw new UsageError(
      `--${optionName(settled)} cannot be used with a report.json, whose figures are settled`,
      'render the dump again instead',
    );
  }
  if (options.retryWindow !== undefined && options.compare === undefined) {
    throw new UsageError(
      '--retry-window cannot be used with a report.json, whose findings are settled',
      'give --compare too: then they are drawn anew',
    );
  }
  const conclusions = chooseConclusions(options);
  const read = await Promise.all(options.dump.map(readReport));
  const reports = read.map((report) =>
    earlier === null
      ? concludedOnce(report, conclusions)
      : conclude(report, [...earlier, ...read], conclusions),
  );
  return { reports, rejects: null, release: async () => {} };
}

/**
 * True where the input is report.json files, false where it is a dump.
 * @throws UsageError where it is both
 */
async function isOfReports({ dump }: RenderOptions): Promise<boolean> {
  const areReports = await Promise.all(dump.map(isReportFile));
  if (areReports.every(Boolean)) return true;
  if (areReports.some(Boolean)) {
    throw new UsageError(
      'a report.json and a dump cannot be rendered together',
      'render them one after the other',
    );
  }
  return false;
}

/** What a run is about to make, or found to be there. */
interface Outcome {
  readonly deliveries: readonly DeliveryFiles[];
  /** Those of them that were made now. */
  readonly made: ReadonlySet<DeliveryFiles>;
  readonly index: string | null;
  readonly madeIndex: boolean;
}

function say(
  { json, incremental }: RenderOptions,
  terminal: Terminal,
  { deliveries, made, index, madeIndex }: Outcome,
): void {
  if (json) {
    const reports = deliveries.map((delivery) =>
      incremental ? { ...delivery, made: made.has(delivery) } : delivery,
    );
    terminal.json({ reports, index });
    return;
  }
  const standing = deliveries.length - made.size;
  if (standing > 0) {
    const all = deliveries.length === 1 ? 'the report' : `${standing} of ${deliveries.length} reports`;
    terminal.warn(`${all} had not changed`);
  }
  for (const { files } of made) for (const path of Object.values(files).flat()) terminal.result(path);
  if (index !== null && madeIndex) terminal.result(index);
}

async function openInBrowser(path: string): Promise<void> {
  const { default: open } = await import('open');
  try {
    const opener = await open(path);
    await new Promise((resolve, reject) => {
      opener.once('spawn', resolve);
      opener.once('error', reject);
    });
  } catch (error) {
    throw new UnavailableError(
      `${path}: written, but no program is here to open it`,
      'open it yourself',
      error,
    );
  }
}

/** Says what there is, and opens it where that is wished. */
async function tell(options: RenderOptions, terminal: Terminal, outcome: Outcome): Promise<void> {
  say(options, terminal, outcome);
  const toOpen = outcome.index ?? outcome.deliveries[0]?.files.html;
  if (options.open && toOpen !== undefined) await openInBrowser(toOpen);
}

/** How all reports of a run are to be shown. */
interface Wishes {
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

/** Each report as it was rendered; the next one is rendered while the last one is printed and written. */
async function* renderAhead(
  reports: readonly Report[],
  render: (report: Report) => Promise<Rendered>,
): AsyncGenerator<readonly [Report, Rendered]> {
  let previous: readonly [Report, Promise<Rendered>] | undefined;
  for (const report of reports) {
    const rendered = render(report);
    // It is awaited a turn later; should another one fail before, that is the error to tell of.
    rendered.catch(() => {});
    if (previous !== undefined) yield [previous[0], await previous[1]];
    previous = [report, rendered];
  }
  if (previous !== undefined) yield [previous[0], await previous[1]];
}

async function writeAll(
  options: RenderOptions,
  wishes: Wishes,
  { reports, rejects }: Rendering,
  renderer: PageRenderer,
  printer: Printer,
  work: EarlierWork,
  terminal: Terminal,
): Promise<void> {
  const { locale } = wishes;
  work.begin(rejects);
  const standing = new Map(reports.map((report) => [report, work.standing(report)]));
  const changed = reports.filter((report) => standing.get(report) === undefined);
  const written = new Map<Report, DeliveryFiles>();
  let failure: CommandError | undefined;
  let number = 0;
  terminal.progress('Rendering', () =>
    changed.length === 1 ? null : { of: 'count', done: number, total: changed.length },
  );
  for await (const [report, { html, email }] of renderAhead(changed, (report) =>
    renderOne(report, wishes, options.email, renderer),
  )) {
    if (number + 1 === changed.length) renderer.close();
    const delivery = await writeDelivery(report, html, {
      output: options.output,
      locale,
      csv: options.csv,
      email,
      rejects,
      print: printer.print,
    });
    failure ??= delivery.failure;
    written.set(report, delivery.written);
    work.made(report, delivery);
    number += 1;
  }
  const index = reports.length > 1 ? indexPath(options.output) : null;
  const madeIndex = index !== null && !work.indexStands();
  if (madeIndex) work.indexMade(await writeIndex(reports, { output: options.output, locale }));
  await work.save();
  terminal.progress('');
  await tell(options, terminal, {
    deliveries: reports.flatMap((report) => written.get(report) ?? standing.get(report) ?? []),
    made: new Set(written.values()),
    ...{ index, madeIndex },
  });
  // Without a browser there is no PDF, but everything else has been written.
  if (failure !== undefined) throw failure;
}

/**
 * Makes the reports of a dump, or of report.json files of earlier runs, and writes them below the output folder.
 * @throws CommandError
 */
export async function render(options: RenderOptions, terminal: Terminal): Promise<void> {
  const locale = chooseLocale(options.locale, process.env);
  const layout = await chooseLayout(options.layout);
  if (options.earlier !== undefined && !options.email) {
    throw new UsageError('--earlier is what a mail is compared with, and none is made', 'give --email too');
  }
  if (options.exact && !options.incremental) {
    throw new UsageError('--exact is about what --incremental leaves as it is', 'give --incremental too');
  }
  const earlier = options.earlier === undefined ? null : await readReport(options.earlier);
  const ofReports = await isOfReports(options);
  const compared = await earlierReports(options, terminal);
  const work = await openWork(options, { locale, layout, earlier, compared, ofReports }, terminal);
  try {
    if (options.incremental) terminal.progress('Comparing the dump', () => work.howFar());
    const run = await work.standingRun();
    if (run === null) {
      await makeAll(options, { locale, layout, earlier }, compared, ofReports, work, terminal);
    } else {
      terminal.progress('');
      await tell(options, terminal, { ...run, made: new Set(), madeIndex: false });
    }
  } finally {
    work.close();
  }
}

async function openWork(options: RenderOptions, read: ReadOptions, terminal: Terminal): Promise<EarlierWork> {
  if (!options.incremental) return noEarlierWork;
  const { openEarlierWork } = await import('../incremental/open-earlier-work.ts');
  return openEarlierWork(options, read, terminal.warn);
}

async function makeAll(
  options: RenderOptions,
  wishes: Wishes,
  compared: readonly Compared[] | null,
  ofReports: boolean,
  work: EarlierWork,
  terminal: Terminal,
): Promise<void> {
  const renderer = openPageRenderer();
  // The engine goes first: the browser's own start needs this process less.
  const rendering = ofReports ? readReports(options, compared) : computeFromDump(options, compared, terminal);
  const open = (): Printer => openPrinter(options, terminal.note);
  const printer = options.incremental ? printerWhenNeeded(open) : open();
  try {
    const obtained = await rendering;
    const writing = writeAll(options, wishes, obtained, renderer, printer, work, terminal);
    // The first page is being drawn by now, in its own thread.
    await Promise.all([writing, obtained.release()]);
  } catch (error) {
    // What went wrong first is what there is to tell.
    await work.saveUnfinished().catch((failure: unknown) => terminal.note(String(failure)));
    throw error;
  } finally {
    await printer.close();
  }
}
