import { UsageError } from '../../errors.ts';

/** Where reports are to be served. */
export interface ServeAddress {
  /** A name or an address of this machine; an IPv6 address without its brackets. */
  readonly host: string;
  /** Null for the usual port, or the next that is free. */
  readonly port: number | null;
}

/** Where nobody else but this machine can come. */
const loopback = '127.0.0.1';

/** The port where none is given. */
export const usualPort = 8025;

const forms = 'give a port such as 8080, or a host and a port such as 127.0.0.1:8080 or [::1]:8080';

/**
 * The address that `--serve` names: nothing, a port, a host, or both.
 * @throws UsageError where it is none of these
 */
export function parseServeAddress(text: string): ServeAddress {
  if (text === '') return { host: loopback, port: null };
  if (/^\d+$/.test(text)) return { host: loopback, port: portOf(text, text) };
  const [, bracketed, name, port] =
    /^(?:\[([0-9A-Fa-f:.]+)\]|([A-Za-z0-9_.-]+))(?::(\d+))?$/.exec(text) ?? [];
  const host = bracketed ?? name;
  if (host === undefined) throw new UsageError(`--serve ${text}: not an address`, forms);
  return { host, port: port === undefined ? null : portOf(port, text) };
}

function portOf(digits: string, text: string): number {
  const port = Number(digits);
  if (port < 1 || port > 65_535) {
    throw new UsageError(`--serve ${text}: there is no port ${digits}`, 'ports are those from 1 to 65535');
  }
  return port;
}

/** True where nobody but this machine can come. */
export function isLoopback(host: string): boolean {
  return /^(?:localhost|127(?:\.\d+){3}|::1)$/i.test(host);
}
