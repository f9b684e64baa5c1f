import type { ReadOptions } from './dump/read-dump.ts';
import { rejectsText } from './dump/rejects.ts';
import { readUsableDump } from './read-usable-dump.ts';
import type { Compared } from './report/comparison/compare.ts';
import { type ComputeOptions, computeReports } from './report/compute.ts';
import { conclude } from './report/conclude.ts';
import { eventsOfDump } from './report/dump-events.ts';
import type { FindingSettings } from './report/findings/settings.ts';
import type { Report } from './report/report.ts';
import type { Terminal } from './terminal.ts';

/** Which dump, how it is read, and what of it is reported. */
export interface DumpOptions extends ComputeOptions {
  /** Files, folders and patterns that are one dump. */
  readonly dump: readonly string[];
  readonly reading: ReadOptions;
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

/**
 * Reads a dump into an engine of its own and computes the report of each delivery in it.
 * @throws CommandError where it cannot be read, or no row of it can be used
 */
export async function reportsOfDump(
  { dump: arguments_, reading, earlier, conclusions, ...options }: DumpOptions,
  terminal: Pick<Terminal, 'progress' | 'note' | 'warn'>,
): Promise<DumpReports> {
  const { openDuckDB } = await import('./engine/duckdb.ts');
  const engine = await openDuckDB();
  try {
    const { dump, rejects } = await readUsableDump(
      engine,
      arguments_,
      reading,
      terminal,
      'see rejects.ndjson',
    );
    terminal.progress('Sorting the events');
    const { count, each } = await computeReports(eventsOfDump(engine, dump), options, (howFar) =>
      terminal.progress('Computing sections', howFar),
    );
    const compared: Compared[] = [];
    if (earlier !== null) {
      compared.push(...earlier);
      for await (const report of each()) compared.push(comparedOf(report));
    }
    const concluded = async function* () {
      let closing: Promise<void> | undefined;
      const close = (): void => {
        // After the first page has been handed to the thread that draws it.
        closing ??= new Promise(setImmediate).then(() => engine.close());
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
    return { count, reports: concluded(), rejects: rejectsText(rejects) };
  } catch (error) {
    await engine.close();
    throw error;
  }
}
