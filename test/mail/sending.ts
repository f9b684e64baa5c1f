import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type Ledger, type LedgerMail, type MailState, openLedger } from '../../src/mail/ledger.ts';
import { type MailOutcome, type OutgoingMail, sendMails } from '../../src/mail/send-mails.ts';
import type { SmtpSettings } from '../../src/mail/smtp-session.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { mailTo } from './mail-to.ts';

/** Settings that reach a server of the tests without TLS, and give up soon. */
export const settingsFor = (port: number, others: Partial<SmtpSettings> = {}): SmtpSettings => ({
  host: '127.0.0.1',
  port,
  tls: 'none',
  ca: null,
  auth: null,
  name: 'client.example.com',
  connections: 1,
  timeout: 5000,
  retries: { times: 2, pause: 1000 },
  ...others,
});

/** A message of about so many bytes, with lines that a server could mistake for its end. */
export function messageOf(bytes = 200): Buffer {
  const line = '.what begins with a dot is doubled on its way, and so much of it is sixty\r\n';
  return Buffer.from(`Subject: Report\r\n\r\n${line.repeat(Math.ceil(bytes / line.length))}`);
}

/** What is left of a sending. */
export interface Sending {
  readonly outcomes: readonly MailOutcome[];
  /** The states alone. */
  readonly states: readonly MailOutcome['state'][];
  /** What was written into the ledger, in its order. */
  readonly noted: readonly MailState[];
  readonly lastState: (recipient: string) => Promise<MailState | undefined>;
  /** The pauses between the tries, in milliseconds; none of them was waited for. */
  readonly pauses: readonly number[];
  /** What was told of while it was sent. */
  readonly told: readonly MailOutcome[];
}

export interface SendingOptions extends Partial<SmtpSettings> {
  readonly message?: Buffer;
  readonly from?: string;
  /** Makes the message for a recipient, in place of `message` for all. */
  readonly compose?: (recipient: string) => Promise<Buffer>;
  /** Is told of each state as it is noted. */
  readonly noting?: (state: MailState, mail: LedgerMail) => void | Promise<void>;
  /** Is called when a dot is marked. */
  readonly marking?: () => void;
}

/** An empty ledger, which is closed after the test. */
export async function emptyLedger(): Promise<Ledger> {
  const ledger = await openLedger(join(temporaryFolder(), 'ledger.duckdb'), 0, () => undefined);
  onTestFinished(() => ledger.close());
  return ledger;
}

/** Sends a message to each recipient, with a ledger of its own. */
export async function send(
  port: number,
  recipients: readonly string[],
  options: SendingOptions = {},
): Promise<Sending> {
  const {
    message = messageOf(),
    from = 'reports@example.com',
    compose,
    noting,
    marking,
    ...settings
  } = options;
  const ledger = await emptyLedger();
  const noted: MailState[] = [];
  const pauses: number[] = [];
  const told: MailOutcome[] = [];
  const mails = recipients.map(
    (recipient): OutgoingMail => ({
      mail: mailTo(recipient),
      from,
      compose: async () => (await compose?.(recipient)) ?? message,
    }),
  );
  const outcomes = await sendMails(mails, {
    settings: settingsFor(port, settings),
    ledger: {
      ...ledger,
      note: async (mail, state) => {
        await noting?.(state, mail);
        await ledger.note(mail, state);
        noted.push(state);
      },
      markDot: (mail) => {
        marking?.();
        ledger.markDot(mail);
      },
    },
    outcome: (outcome) => told.push(outcome),
    pausing: (_left, pause) => pauses.push(pause),
    wait: async () => undefined,
  });
  return {
    outcomes,
    states: outcomes.map(({ state }) => state),
    noted,
    lastState: (recipient) => ledger.stateOf(mailTo(recipient)),
    pauses,
    told,
  };
}
