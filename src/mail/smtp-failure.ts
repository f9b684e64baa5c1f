/** What nodemailer adds to an error of a connection. */
interface ConnectionError {
  readonly code?: string | undefined;
  /** The code that the system or OpenSSL gave. */
  readonly originalCode?: string | undefined;
  /** What OpenSSL says of it, without the numbers of its own that its message has. */
  readonly reason?: string | undefined;
  readonly command?: string | undefined;
  readonly responseCode?: number | undefined;
  readonly response?: string | undefined;
  readonly message: string;
}

/**
 * Why a mail could not be handed over. `mail`: this one; the next may go through. `server`: none goes through now.
 * A permanent failure would come again, a passing one may be gone on the next try.
 */
export class SmtpFailure extends Error {
  readonly scope: 'mail' | 'server';
  readonly permanent: boolean;

  constructor(scope: SmtpFailure['scope'], permanent: boolean, words: string, cause?: unknown) {
    super(words, cause === undefined ? undefined : { cause });
    this.name = 'SmtpFailure';
    this.scope = scope;
    this.permanent = permanent;
  }
}

/** OpenSSL's and Node's names for a certificate that does not hold, and for a server whose TLS is none of ours. */
const noTrust = [
  /^(?:CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|ERR_TLS_CERT_|HOSTNAME_MISMATCH|INVALID_CA|PATH_LENGTH)/,
  /^ERR_SSL_.*(?:WRONG_VERSION|UNSUPPORTED_PROTOCOL|PROTOCOL_VERSION|HANDSHAKE_FAILURE|KEY_TOO_SMALL)/,
];

const isRefusal = (reply: number | undefined): boolean => reply !== undefined && reply >= 500 && reply < 600;

/** A reply that says that the same would be refused again (RFC 5321, 4.2.1); 503 is about the order of commands. */
const isPermanent = (reply: number | undefined): boolean => isRefusal(reply) && reply !== 503;

/** Replies that speak of the session, whatever command they answer (RFC 5321, RFC 4954, RFC 3207). */
const isAboutSession = (reply: number | undefined): boolean =>
  reply !== undefined && [421, 454, 530, 534, 535, 538].includes(reply);

/** Whether a server said in so many words that it did not accept. */
export function saysNo({ responseCode }: ConnectionError): boolean {
  return responseCode !== undefined && responseCode >= 400 && responseCode < 600;
}

/** The words of a failure: what the server said, else what the connection met with. */
function wordsOf({ originalCode, reason, response, message }: ConnectionError): string {
  if (originalCode?.startsWith('ERR_SSL_') && reason !== undefined) return `no TLS: ${reason}`;
  return (response ?? message).replace(/\s+/g, ' ').trim();
}

/** Reads a failure off an error of nodemailer's SMTP connection. `phase` is where it came up. */
export function smtpFailure(error: Error, phase: 'connecting' | 'sending'): SmtpFailure {
  const failed: ConnectionError = error;
  const { code, originalCode = '', command, response, responseCode } = failed;
  const words = wordsOf(failed);
  const of = (scope: SmtpFailure['scope'], permanent: boolean): SmtpFailure =>
    new SmtpFailure(scope, permanent, words, error);

  if (noTrust.some((names) => names.test(originalCode))) return of('server', true);
  if (command === 'STARTTLS')
    return new SmtpFailure(
      'server',
      !saysNo(failed) || isRefusal(responseCode),
      `no STARTTLS: ${words}`,
      error,
    );
  if (phase === 'connecting') return of('server', isRefusal(responseCode));
  if (isAboutSession(responseCode)) return of('server', isPermanent(responseCode));
  // A message above the size that the server allows, or an address that no command can hold: neither was said to it.
  if ((code === 'EMESSAGE' || code === 'EENVELOPE') && response === undefined) return of('mail', true);
  if (responseCode === undefined) return of('server', false);
  // A sender that is refused is refused for everybody; 552 is about this message's size.
  if (command === 'MAIL FROM' && responseCode !== 552) return of('server', isPermanent(responseCode));
  return of('mail', isPermanent(responseCode));
}
