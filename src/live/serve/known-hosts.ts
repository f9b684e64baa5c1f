import { hostname, networkInterfaces } from 'node:os';
import { isLoopback } from './address.ts';

/** Addresses by which a server listens everywhere. */
const everywhere = ['0.0.0.0', '::'];

/**
 * What a browser may call this server in its Host header. A page of somebody else whose name was made to lead here calls it by that
 * name (DNS rebinding), and gets nothing.
 */
export function knownHosts(host: string, port: number): ReadonlySet<string> {
  const own = everywhere.includes(host)
    ? [
        hostname(),
        ...Object.values(networkInterfaces()).flatMap((addresses) =>
          (addresses ?? []).map(({ address }) => address),
        ),
      ]
    : [host];
  const local = isLoopback(host) || everywhere.includes(host) ? ['localhost', '127.0.0.1', '::1'] : [];
  return new Set([...own, ...local].flatMap((name) => withPort(name.toLowerCase(), port)));
}

/** Browsers leave the port out where it is the usual one. */
function withPort(name: string, port: number): readonly string[] {
  const written = inUrl(name);
  return port === 80 ? [written, `${written}:80`] : [`${written}:${port}`];
}

/** A host as it stands in an address. */
export function inUrl(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}
