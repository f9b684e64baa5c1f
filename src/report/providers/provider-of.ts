import providers from './providers.json' with { type: 'json' };

/** Who runs the mailboxes of a domain; the name is a brand and the same in every language. */
export interface Provider {
  readonly id: string;
  readonly name: string;
}

const byDomain = new Map<string, Provider>(
  providers.flatMap(({ id, name, domains }) => domains.map((domain) => [domain, { id, name }])),
);

/** The registrable domains of all known providers. */
export const providerDomains: readonly string[] = [...byDomain.keys()];

/**
 * The provider of a mail domain, or null where none is known. A domain below a listed one is of the same provider.
 * Providers are grouped by brand and owner, not by whose servers a brand hires. The list, providers.json, holds
 * registrable domains alone and names its sources: entries of Thunderbird's ISPDB, else the providers' own pages.
 */
export function providerOf(domain: string): Provider | null {
  let rest = domain.toLowerCase();
  for (;;) {
    const provider = byDomain.get(rest);
    if (provider !== undefined) return provider;
    const dot = rest.indexOf('.');
    if (dot === -1) return null;
    rest = rest.slice(dot + 1);
  }
}

/** What the provider of a domain is called; null where none is known, or no domain. */
export function providerNameOf(domain: string | null): string | null {
  return domain === null ? null : (providerOf(domain)?.name ?? null);
}
