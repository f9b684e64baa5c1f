import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Attachment, Config, Recipient } from '../config/config.ts';
import { chooseLayout } from '../config/layout.ts';
import { chooseLocale } from '../config/locale.ts';
import { parseMailbox } from '../config/mailbox.ts';
import { readConfig } from '../config/read-config.ts';
import { eachOnce } from '../config/recipients.ts';
import { TemplateFault } from '../config/template-names.ts';
import { compileSubjectTemplate } from '../config/text-template.ts';
import { hasErrorCode, NoInputError, UsageError } from '../errors.ts';
import { dayIn, type Edition, editionOf } from '../nightly/edition.ts';
import type { MailSettings } from '../nightly/letters.ts';
import { madeReport } from '../nightly/made-report.ts';
import { mailReport, rehearseMails } from '../nightly/mail-report.ts';
import { errorOf } from '../nightly/run-report.ts';
import { openPrinter } from '../render/printer.ts';
import { concludedOnce } from '../report/conclude.ts';
import { readEarlierReport } from '../report/earlier-reports.ts';
import { partialWarning } from '../report/partial-warning.ts';
import { readReport } from '../report/read-report.ts';
import type { Terminal } from '../terminal.ts';
import { chooseReports, type MailingOptions, openContext } from './mailing.ts';

/** The options of the send command as they come from the command line. */
export interface SendOptions extends MailingOptions {
  readonly report: string;
  readonly to: readonly string[];
  readonly only?: string | undefined;
  readonly attach?: readonly (Attachment | 'none')[] | undefined;
  readonly subject?: string | undefined;
  readonly locale?: string | undefined;
  readonly earlier?: string | undefined;
  readonly again: boolean;
  readonly dryRun: boolean;
}

/**
 * The report.json that an argument names: the file, or the one in a folder of a report.
 * @throws NoInputError for a folder of several reports
 */
async function reportPath(argument: string): Promise<string> {
  const names = await readdir(argument).catch((error: unknown) => {
    // A file, or nothing: who reads it says so.
    if (hasErrorCode(error, 'ENOENT', 'ENOTDIR', 'EACCES')) return null;
    throw error;
  });
  if (names === null) return argument;
  if (names.includes('report.json')) return join(argument, 'report.json');
  const reports = names.filter((name) => existsSync(join(argument, name, 'report.json')));
  throw new NoInputError(
    `${argument}: no report.json in this folder`,
    reports.length === 0
      ? 'name the folder of a report'
      : `name one of ${reports.slice(0, 5).join(', ')} in it`,
  );
}

function recipientsOf(texts: readonly string[]): readonly Recipient[] {
  const recipients = texts.map((text): Recipient => {
    const mailbox = parseMailbox(text);
    if (mailbox === undefined)
      throw new UsageError(`--to: ${JSON.stringify(text)} is no address`, 'write it as anna@example.com');
    return { ...mailbox, locale: null };
  });
  return eachOnce(recipients);
}

/** A subject's template that compiles. */
async function checkedSubject(template: string): Promise<string> {
  try {
    await compileSubjectTemplate(template);
    return template;
  } catch (error) {
    if (error instanceof TemplateFault)
      throw new UsageError(`--subject: ${error.message}`, 'see docs/config.md');
    throw error;
  }
}

/** How the mail is made: as a report of the config has it, but for what is said otherwise. */
async function settingsOf(options: SendOptions, config: Config) {
  const [like = config.reports[0]] = chooseReports(
    config,
    options.only === undefined ? undefined : [options.only],
  );
  const settings: MailSettings = {
    ...like,
    kind: 'by-hand',
    name: 'send',
    to: recipientsOf(options.to),
    attach: options.attach?.filter((file) => file !== 'none') ?? like.attach,
    subject: options.subject === undefined ? like.subject : await checkedSubject(options.subject),
    locale: options.locale === undefined ? like.locale : chooseLocale(options.locale, process.env),
    skipUnchanged: false,
  };
  return { like, settings };
}

/** What is sent by hand is of the day; sent again, it is of the moment, and so another mail. */
function editionOfNow(timezone: string, now: number, again: boolean): Edition {
  const edition = editionOf({ kind: 'all' }, timezone, dayIn(timezone, now));
  return again ? { ...edition, id: new Date(now).toISOString() } : edition;
}

/**
 * Mails one report that was made before.
 * @throws CommandError where it cannot be made into mails, or one of them could not be handed over
 */
export async function send(options: SendOptions, terminal: Terminal): Promise<void> {
  const config = await readConfig(options.config, process.env);
  const { like, settings } = await settingsOf(options, config);
  const report = concludedOnce(await readReport(await reportPath(options.report)), {
    thresholds: like.thresholds,
    retryWindow: like.retryWindow,
    compareLast: like.compare,
  });
  if (report.partial !== undefined) terminal.warn(partialWarning('the report is', report.partial));
  const earlier = options.earlier === undefined ? null : await readEarlierReport(options.earlier);
  const layout = await chooseLayout(like.layout);
  const context = await openContext(config, options, terminal);
  const edition = editionOfNow(report.window.timezone, context.now(), options.again);
  const printer = openPrinter(
    { pdf: settings.attach.includes('pdf'), page: like.page, browser: like.browser ?? undefined },
    terminal.note,
  );
  try {
    const { renderer } = context;
    const { progress } = terminal;
    const made = madeReport(report, earlier, settings, { renderer, printer, layout, progress });
    if (context.server === null) {
      await rehearseMails(made, settings, edition, context);
      return;
    }
    const counts = await mailReport(made, settings, edition, context.server, context);
    const error = errorOf([{ ...counts, failures: [] }]);
    if (error !== undefined) throw error;
  } finally {
    terminal.progress('');
    await printer.close();
  }
}
