/** What nodemailer adds to an error of a connection. */
interface ConnectionError {
  readonly code?: string | undefined;
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

/** OpenSSL's and Node's names for a certificate that does not hold. */
const badCertificate =
  /^(?:CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|ERR_TLS_CERT_|HOSTNAME_MISMATCH|INVALID_CA|PATH_LENGTH)/;

/** A reply that says that the same would be refused again (RFC 5321, 4.2.1); 503 is about the order of commands. */
const isPermanent = (reply: number | undefined): boolean =>
  reply !== undefined && reply >= 500 && reply < 600 && reply !== 503;

/** Replies that speak of the session, whatever command they answer (RFC 5321, RFC 4954, RFC 3207). */
const isAboutSession = (reply: number | undefined): boolean =>
  reply !== undefined && [421, 454, 530, 534, 535, 538].includes(reply);

function codesOf(error: unknown): readonly string[] {
  const codes: string[] = [];
  let inner = error;
  while (inner instanceof Error) {
    if ('code' in inner && typeof inner.code === 'string') codes.push(inner.code);
    inner = inner.cause;
  }
  return codes;
}

/** The words of a failure: what the server said, else what the connection met with. */
function wordsOf({ response, message }: ConnectionError): string {
  return (response ?? message).replace(/\s+/g, ' ').trim();
}

/** Reads a failure off an error of nodemailer's SMTP connection. `phase` is where it came up. */
export function smtpFailure(error: Error, phase: 'connecting' | 'sending'): SmtpFailure {
  const failed: ConnectionError = error;
  const { code, command, responseCode } = failed;
  const words = wordsOf(failed);
  const of = (scope: SmtpFailure['scope'], permanent: boolean): SmtpFailure =>
    new SmtpFailure(scope, permanent, words, error);

  if (code === 'ETLS' || codesOf(error).some((name) => badCertificate.test(name))) return of('server', true);
  if (phase === 'connecting' || isAboutSession(responseCode)) return of('server', isPermanent(responseCode));
  // The size that the server allows is said before any command.
  if (code === 'EMESSAGE' && responseCode === undefined) return of('mail', true);
  if (responseCode === undefined) return of('server', false);
  // A sender that is refused is refused for everybody; 552 is about this message's size.
  if (command === 'MAIL FROM' && responseCode !== 552) return of('server', isPermanent(responseCode));
  return of('mail', isPermanent(responseCode));
}
