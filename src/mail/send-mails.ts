import { UnavailableError } from '../errors.ts';
import type { Ledger, LedgerMail } from './ledger.ts';
import { maskAddresses } from './mask-addresses.ts';
import { SmtpFailure } from './smtp-failure.ts';
import { SmtpLine } from './smtp-line.ts';
import type { SmtpSession, SmtpSettings } from './smtp-session.ts';

/** A mail to be sent; it is composed when its turn has come, so that few are held at once. */
export interface OutgoingMail {
  readonly mail: LedgerMail;
  readonly from: string;
  readonly compose: () => Promise<Buffer>;
}

/** What became of a mail. `unknown`: the connection was cut after the final dot, so that the server may have it. */
export interface MailOutcome {
  readonly mail: LedgerMail;
  readonly state: 'accepted' | 'refused' | 'deferred' | 'unknown';
  /** What the server said, or what went wrong, without any address. */
  readonly words: string;
}

export interface SendOptions {
  readonly settings: SmtpSettings;
  readonly ledger: Ledger;
  /** Told of each outcome when it is known, and noted. */
  readonly outcome: (outcome: MailOutcome) => void;
  /** Told that what is left is tried again after a pause, in milliseconds. */
  readonly pausing: (left: number, pause: number, words: string) => void;
  readonly wait: (milliseconds: number) => Promise<void>;
}

/** Why no mail can be handed over at all. */
function serverError(failure: SmtpFailure): UnavailableError {
  return new UnavailableError(
    `the mail server cannot be used: ${failure.message}`,
    'see smtp in the config; nothing that is not noted as sent has been',
    failure,
  );
}

/**
 * Hands mails to the server over a few connections that serve one mail after the other. What fails for a while is tried
 * again, with a pause that triples; what is refused is not. Each step is in the ledger before the next is taken.
 * The outcomes come in the order of the mails.
 * @throws UnavailableError where the server cannot be used at all: wrong password, no TLS, a sender that it refuses
 */
export async function sendMails(
  mails: readonly OutgoingMail[],
  options: SendOptions,
): Promise<readonly MailOutcome[]> {
  const outcomes = new Map<OutgoingMail, MailOutcome>();
  const { times, pause } = options.settings.retries;
  let left = mails;
  for (let retry = 0; left.length > 0; retry += 1) {
    const words = await sendRound(left, outcomes, options);
    left = left.filter((mail) => (outcomes.get(mail)?.state ?? 'deferred') === 'deferred');
    if (left.length === 0 || retry >= times) break;
    const length = pause * 3 ** retry;
    options.pausing(left.length, length, words);
    await options.wait(length);
  }
  return mails.map((outgoing) => outcomes.get(outgoing) ?? notTried(outgoing));
}

/** A mail whose turn did not come, since the server had gone away before. */
const notTried = ({ mail }: OutgoingMail): MailOutcome => ({
  mail,
  state: 'deferred',
  words: 'the mail server could not be reached',
});

/** Tries each mail once, or as many as it can before the server is gone. Returns the words of the last failure. */
async function sendRound(
  mails: readonly OutgoingMail[],
  outcomes: Map<OutgoingMail, MailOutcome>,
  options: SendOptions,
): Promise<string> {
  const { settings, ledger } = options;
  const queue = [...mails];
  let words = '';
  let unusable: SmtpFailure | undefined;

  const settle = async (outgoing: OutgoingMail, state: MailOutcome['state'], reply: string) => {
    const { mail } = outgoing;
    const outcome = { mail, state, words: maskAddresses(reply, mail.recipient) };
    // That a mail is unknown is what its last state in the ledger says already.
    if (state !== 'unknown') await ledger.note(mail, state);
    outcomes.set(outgoing, outcome);
    if (state === 'deferred') words = outcome.words;
    options.outcome(outcome);
  };

  /** Tries a mail over a connection; false where no connection can be had for further ones. */
  const serve = async (outgoing: OutgoingMail, line: SmtpLine): Promise<boolean> => {
    try {
      const { kind, words } = await trySend(outgoing, await line.session(), ledger);
      await settle(outgoing, kind, words);
      return true;
    } catch (error) {
      if (!(error instanceof SmtpFailure)) throw error;
      if (error.scope === 'server' && error.permanent) {
        unusable = error;
        queue.unshift(outgoing);
        return false;
      }
      await settle(outgoing, error.permanent ? 'refused' : 'deferred', error.message);
      return line.reachable;
    }
  };

  const work = async (): Promise<void> => {
    const line = new SmtpLine(settings);
    try {
      for (let next = queue.shift(); next !== undefined; next = queue.shift())
        if (!(await serve(next, line))) return;
    } catch (error) {
      queue.length = 0;
      throw error;
    } finally {
      line.close();
    }
  };
  const workers = Array.from({ length: Math.min(settings.connections, mails.length) }, work);
  for (const result of await Promise.allSettled(workers)) {
    if (result.status === 'rejected') throw result.reason;
  }
  // A server that takes only so many connections may have served all by the others.
  if (unusable !== undefined && queue.length > 0) throw serverError(unusable);
  return words;
}

async function trySend({ mail, from, compose }: OutgoingMail, session: SmtpSession, ledger: Ledger) {
  const message = await compose();
  await ledger.note(mail, 'intended');
  return session.send({ from, to: mail.recipient }, message, () => ledger.note(mail, 'dot'));
}
