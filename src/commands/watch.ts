import { join } from 'node:path';
import { chooseConclusions } from '../config/conclusions.ts';
import { chooseLayout } from '../config/layout.ts';
import { chooseLocale } from '../config/locale.ts';
import { parseStretch } from '../config/stretch.ts';
import { chooseFormats } from '../dump/choose-format.ts';
import { filesThere } from '../dump/find-files.ts';
import { formats } from '../dump/formats/index.ts';
import { passingKeys } from '../dump/keys.ts';
import { requireNoExpressions } from '../dump/read-dump.ts';
import { isClickHouseSource } from '../engine/clickhouse/source-url.ts';
import { NoInputError, UsageError } from '../errors.ts';
import { tidyFolder } from '../files/put-aside.ts';
import { Bell } from '../live/bell.ts';
import { watchFiles } from '../live/follow/watch-files.ts';
import { type Following, followReports, type Update } from '../live/follow-reports.ts';
import { LiveReports, type LiveWishes } from '../live/live-reports.ts';
import { choicesHash, madeBy } from '../live/made-by.ts';
import { parseServeAddress } from '../live/serve/address.ts';
import { type ServedReports, serveReports } from '../live/serve/serve-reports.ts';
import { LiveState } from '../live/state/live-state.ts';
import { DumpFiles } from '../live/state/read-files.ts';
import { stateFile } from '../live/state/state-place.ts';
import { openPageRenderer } from '../render/page-worker.ts';
import { openPrinter } from '../render/printer.ts';
import type { Terminal } from '../terminal.ts';
import { openInBrowser } from './open-in-browser.ts';
import { readOptions } from './read-options.ts';
import { chooseCompute, type ReportOptions } from './report-options.ts';
import { stopSignal } from './stop-signal.ts';

/** The options of the watch command as they come from the command line. */
export interface WatchOptions extends ReportOptions {
  readonly every: string;
  readonly pdfAt?: string | undefined;
  /** Where to serve the reports; empty for the usual address, undefined for nowhere. */
  readonly serve?: string | undefined;
  readonly refresh?: number | undefined;
  readonly rebuild: boolean;
  readonly once: boolean;
}

/** @throws UsageError */
function chooseEvery(text: string): number {
  if (text.trim() === '0') return 0;
  const every = parseStretch(text);
  if (typeof every === 'number') return every;
  throw new UsageError(`--every ${text} ${every.message}`, every.hint);
}

/** @throws UsageError */
function choosePdfAt(time: string | undefined, timezone: string): { time: string; timezone: string } | null {
  if (time === undefined) return null;
  if (/^(?:[01]?\d|2[0-3]):[0-5]\d$/.test(time)) return { time, timezone };
  throw new UsageError(`--pdf-at ${time} is no time of the day`, 'give hours and minutes, such as 08:00');
}

/** @throws UsageError */
function chooseRefresh(seconds: number | undefined): number | null {
  if (seconds === undefined) return null;
  if (Number.isSafeInteger(seconds) && seconds >= 1) return seconds;
  throw new UsageError('--refresh is no whole number of seconds', 'give one, such as 60');
}

/** Opens what follows the dump, and who does so again where the state has to be made anew. */
async function opener(options: WatchOptions, wishes: LiveWishes, terminal: Terminal) {
  const read = await readOptions(options);
  requireNoExpressions(read.mapping);
  const { choose } = await chooseFormats(options.format ?? [], read.mapping, formats);
  const { compute } = wishes;
  const renderer = openPageRenderer();
  const choices = { ...compute, keys: passingKeys };
  const path = stateFile(options.output);
  const made = madeBy(
    choicesHash({
      ...{ ...compute, keepQuery: options.keepQuery, formats: options.format },
      mapping: read.mapping?.mapping,
    }),
    compute.window,
  );
  return async (rebuild: boolean): Promise<Following> => {
    const state = await LiveState.open(path, { madeBy: made, rebuild, choices, mapping: read.mapping });
    if (state.whyAnew !== null)
      terminal.warn(`${path}: ${state.whyAnew}, so that it is made anew from the dump`);
    const reading = {
      ...{ choose, keys: passingKeys, keepQuery: options.keepQuery, redactDomains: options.redactDomains },
      read: (file: string, bytes: number) =>
        terminal.progress(`Reading ${file}, ${Math.round(bytes / 1e6)} MB`),
    };
    return {
      state,
      files: new DumpFiles(state, options.dump, reading, {
        ...terminal,
        leftOut: options.output,
        once: false,
      }),
      reports: new LiveReports(state, wishes, renderer),
    };
  };
}

function say(update: Update, { json }: WatchOptions, terminal: Terminal): void {
  const { changes, rows, newRows, milliseconds } = update;
  const folders = changes.flatMap(({ folder }) => folder ?? []);
  if (json) {
    terminal.json({ rows, newRows, written: folders, milliseconds: Math.round(milliseconds) });
    return;
  }
  terminal.note(
    `${rows} rows, ${newRows} of them new: ${folders.length} ${folders.length === 1 ? 'report' : 'reports'} in ${Math.round(milliseconds)} ms`,
  );
}

/**
 * Follows a dump: writes its reports, and again those that change, until it is told to end.
 * @throws CommandError
 */
export async function watch(options: WatchOptions, terminal: Terminal): Promise<void> {
  const { dump, output, once } = options;
  if (dump.some(isClickHouseSource))
    throw new UsageError('a table of a ClickHouse cannot be followed', 'run render again and again instead');
  if ((await filesThere(dump)).length === 0 && once)
    throw new NoInputError(`${dump.join(', ')}: no such file, folder or pattern`, 'check the path');
  const compute = await chooseCompute(options);
  const pdfAt = choosePdfAt(options.pdfAt, compute.timezone);
  const wishes: LiveWishes = {
    ...{ output, compute, csv: options.csv },
    locale: chooseLocale(options.locale, process.env),
    layout: await chooseLayout(options.layout),
    refreshSeconds: chooseRefresh(options.refresh),
    keepsPdf: pdfAt !== null,
    conclusions: chooseConclusions(options),
  };
  const every = chooseEvery(options.every);
  const address = options.serve === undefined ? null : parseServeAddress(options.serve);
  tidyFolder(output);
  const bell = new Bell();
  const open = await opener(options, wishes, terminal);
  let served: ServedReports | undefined;
  let isFirst = true;
  const watching = once
    ? undefined
    : await watchFiles(dump, bell.ring, { leftOut: output, note: terminal.note });
  try {
    served = address === null ? undefined : await serveReports({ ...address, output, note: terminal.warn });
    if (served !== undefined) terminal.result(served.url);
    await followReports({
      ...{ open, every, pdfAt, once, bell, now: Date.now },
      ...{ warn: terminal.warn, progress: terminal.progress },
      openPrinter: () => openPrinter({ ...options, pdf: true }, terminal.note),
      signal: stopSignal(),
      updated: (update) => {
        served?.published(update.changes);
        say(update, options, terminal);
        if (!isFirst || update.changes.length === 0) return;
        isFirst = false;
        const pages = update.changes.map(({ folder }) =>
          folder === null ? join(output, 'index.html') : join(output, folder, 'report.html'),
        );
        if (!options.json) for (const page of pages) terminal.result(page);
        const toOpen = served?.url ?? pages.at(-1);
        if (options.open && toOpen !== undefined)
          openInBrowser(toOpen).catch((error: unknown) => terminal.warn(String(error)));
      },
    });
  } finally {
    terminal.progress('');
    await watching?.close();
    await served?.close();
  }
}
