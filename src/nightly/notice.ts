import { hostname } from 'node:os';
import type { Config, ReportConfig } from '../config/config.ts';
import type { CommandError } from '../errors.ts';
import { translate } from '../locales/translate.ts';
import { composeMail } from '../mail/compose.ts';
import type { LedgerMail } from '../mail/ledger.ts';
import { messageId } from '../mail/mail-key.ts';
import { type OutgoingMail, sendMails } from '../mail/send-mails.ts';
import { displayText } from '../render/escape.ts';
import { dayIn, type Edition } from './edition.ts';
import type { Subject } from './journal.ts';
import { within } from './patience.ts';
import type { RunContext } from './run-context.ts';
import { withLedger } from './with-ledger.ts';

/** What went wrong with a report. */
export interface Failure {
  readonly subject: Subject;
  readonly error: CommandError;
}

/** A word of a command line that may be copied as it is. */
function shellWord(word: string): string {
  return /^[\p{L}\p{N}_./-]+$/u.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** The words of a notice: what was to be mailed, what went wrong, what to do. */
function noticeText(
  report: ReportConfig,
  edition: Edition,
  failures: readonly Failure[],
  config: Config,
): string {
  const { text } = translate(report.locale);
  const shown = failures.slice(0, 10);
  return [
    text('notice.intro', { report: report.name, edition: edition.id }),
    '',
    ...shown.flatMap(({ subject, error }) => [
      [...(subject.delivery === null ? [] : [subject.delivery]), error.message].map(displayText).join(': '),
      ...(error.hint === undefined ? [] : [text('notice.hint', { hint: error.hint })]),
      '',
    ]),
    ...(failures.length > shown.length
      ? [text('notice.more', { count: String(failures.length - shown.length) }), '']
      : []),
    text('notice.again'),
    text('notice.where', { host: hostname() }),
    `  email-live-report run --config ${shellWord(config.path)} --only ${shellWord(report.name)} --date ${edition.date}`,
    '',
  ].join('\n');
}

/**
 * Tells the owners of a report that it could not be made, each of them once a day and report. It says how
 * that went and never throws: the failure itself is what the run ends with.
 */
export async function sendNotice(
  report: ReportConfig,
  edition: Edition,
  failures: readonly Failure[],
  context: RunContext,
): Promise<void> {
  const { server, journal } = context;
  if (server === null || report.notify.length === 0) return;
  const { text } = translate(report.locale);
  const subject = text('notice.subject', { report: report.name, edition: edition.id });
  const body = noticeText(report, edition, failures, context.config);
  const mails = report.notify.map((owner): OutgoingMail => {
    const mail: LedgerMail = {
      kind: 'notice',
      report: report.name,
      delivery: '',
      // Of the day on which it is sent, whatever day was made up for: one a day is enough to be told.
      edition: dayIn(report.timezone, context.now()),
      recipient: owner.address,
      figures: '',
    };
    return {
      mail,
      from: report.from.address,
      compose: () =>
        composeMail(
          {
            messageId: messageId(mail, report.from.address),
            date: new Date(context.now()),
            from: report.from,
            replyTo: null,
            to: owner,
            subject,
            locale: report.locale,
            text: body,
            html: null,
            parts: [],
          },
          server.dkim,
        ),
    };
  });
  const say = (told: number, untold: number, words: string): void =>
    journal.say({
      ...{ event: 'notice', report: report.name, edition: edition.id, delivery: null },
      ...{ told, untold, words },
    });
  try {
    await withLedger(context, async (ledger) => {
      const untold: OutgoingMail[] = [];
      for (const outgoing of mails) {
        const state = await ledger.stateOf(outgoing.mail);
        if (state === undefined || state === 'intended' || state === 'deferred') untold.push(outgoing);
      }
      if (untold.length === 0) return;
      const outcomes = await sendMails(untold, {
        settings: within(server.settings, context.patience),
        ledger,
        wait: context.wait,
        outcome: () => {},
        pausing: () => {},
      });
      const failed = outcomes.filter(({ state }) => state !== 'accepted');
      say(outcomes.length - failed.length, failed.length, failed.at(-1)?.words ?? '');
    });
  } catch (error) {
    say(0, mails.length, error instanceof Error ? error.message : String(error));
  }
}
