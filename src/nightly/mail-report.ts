import type { Recipient } from '../config/config.ts';
import type { Ledger, LedgerMail } from '../mail/ledger.ts';
import { mailId } from '../mail/mail-key.ts';
import type { MailServer } from '../mail/mail-server.ts';
import { type MailOutcome, type OutgoingMail, sendMails } from '../mail/send-mails.ts';
import type { Report } from '../report/report.ts';
import type { Edition } from './edition.ts';
import { figuresOf } from './figures.ts';
import type { MailCounts, RehearsedMail, Subject } from './journal.ts';
import { type Letters, lettersOf, type MadeReport, type MailSettings } from './letters.ts';
import { within } from './patience.ts';
import { type Pending, pendingMails } from './pending.ts';
import type { RunContext } from './run-context.ts';
import { lookIntoLedger, withLedger } from './with-ledger.ts';

/** The mail of a report to somebody, as the ledger tells it from others. */
function mailOf(report: Report, { kind, name }: MailSettings, edition: Edition) {
  const figures = figuresOf(report);
  return ({ address }: Recipient): LedgerMail => ({
    kind,
    report: name,
    delivery: report.delivery.id,
    // By hand any day's report may be sent on any day: another one's figures make it another mail.
    edition: kind === 'by-hand' ? `${edition.id} ${figures}` : edition.id,
    recipient: address,
    figures,
  });
}

/** To whom a report is still to be mailed. */
function pendingOf(
  report: Report,
  settings: MailSettings,
  edition: Edition,
  ledger: Ledger | undefined,
  { resendUnknown }: RunContext,
): Promise<Pending> {
  const { to, skipUnchanged } = settings;
  return pendingMails(to, mailOf(report, settings, edition), ledger, { skipUnchanged, resendUnknown });
}

const subjectOfRun = (report: Report, { name }: MailSettings, edition: Edition): Subject => ({
  report: name,
  edition: edition.id,
  delivery: report.delivery.id,
});

/** What became of all mails: those of this run, and those that had been settled before. */
function countsOf(pending: Pending, outcomes: readonly MailOutcome[]): MailCounts {
  const count = (state: MailOutcome['state']): number =>
    outcomes.filter((outcome) => outcome.state === state).length;
  return {
    accepted: count('accepted'),
    refused: count('refused'),
    deferred: count('deferred'),
    unknown: pending.unknown + count('unknown'),
    already: pending.already,
    refusedBefore: pending.refusedBefore,
    unchanged: pending.unchanged,
  };
}

/** Why mails could not be handed over, in the words that came last; empty where all could be. */
function lastDeferral(outcomes: readonly MailOutcome[]): string {
  return outcomes.findLast(({ state }) => state === 'deferred')?.words ?? '';
}

/**
 * Mails a report to those who have not had it yet. All that the mails are made of is made before the first is sent: what
 * cannot be made is not mailed in part.
 * @throws CommandError where it cannot be made, or the server cannot be used
 */
export async function mailReport(
  made: MadeReport,
  settings: MailSettings,
  edition: Edition,
  server: MailServer,
  context: RunContext,
): Promise<MailCounts> {
  const subject = subjectOfRun(made.report, settings, edition);
  const letters = lettersOf(made, settings, edition, context);
  const counts = await withLedger(context, async (ledger) => {
    const pending = await pendingOf(made.report, settings, edition, ledger, context);
    const mails = await prepare(pending, letters, settings);
    const known = new Map<LedgerMail, MailOutcome>();
    const settled = (): number => [...known.values()].filter(({ state }) => state !== 'deferred').length;
    try {
      const outcomes = await sendMails(mails, {
        settings: within(server.settings, context.patience),
        ledger,
        wait: context.wait,
        outcome: (outcome) => {
          const { mail, state, words } = outcome;
          known.set(mail, outcome);
          context.terminal.progress(`${subject.report}: ${settled()} of ${mails.length} mailed …`);
          const { recipient } = mail;
          context.journal.say({ event: 'mail', ...subject, mail: mailId(mail), recipient, state, words });
        },
        pausing: (mails, pause, words) => {
          const seconds = Math.round(pause / 1000);
          context.journal.say({ event: 'waiting', ...subject, mails, seconds, words });
        },
      });
      return { ...countsOf(pending, outcomes), words: lastDeferral(outcomes) };
    } catch (error) {
      // Some have theirs, whatever kept it from the others.
      const deferred = mails.length - settled();
      if (deferred < mails.length)
        context.journal.say({
          event: 'mailed',
          ...subject,
          ...countsOf(pending, [...known.values()]),
          deferred,
          words: error instanceof Error ? error.message : String(error),
        });
      throw error;
    }
  });
  context.journal.say({ event: 'mailed', ...subject, ...counts });
  if (counts.deferred > 0 && counts.accepted === 0) context.patience.spent = true;
  return counts;
}

async function prepare(
  { recipients }: Pending,
  letters: Letters,
  { from }: MailSettings,
): Promise<readonly OutgoingMail[]> {
  for (const { recipient } of recipients) await letters.letterFor(recipient);
  return recipients.map(({ recipient, mail }) => ({
    mail,
    from: from.address,
    compose: () => letters.mailTo(recipient, mail),
  }));
}

/**
 * Says what would be mailed to whom, and sends nothing. It makes all that the mails are made of, so that what cannot be
 * made is found now.
 * @throws CommandError where it cannot be made
 */
export async function rehearseMails(
  made: MadeReport,
  settings: MailSettings,
  edition: Edition,
  context: RunContext,
): Promise<void> {
  const letters = lettersOf(made, settings, edition, context);
  const pending = await lookIntoLedger(context, (ledger) =>
    pendingOf(made.report, settings, edition, ledger, context),
  );
  const mails: RehearsedMail[] = [];
  // One after the other: a mail may be large, and they may be many.
  for (const { recipient, mail } of pending.recipients) {
    const { subject, parts } = await letters.letterFor(recipient);
    const attached = parts.filter(({ cid }) => cid === undefined).map(({ name }) => name);
    const { length } = await letters.mailTo(recipient, mail);
    mails.push({ recipient: recipient.address, subject, attached, bytes: length });
  }
  context.journal.say({
    event: 'rehearsed',
    ...subjectOfRun(made.report, settings, edition),
    mails,
    already: pending.already,
    refusedBefore: pending.refusedBefore,
    unchanged: pending.unchanged,
    unknown: pending.unknown,
  });
}
