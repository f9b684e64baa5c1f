import { readConfig } from '../config/read-config.ts';
import { asCommandError, ExitStatus, TryAgainError, UnavailableError, UsageError } from '../errors.ts';
import { readMailServer } from '../mail/mail-server.ts';
import { dayIn } from '../nightly/edition.ts';
import { checkHealth, otherKeeper } from '../nightly/health.ts';
import { errorOf, runReport } from '../nightly/run-report.ts';
import { keepSchedule } from '../nightly/schedule.ts';
import { scheduleJournal } from '../nightly/schedule-journal.ts';
import type { Terminal } from '../terminal.ts';
import { type MailingOptions, openContext } from './mailing.ts';
import { stopSignal } from './stop-signal.ts';

/** The options of the schedule command as they come from the command line. */
export interface ScheduleCommandOptions extends MailingOptions {
  readonly healthcheck: boolean;
}

/**
 * Makes and mails the reports of the config whenever they are due, until it is told to stop; or, with --healthcheck, says
 * whether the one that does so is well.
 * @throws CommandError where the config is at fault; UnavailableError where a health check finds something wrong
 */
export async function schedule(options: ScheduleCommandOptions, terminal: Terminal): Promise<void> {
  const config = await readConfig(options.config, process.env);
  if (options.healthcheck) {
    const { healthy, words } = await checkHealth(config.state, Date.now());
    if (!healthy) throw new UnavailableError(words, 'see what schedule says');
    terminal.result(words);
    return;
  }
  const scheduled = config.reports.flatMap((report) =>
    report.schedule === null ? [] : [{ ...report, schedule: report.schedule }],
  );
  if (scheduled.length === 0)
    throw new UsageError(`${config.path}: no report has a schedule`, 'give one a schedule, or use run');
  const other = await otherKeeper(config.state, Date.now());
  if (other !== undefined)
    throw new TryAgainError(
      `${config.state}: process ${other} keeps the schedule of this folder`,
      'stop it first, or give the other config a state folder of its own',
    );
  // What the first run would fail with is better said now.
  await readMailServer(config.smtp, process.env);
  await keepSchedule({
    reports: scheduled,
    state: config.state,
    say: scheduleJournal(options.log, terminal),
    signal: stopSignal(),
    run: async (name, due) => {
      const report = scheduled.find((one) => one.name === name);
      if (report === undefined) return 'badly';
      try {
        const context = await openContext(config, { ...options, dryRun: false }, terminal);
        const result = await runReport(report, dayIn(report.timezone, due), context);
        const error = errorOf([result]);
        if (error === undefined) return 'well';
        return error.exitStatus === ExitStatus.tryAgain ? 'unfinished' : 'badly';
      } catch (error) {
        // A secret that is gone today may be back tomorrow.
        const { message } = asCommandError(error);
        terminal.error(`${name}: not run: ${message}`);
        return 'badly';
      }
    },
  });
}
