import { existsSync } from 'node:fs';
import { chooseConclusions } from '../config/conclusions.ts';
import { chooseLayout } from '../config/layout.ts';
import { chooseLocale } from '../config/locale.ts';
import { isClickHouseSource } from '../engine/clickhouse/source-url.ts';
import { UsageError } from '../errors.ts';
import { tidyFolder } from '../files/put-aside.ts';
import { type EarlierWork, noEarlierWork } from '../incremental/earlier-work.ts';
import type { ReadOptions } from '../incremental/open-earlier-work.ts';
import { printerWhenNeeded } from '../incremental/when-needed.ts';
import { openPageRenderer } from '../render/page-worker.ts';
import { openPrinter, type Printer } from '../render/printer.ts';
import type { Compared } from '../report/comparison/compare.ts';
import { conclude, concludedOnce } from '../report/conclude.ts';
import { readEarlierReport, readEarlierReports, reportsIn } from '../report/earlier-reports.ts';
import { partialWarning } from '../report/partial-warning.ts';
import { isReportFile, readReport } from '../report/read-report.ts';
import type { PartialData, Report } from '../report/report.ts';
import { reportsOfDump } from '../reports-of-dump.ts';
import type { Terminal } from '../terminal.ts';
import { dumpForEngine, type EngineName } from './choose-engine.ts';
import { openInBrowser } from './open-in-browser.ts';
import { readOptions } from './read-options.ts';
import { chooseCompute, type ReportOptions } from './report-options.ts';
import { type Outcome, type Press, type Wishes, writeReports } from './write-reports.ts';

/** The options of the render command as they come from the command line. */
export interface RenderOptions extends ReportOptions {
  readonly pdf: boolean;
  readonly email: boolean;
  readonly earlier?: string | undefined;
  /** Files and folders of reports; an empty one stands for the output folder. */
  readonly compare?: readonly string[] | undefined;
  readonly engine?: EngineName | undefined;
  readonly allowPartial: boolean;
  readonly queryTimeout?: number | undefined;
  readonly incremental: boolean;
  readonly exact: boolean;
}

/** Reports to be rendered, and the text of rejects.ndjson; null where it is not known, since there is no dump. */
interface Rendering {
  readonly count: number;
  readonly reports: AsyncIterable<Report> | Iterable<Report>;
  readonly rejects: string | null;
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

/** Options are checked before the engine is asked. */
async function computeFromDump(
  options: RenderOptions,
  earlier: readonly Compared[] | null,
  terminal: Terminal,
): Promise<Rendering> {
  const compute = await chooseCompute(options);
  const conclusions = chooseConclusions(options);
  return reportsOfDump(
    {
      dump: options.dump,
      cluster: { allowPartial: options.allowPartial, maxSeconds: options.queryTimeout },
      reading: await readOptions(options),
      state: null,
      ...compute,
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
const settledFlags = ['includeTests', 'rawReasons', 'keepQuery', 'redactDomains'] as const;

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
  return { count: reports.length, reports, rejects: null };
}

/** @throws UsageError for what only a ClickHouse can be asked, where none is */
function requireCluster({ dump, allowPartial, queryTimeout }: RenderOptions): void {
  // To a server 0 is no limit, and so is a part of a second.
  if (queryTimeout !== undefined && !(Number.isSafeInteger(queryTimeout) && queryTimeout > 0))
    throw new UsageError('--query-timeout is no whole number of seconds', 'give one, such as 600');
  const option = allowPartial ? 'allow-partial' : queryTimeout === undefined ? null : 'query-timeout';
  if (option === null || dump.some(isClickHouseSource)) return;
  throw new UsageError(`--${option} is about a ClickHouse, and the dump is none`, 'leave it out');
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

/** Says which reports were made from a part of the data, in one line for all that lack the same. */
function warnOfPartial(deliveries: Outcome['deliveries'], { warn }: Terminal): void {
  const lacking = new Map<string, { readonly partial: PartialData; count: number }>();
  for (const { partial } of deliveries) {
    if (partial === undefined) continue;
    const key = JSON.stringify(partial);
    const alike = lacking.get(key) ?? { partial, count: 0 };
    alike.count += 1;
    lacking.set(key, alike);
  }
  const all = deliveries.length;
  for (const { partial, count } of lacking.values()) {
    const which = all === 1 ? 'the report is' : `${count} of ${all} reports ${count === 1 ? 'is' : 'are'}`;
    warn(partialWarning(which, partial));
  }
}

/** Says what there is, and opens it where that is wished. */
async function tell(options: RenderOptions, terminal: Terminal, outcome: Outcome): Promise<void> {
  say(options, terminal, outcome);
  warnOfPartial(outcome.deliveries, terminal);
  const toOpen = outcome.index ?? outcome.deliveries[0]?.files.html;
  if (options.open && toOpen !== undefined) await openInBrowser(toOpen);
}

/** Writes all reports, says where they are, and opens them where that is asked for. */
async function writeAll(
  options: RenderOptions,
  wishes: Wishes,
  { rejects, ...rendering }: Rendering,
  press: Press,
): Promise<void> {
  const { failure, ...outcome } = await writeReports(rendering, { ...options, ...wishes, rejects }, press);
  await tell(options, press.terminal, outcome);
  // Without a browser there is no PDF, but everything else has been written.
  if (failure !== undefined) throw failure;
}

/**
 * Makes the reports of a dump, or of report.json files of earlier runs, and writes them below the output folder.
 * @throws CommandError
 */
export async function render(given: RenderOptions, terminal: Terminal): Promise<void> {
  const options = { ...given, dump: dumpForEngine(given.dump, given.engine) };
  requireCluster(options);
  const locale = chooseLocale(options.locale, process.env);
  const layout = await chooseLayout(options.layout);
  if (options.earlier !== undefined && !options.email) {
    throw new UsageError('--earlier is what a mail is compared with, and none is made', 'give --email too');
  }
  if (options.exact && !options.incremental) {
    throw new UsageError('--exact is about what --incremental leaves as it is', 'give --incremental too');
  }
  const earlier = options.earlier === undefined ? null : await readEarlierReport(options.earlier);
  const ofReports = await isOfReports(options);
  tidyFolder(options.output);
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
  const printer = options.incremental ? printerWhenNeeded(options.pdf, open) : open();
  try {
    const press = { renderer, printer, terminal, work };
    await writeAll(options, wishes, await rendering, press);
  } catch (error) {
    // What went wrong first is what there is to tell.
    await work.saveUnfinished().catch((failure: unknown) => terminal.note(String(failure)));
    throw error;
  } finally {
    await printer.close();
  }
}
