import { parseDate } from '../config/date.ts';
import { readConfig } from '../config/read-config.ts';
import { dayIn } from '../nightly/edition.ts';
import { errorOf, type RunResult, runReport } from '../nightly/run-report.ts';
import type { Terminal } from '../terminal.ts';
import { chooseReports, type MailingOptions, openContext } from './mailing.ts';

/** The options of the run command as they come from the command line. */
export interface RunOptions extends MailingOptions {
  readonly only?: readonly string[] | undefined;
  readonly date?: string | undefined;
  readonly dryRun: boolean;
}

/**
 * Makes and mails each report of the config once.
 * @throws CommandError where any could not be made, or any mail could not be handed over; the others are done all the same
 */
export async function run(options: RunOptions, terminal: Terminal): Promise<void> {
  const config = await readConfig(options.config, process.env);
  const chosen = chooseReports(config, options.only);
  const date = options.date === undefined ? undefined : parseDate(options.date);
  const context = await openContext(config, options, terminal);
  const results: RunResult[] = [];
  for (const report of chosen)
    results.push(await runReport(report, date ?? dayIn(report.timezone, context.now()), context));
  const error = errorOf(results);
  if (error !== undefined) throw error;
}
