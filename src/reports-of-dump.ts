import type { ReadOptions } from './dump/read-dump.ts';
import { isClickHouseSource } from './engine/clickhouse/source-url.ts';
import { UsageError } from './errors.ts';
import type { ClusterChoices } from './open-cluster.ts';
import type { StatePlace } from './open-state.ts';
import type { OpenedEvents } from './opened-events.ts';
import type { Compared } from './report/comparison/compare.ts';
import { type ComputedReports, type ComputeOptions, computeReports } from './report/compute.ts';
import { conclude } from './report/conclude.ts';
import type { FindingSettings } from './report/findings/settings.ts';
import type { Report } from './report/report.ts';
import type { Terminal } from './terminal.ts';

/** Which dump, how it is read, and what of it is reported. */
export interface DumpOptions extends ComputeOptions {
  /** Files, folders and patterns that are one dump, or the URL of a table of a ClickHouse. */
  readonly dump: readonly string[];
  readonly reading: ReadOptions;
  /** Where a state of the dump is kept, or may be; null where nobody looks for one. */
  readonly state: StatePlace | null;
  /** How that is asked. */
  readonly cluster: ClusterChoices;
  /** What the reports are compared with, besides each other; null where they are compared with nothing. */
  readonly earlier: readonly Compared[] | null;
  readonly conclusions: FindingSettings;
}

/** The reports of a dump, and the text of its rejects.ndjson, empty where every row could be used. */
export interface DumpReports {
  readonly count: number;
  /** The newest delivery first. To be gone through once: what computes them is given back when that ends. */
  readonly reports: AsyncIterable<Report>;
  readonly rejects: string;
}

/** Who knows whom fewer messages went to knows many of them by their domains. */
const fewMessages = 100;

/** What others are compared with; of all else that a report holds nothing is kept. */
const comparedOf = ({ delivery, partial, window, totals, rates, sections }: Report): Compared => ({
  ...{ delivery, window, totals, rates },
  ...(partial === undefined ? {} : { partial }),
  sections: { 'bounce-reasons': sections['bounce-reasons'] },
});

/** Opens what the arguments stand for: a table of a ClickHouse, or files. */
async function openEvents(
  { dump, reading, cluster }: DumpOptions,
  terminal: Pick<Terminal, 'progress' | 'note' | 'warn'>,
): Promise<OpenedEvents> {
  const [url, ...others] = dump.filter(isClickHouseSource);
  if (url === undefined) {
    const { openDump } = await import('./open-dump.ts');
    return openDump(dump, reading, terminal);
  }
  if (others.length > 0 || dump.length > 1) {
    throw new UsageError(
      'a table of a ClickHouse and something else cannot be one dump',
      'load the files into the table, or report on them one after the other',
    );
  }
  const { openCluster } = await import('./open-cluster.ts');
  return openCluster(url, reading, cluster, terminal);
}

/** Computes reports of opened events, which are given back where that fails. */
async function computed(
  events: OpenedEvents,
  options: DumpOptions,
  { progress }: Pick<Terminal, 'progress'>,
): Promise<OpenedEvents & ComputedReports> {
  try {
    const reports = await computeReports(events.store, options, (howFar) =>
      progress('Computing sections', howFar),
    );
    return { ...events, ...reports };
  } catch (error) {
    await events.close();
    throw error;
  }
}

/** Computes reports from what is kept of the dump, where there is anything, or of the dump itself. */
async function computeDump(
  options: DumpOptions,
  terminal: Pick<Terminal, 'progress' | 'note' | 'warn'>,
): Promise<OpenedEvents & ComputedReports> {
  const { state, dump } = options;
  if (state !== null && !dump.some(isClickHouseSource)) {
    const { computeFromState } = await import('./open-state.ts');
    const known = await computeFromState(options, state, terminal, (events) =>
      computed(events, options, terminal),
    );
    if (known !== null) return known;
  }
  return computed(await openEvents(options, terminal), options, terminal);
}

/**
 * Reads a dump, or asks a ClickHouse, and computes the report of each delivery in it.
 * @throws CommandError where it cannot be read, or no row of it can be used
 */
export async function reportsOfDump(
  options: DumpOptions,
  terminal: Pick<Terminal, 'progress' | 'note' | 'warn'>,
): Promise<DumpReports> {
  const { earlier, conclusions } = options;
  const { count, each, rejects, close: closeEvents } = await computeDump(options, terminal);
  try {
    const compared: Compared[] = [];
    if (earlier !== null) {
      compared.push(...earlier);
      for await (const report of each()) compared.push(comparedOf(report));
    }
    const concluded = async function* () {
      let closing: Promise<void> | undefined;
      const close = (): void => {
        // After the first page has been handed to the thread that draws it.
        closing ??= new Promise(setImmediate).then(closeEvents);
      };
      try {
        let isTold = options.redactDomains;
        for await (const report of each(close)) {
          const { sent } = report.totals;
          if (!isTold && sent > 0 && sent < fewMessages) {
            isTold = true;
            terminal.note(
              `a delivery of ${sent} messages: the domains of its recipients may name them (--redact-domains)`,
            );
          }
          yield conclude(report, compared, conclusions);
        }
      } finally {
        close();
        await closing;
      }
    };
    return { count, reports: concluded(), rejects };
  } catch (error) {
    await closeEvents();
    throw error;
  }
}
