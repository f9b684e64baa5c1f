import { MailServerError } from '../errors.ts';
import type { Ledger, LedgerMail } from './ledger.ts';
import { maskAddresses } from './mask-addresses.ts';
import { SmtpFailure } from './smtp-failure.ts';
import { SmtpLine } from './smtp-line.ts';
import type { SmtpSettings } from './smtp-session.ts';

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

/** Why a connection served no further mail: it could not be had, or the server wants none from us. */
interface Stop {
  readonly failure: SmtpFailure;
  /** Without any address. */
  readonly words: string;
}

/** Why no mail can be handed over at all. */
function serverError({ failure, words }: Stop): MailServerError {
  return new MailServerError(
    `the mail server cannot be used: ${words}`,
    'see smtp in the config; nothing that is not noted as sent has been',
    failure,
  );
}

/** A timer that is set to more than some weeks does not wait at all. */
const longestPause = 86_400_000;

/**
 * Hands mails to the server over a few connections that serve one mail after the other. What fails for a while is tried
 * again, with a pause that triples; what is refused is not. Each step is in the ledger before the next is taken.
 * The outcomes come in the order of the mails.
 * @throws MailServerError where the server cannot be used at all: wrong password, no TLS, a sender that it refuses
 */
export async function sendMails(
  mails: readonly OutgoingMail[],
  options: SendOptions,
): Promise<readonly MailOutcome[]> {
  const outcomes = new Map(mails.map((outgoing) => [outgoing, deferred(outgoing, 'not tried')]));
  const { times, pause } = options.settings.retries;
  let left = mails;
  for (let retry = 0; left.length > 0; retry += 1) {
    const words = await sendRound(left, outcomes, options);
    left = left.filter((mail) => outcomes.get(mail)?.state === 'deferred');
    if (left.length === 0 || retry >= times) break;
    const length = Math.min(pause * 3 ** retry, longestPause);
    options.pausing(left.length, length, words);
    await options.wait(length);
  }
  return [...outcomes.values()];
}

const deferred = ({ mail }: OutgoingMail, words: string): MailOutcome => ({ mail, state: 'deferred', words });

/** Tries each mail once, or as many as it can before the server is gone. Returns the words of the last failure. */
async function sendRound(
  mails: readonly OutgoingMail[],
  outcomes: Map<OutgoingMail, MailOutcome>,
  options: SendOptions,
): Promise<string> {
  const { settings, ledger } = options;
  const queue = [...mails];
  let lastWords = '';
  let stop: Stop | undefined;
  let hasServed = false;

  const tell = (outgoing: OutgoingMail, outcome: MailOutcome): void => {
    outcomes.set(outgoing, outcome);
    if (outcome.state === 'deferred') lastWords = outcome.words;
    options.outcome(outcome);
  };

  const settle = async (outgoing: OutgoingMail, state: MailOutcome['state'], reply: string) => {
    const { mail } = outgoing;
    hasServed = true;
    await ledger.note(mail, state);
    tell(outgoing, { mail, state, words: maskAddresses(reply, mail.recipient) });
  };

  /** Tries a mail over a connection; false where the connection can serve no further ones. */
  const serve = async (outgoing: OutgoingMail, line: SmtpLine): Promise<boolean> => {
    try {
      const { kind, words } = await trySend(outgoing, line, ledger);
      await settle(outgoing, kind, words);
    } catch (error) {
      if (!(error instanceof SmtpFailure)) throw error;
      const { permanent, message } = error;
      if (!line.reachable || (permanent && error.scope === 'server')) {
        // That is no fault of this mail, and another connection may take it.
        queue.unshift(outgoing);
        stop = { failure: error, words: maskAddresses(message, outgoing.mail.recipient) };
        return false;
      }
      await settle(outgoing, permanent ? 'refused' : 'deferred', message);
    }
    return true;
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
  // A server that takes only so many connections serves by one what the others left.
  if (queue.length > 0 && hasServed) await work();
  if (stop?.failure.permanent && queue.length > 0) throw serverError(stop);
  for (const outgoing of queue) tell(outgoing, deferred(outgoing, stop?.words ?? ''));
  return lastWords;
}

async function trySend({ mail, from, compose }: OutgoingMail, line: SmtpLine, ledger: Ledger) {
  const message = await compose();
  const session = await line.session();
  await ledger.note(mail, 'intended');
  return session.send(
    { from, to: mail.recipient },
    message,
    () => ledger.note(mail, 'dot'),
    () => ledger.markDot(mail),
  );
}
