import { rootCertificates } from 'node:tls';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { SmtpConfig } from '../config/config.ts';
import { HeldMessage } from './held-message.ts';
import { wireAddress } from './mail-key.ts';
import { SmtpFailure, saysNo, smtpFailure } from './smtp-failure.ts';

/** How to reach the server, with its secrets read. */
export interface SmtpSettings extends Omit<SmtpConfig, 'auth' | 'ca' | 'dkim'> {
  readonly auth: { readonly user: string; readonly password: string } | null;
  /** PEM of the authorities that sign the server's certificate, besides those that Node knows. */
  readonly ca: string | null;
}

export interface Envelope {
  readonly from: string;
  readonly to: string;
}

/** How the handing over of a message ended, if not by a refusal: accepted, or cut when it may have been. */
export interface Handover {
  readonly kind: 'accepted' | 'unknown';
  /** What the server said, or how the connection ended. */
  readonly words: string;
}

/** An open connection to the server, for any number of mails one after the other. */
export interface SmtpSession {
  /** False once the connection is gone. */
  readonly isOpen: () => boolean;
  /**
   * Hands a message over. `beforeDot` has resolved, and `atDot` has just returned, when the final dot is written: from
   * then on the message may have been accepted.
   * @throws SmtpFailure where it was certainly not accepted
   */
  readonly send: (
    envelope: Envelope,
    message: Buffer,
    beforeDot: () => Promise<void>,
    atDot?: () => void,
  ) => Promise<Handover>;
  readonly close: () => void;
}

const patienceAtEnd = 1000;

function connectionOptions(settings: SmtpSettings): SMTPConnection.Options {
  const { host, port, tls, ca, name, timeout } = settings;
  return {
    host,
    port,
    secure: tls === 'implicit',
    requireTLS: tls === 'starttls',
    ignoreTLS: tls === 'none',
    opportunisticTLS: tls === 'opportunistic',
    connectionTimeout: timeout,
    greetingTimeout: timeout,
    socketTimeout: timeout,
    dnsTimeout: timeout,
    ...(name === null ? {} : { name }),
    ...(ca === null ? {} : { tls: { ca: [...rootCertificates, ca] } }),
  };
}

/**
 * Connects, secures the connection as the settings demand, and signs in.
 * @throws SmtpFailure
 */
export async function openSmtpSession(settings: SmtpSettings): Promise<SmtpSession> {
  const connection = new SMTPConnection(connectionOptions(settings));
  let open = false;
  const closed = (): void => {
    open = false;
  };
  connection.on('end', closed);
  // Between two mails the server may go away, too; during one its callback tells.
  connection.on('error', closed);
  try {
    await step(connection, (done) => connection.connect(done));
    const { auth } = settings;
    if (auth !== null) {
      // The connection would send the password nevertheless, even where STARTTLS has just failed.
      if (!connection.allowsAuth)
        throw new SmtpFailure('server', true, 'the server offers no way to sign in (AUTH)');
      const credentials = { user: auth.user, pass: auth.password };
      await step(connection, (done) => connection.login({ credentials }, done));
    }
  } catch (error) {
    connection.close();
    if (error instanceof SmtpFailure || !(error instanceof Error)) throw error;
    throw smtpFailure(error, 'connecting');
  }
  open = true;

  return {
    isOpen: () => open,
    send: async (envelope, message, beforeDot, atDot) => {
      const held = new HeldMessage(message, () => connection._socket || null, beforeDot, atDot);
      let usable = false;
      try {
        const handover = await handOver(connection, envelope, message.length, held);
        usable = handover.kind === 'accepted';
        return handover;
      } catch (error) {
        const isOfMail = error instanceof SmtpFailure && error.scope === 'mail';
        usable = isOfMail && !held.underWay && (await isReset(connection));
        throw error;
      } finally {
        if (!usable) {
          open = false;
          connection.close();
        }
      }
    },
    close: () => {
      if (open) connection.quit();
      else connection.close();
      open = false;
      // A server that does not answer the goodbye is not waited for.
      setTimeout(() => connection.close(), patienceAtEnd).unref();
    },
  };
}

/** One step of the dialogue, which may also end with the connection. */
async function step(
  connection: SMTPConnection,
  start: (done: (error?: Error | null) => void) => void,
): Promise<void> {
  let settle: ((error?: Error | null) => void) | undefined;
  const closed = (): void => settle?.(new Error('the server closed the connection'));
  const failed = (error: Error): void => settle?.(error);
  try {
    await new Promise<void>((resolve, reject) => {
      settle = (error) => (error ? reject(error) : resolve());
      connection.once('error', failed);
      connection.once('end', closed);
      start(settle);
    });
  } finally {
    connection.off('error', failed);
    connection.off('end', closed);
  }
}

async function handOver(
  connection: SMTPConnection,
  { from, to }: Envelope,
  size: number,
  held: HeldMessage,
): Promise<Handover> {
  try {
    const info = await new Promise<SMTPConnection.SentMessageInfo | undefined>((resolve, reject) => {
      connection.send({ from: wireAddress(from), to: [wireAddress(to)], size }, held, (error, info) =>
        error ? reject(error) : resolve(info),
      );
    });
    if (held.underWay) throw new SmtpFailure('server', false, 'the server answered before the message ended');
    return { kind: 'accepted', words: info?.response ?? '' };
  } catch (error) {
    // What is left of it must not go out after all, nor be noted to.
    await held.abandon();
    if (held.failure !== undefined) throw held.failure;
    if (error instanceof SmtpFailure || !(error instanceof Error)) throw error;
    if (held.dotDue && !saysNo(error)) return { kind: 'unknown', words: error.message };
    throw smtpFailure(error, 'sending');
  }
}

/** Whether the connection is ready for the next mail after one that was refused. */
async function isReset(connection: SMTPConnection): Promise<boolean> {
  try {
    await step(connection, (done) => connection.reset(done));
    return true;
  } catch {
    return false;
  }
}
