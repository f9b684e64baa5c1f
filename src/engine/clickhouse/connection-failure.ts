import type { CommandError } from '../../errors.ts';
import { TryAgainError, UnavailableError } from '../../errors.ts';

/** Why no connection came about, or why one is of no use. */
export interface ConnectionFailure {
  readonly words: string;
  readonly hint: string | undefined;
}

/** A server that was asked, but is none of ClickHouse or has nothing to say as such. */
export class NoClickHouse extends Error {}

/** A server that says nothing for too long. */
export class Silence extends Error {}

const plainWords: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ENOTFOUND: 'name not found',
  EAI_AGAIN: 'name not found for now',
  EHOSTUNREACH: 'no route to it',
  ENETUNREACH: 'no route to it',
  ETIMEDOUT: 'no answer',
  ECONNRESET: 'the connection was closed',
  EPIPE: 'the connection was closed',
};

const untrusted = /^(?:UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|CERT_UNTRUSTED|INVALID_CA)/;
const noTls =
  /WRONG_VERSION|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST|RECORD_LAYER|wrong version number|packet length too long/;

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

function reasonOf(error: unknown): string {
  return error instanceof Error && 'reason' in error ? String(error.reason) : '';
}

/** Reads off an error of a connection what came up. @param secure whether it was to be https */
export function connectionFailure(error: unknown, secure: boolean): ConnectionFailure {
  const code = codeOf(error);
  const message = error instanceof Error ? error.message : String(error);
  if (untrusted.test(code))
    return {
      words: 'its certificate is not trusted',
      hint: 'add certificate=FILE with the authority that signed it to the URL',
    };
  if (code === 'CERT_HAS_EXPIRED')
    return { words: 'its certificate has expired', hint: 'renew the certificate of the server' };
  if (code === 'CERT_NOT_YET_VALID')
    return { words: 'its certificate is not valid yet', hint: 'check the clocks of both machines' };
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID')
    return {
      words: 'its certificate is for another host',
      hint: 'name the host as its certificate does',
    };
  if (secure && noTls.test(`${code} ${message}`))
    return {
      words: 'it does not speak https on this port',
      hint: 'give the port of https, or write clickhouse:// without secure=1',
    };
  if (/^ERR_SSL_|^EPROTO$|^CERT_/.test(code))
    return { words: `no TLS: ${reasonOf(error) || code}`, hint: "see the server's TLS settings" };
  if (code.startsWith('HPE_') || error instanceof NoClickHouse) {
    return {
      words: error instanceof NoClickHouse ? message : 'it does not speak HTTP on this port',
      hint: 'give the port of its HTTP interface: 8123 as a rule, 8443 for https',
    };
  }
  if (error instanceof Silence) {
    // A port of http waits for the end of a line that most handshakes happen to have, but not all.
    return secure
      ? {
          words: 'no answer to https',
          hint: 'check host and port: it may be a port of http, which clickhouse:// without secure=1 is for',
        }
      : { words: 'no answer', hint: undefined };
  }
  const words = plainWords[code] ?? (message.split('\n', 1)[0] || code);
  if (!secure && (code === 'ECONNRESET' || code === 'EPIPE'))
    return {
      words,
      hint: 'if this is a port of https, write clickhouses:// or secure=1',
    };
  return { words, hint: undefined };
}

/** None of the hosts could be used. */
export function noHost(failures: readonly (ConnectionFailure & { readonly host: string })[]): CommandError {
  const tried = failures.map(({ host, words }) => `${host} (${words})`);
  return new UnavailableError(
    `cannot reach ClickHouse at ${tried.join(', ')}`,
    failures.find(({ hint }) => hint !== undefined)?.hint ??
      'check host and port of the HTTP interface, and that the server runs',
  );
}

/** A server that answered before does so no more. */
export function lostServer(address: string, error: unknown, secure: boolean): CommandError {
  if (error instanceof Silence) {
    return new TryAgainError(
      `ClickHouse at ${address} gave no answer in the time that a query has`,
      'it, or a shard that it waits for, may hang: see to them, and try again',
      error,
    );
  }
  const { words } = connectionFailure(error, secure);
  return new TryAgainError(
    `ClickHouse at ${address} was lost in the middle: ${words}`,
    'try again when it is there, or name further hosts in the URL',
    error,
  );
}
