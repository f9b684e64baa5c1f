import { join } from 'node:path';
import type { ReportConfig } from '../config/config.ts';
import { chooseLayout } from '../config/layout.ts';
import { fillDumpTemplates } from '../config/text-template.ts';
import { readMapping } from '../dump/mapping/read-mapping.ts';
import { asCommandError, CommandError, ExitStatus, MailServerError } from '../errors.ts';
import { tidyFoldersIn } from '../files/put-aside.ts';
import { stateFile } from '../live/state/state-place.ts';
import { openPrinter } from '../render/printer.ts';
import type { Compared } from '../report/comparison/compare.ts';
import { partialWarning } from '../report/partial-warning.ts';
import type { Report } from '../report/report.ts';
import { type DumpReports, reportsOfDump } from '../reports-of-dump.ts';
import { readEarlierEditions } from './earlier-editions.ts';
import { type Edition, editionOf } from './edition.ts';
import type { MailCounts } from './journal.ts';
import type { MailSettings } from './letters.ts';
import { madeReport, type Press, writeReport } from './made-report.ts';
import { mailReport, rehearseMails } from './mail-report.ts';
import { type Failure, sendNotice } from './notice.ts';
import type { RunContext } from './run-context.ts';

/** How a report of the config went: what could not be made, and mails that did not arrive. */
export interface RunResult {
  readonly failures: readonly Failure[];
  readonly refused: number;
  readonly deferred: number;
}

/** What its reports are compared with; null where the config wants no comparison. */
async function earlierReports(
  { name, compare }: ReportConfig,
  edition: Edition,
  { config, terminal }: RunContext,
): Promise<readonly Compared[] | null> {
  if (compare === 0) return null;
  return readEarlierEditions(join(config.output, name), edition.id, compare, terminal.warn);
}

async function computed(config: ReportConfig, edition: Edition, context: RunContext): Promise<DumpReports> {
  const mapping = config.mapping === null ? undefined : await readMapping(config.mapping);
  return reportsOfDump(
    {
      dump: await fillDumpTemplates(config.dump, edition),
      // In a dry run nothing is written.
      state:
        context.server === null
          ? null
          : { path: stateFile(join(context.config.output, config.name)), isMade: config.incremental },
      // Nobody reads the mark of a report that is mailed at night before its figures: it is tried again instead.
      cluster: { allowPartial: false, maxSeconds: undefined },
      reading: {
        formats: config.format ?? undefined,
        mapping,
        keepQuery: config.keepQuery,
        redactDomains: config.redactDomains,
      },
      deliveryId: config.delivery ?? undefined,
      window: edition.window,
      timezone: config.timezone,
      includeTests: config.includeTests,
      reasons: config.rawReasons ? 'raw' : 'masked',
      redactDomains: config.redactDomains,
      machineRules: config.machines,
      earlier: await earlierReports(config, edition, context),
      conclusions: {
        thresholds: config.thresholds,
        retryWindow: config.retryWindow,
        compareLast: config.compare,
      },
    },
    context.terminal,
  );
}

/** Makes and mails one delivery's report; in a dry run says what would be mailed. */
async function runDelivery(
  report: Report,
  rejects: string,
  config: ReportConfig,
  edition: Edition,
  press: Press,
  context: RunContext,
): Promise<MailCounts | undefined> {
  const { config: whole, server, journal } = context;
  if (report.partial !== undefined)
    context.terminal.warn(
      partialWarning(`${config.name}: the report of ${report.delivery.id} is`, report.partial),
    );
  const made = madeReport(report, null, config, press);
  const settings: MailSettings = { kind: 'report', ...config };
  if (server === null) {
    await rehearseMails(made, settings, edition, context);
    return undefined;
  }
  const folder = await writeReport(made, config, edition.id, whole.output, rejects);
  journal.say({
    ...{ event: 'written', report: config.name, edition: edition.id, delivery: report.delivery.id },
    folder,
  });
  return mailReport(made, settings, edition, server, context);
}

/**
 * Makes a report of the config for a day and mails it, delivery by delivery. What could not be made is not mailed: its
 * owners are told instead, and the other deliveries get theirs. Never throws for a report that fails.
 */
export async function runReport(config: ReportConfig, date: string, context: RunContext): Promise<RunResult> {
  const edition = editionOf(config.time, config.timezone, date);
  const subject = { report: config.name, edition: edition.id };
  const failures: Failure[] = [];
  const counts: MailCounts[] = [];
  const fail = (delivery: string | null, cause: unknown): void => {
    const error = asCommandError(cause);
    failures.push({ subject: { ...subject, delivery }, error });
    context.journal.say({ event: 'failed', ...subject, delivery, error });
    if (cause instanceof Error) context.terminal.note(String(cause.stack));
  };

  const wantsPdf = config.attach.includes('pdf') || config.write.includes('pdf');
  const printer = openPrinter(
    { pdf: wantsPdf, page: config.page, browser: config.browser ?? undefined },
    context.terminal.note,
  );
  try {
    const layout = await chooseLayout(config.layout);
    if (context.server !== null) tidyFoldersIn(join(context.config.output, config.name));
    const { count, reports, rejects } = await computed(config, edition, context);
    const press = { renderer: context.renderer, printer, layout, progress: context.terminal.progress };
    let number = 0;
    for await (const report of reports) {
      number += 1;
      const { id } = report.delivery;
      if (!hasEvents(report)) {
        context.journal.say({ event: 'nothing', ...subject, delivery: id, why: 'no event in its time' });
        continue;
      }
      try {
        context.terminal.progress(`${config.name}: report ${number} of ${count} …`);
        const mailed = await runDelivery(report, rejects, config, edition, press, context);
        if (mailed !== undefined) counts.push(mailed);
      } catch (error) {
        fail(id, error);
        // What refuses a password once does so hundreds of times, and locks the account.
        if (error instanceof MailServerError) break;
      }
    }
  } catch (error) {
    fail(null, error);
  } finally {
    context.terminal.progress('');
    await printer.close();
  }
  const tellable = failures.filter(({ error }) => !(error instanceof MailServerError));
  if (tellable.length > 0) await sendNotice(config, edition, tellable, context);
  const sum = (name: keyof MailCounts): number => counts.reduce((sum, count) => sum + count[name], 0);
  return { failures, refused: sum('refused'), deferred: sum('deferred') };
}

const hasEvents = ({ audit }: Report): boolean => audit.counted > 0;

/** What a run ends with: an error that says what did not go well, or undefined where all did. */
export function errorOf(results: readonly RunResult[]): CommandError | undefined {
  const failures = results.flatMap(({ failures }) => failures);
  const count = (name: 'refused' | 'deferred'): number =>
    results.reduce((sum, result) => sum + result[name], 0);
  const [refused, deferred] = [count('refused'), count('deferred')];
  const parts = [
    ...plural(failures.length, 'report was not mailed', 'reports were not mailed'),
    ...plural(deferred, 'mail could not be handed over', 'mails could not be handed over'),
    ...plural(refused, 'mail was refused for good', 'mails were refused for good'),
  ];
  if (parts.length === 0) return undefined;
  const again = 'run it again when that is mended: nobody gets the same report twice';
  if (deferred > 0) return new CommandError(ExitStatus.tryAgain, parts.join(', '), again);
  const [first] = failures;
  return first === undefined
    ? new CommandError(ExitStatus.unavailable, parts.join(', '), 'see what the server said above')
    : new CommandError(first.error.exitStatus, parts.join(', '), again);
}

const plural = (count: number, one: string, several: string): readonly string[] =>
  count === 0 ? [] : [`${count} ${count === 1 ? one : several}`];
