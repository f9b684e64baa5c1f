import { describe, expect, it } from 'vitest';
import { providerOf } from '../../../src/report/providers/provider-of.ts';
import providers from '../../../src/report/providers/providers.json' with { type: 'json' };

describe('providerOf', () => {
  it.each([
    ['gmail.com', 'Google'],
    ['googlemail.com', 'Google'],
    ['outlook.com', 'Microsoft'],
    ['hotmail.fr', 'Microsoft'],
    ['live.co.uk', 'Microsoft'],
    ['msn.com', 'Microsoft'],
    ['yahoo.co.uk', 'Yahoo / AOL'],
    ['aol.de', 'Yahoo / AOL'],
    ['verizon.net', 'Yahoo / AOL'],
    ['me.com', 'Apple'],
    ['gmx.net', 'GMX / WEB.DE / mail.com'],
    ['web.de', 'GMX / WEB.DE / mail.com'],
    ['wanadoo.fr', 'Orange'],
    ['free.fr', 'Free'],
    ['neuf.fr', 'SFR'],
    ['laposte.net', 'La Poste'],
  ])('knows who has the mailboxes of %s', (domain, name) => {
    expect(providerOf(domain)?.name).toBe(name);
  });

  it('takes a domain below a listed one for the same provider', () => {
    expect(providerOf('mail.yahoo.fr')).toEqual(providerOf('yahoo.fr'));
    expect(providerOf('contoso.onmicrosoft.com')?.id).toBe('microsoft');
  });

  it('tells Yahoo from the company that has its name in Japan', () => {
    expect(providerOf('mail.yahoo.co.jp')?.id).toBe('yahoo-japan');
    expect(providerOf('yahoo.co.jp')?.id).not.toBe(providerOf('yahoo.com')?.id);
  });

  it('reads a domain in any case', () => {
    expect(providerOf('GMail.COM')?.id).toBe('google');
  });

  it.each(['example.com', 'notgmail.com', 'gmail.com.example', 'com', '', '.', 'localhost', 'constructor'])(
    'knows nobody for %j',
    (domain) => {
      expect(providerOf(domain)).toBeNull();
    },
  );
});

describe('the list of providers', () => {
  const domains = providers.flatMap((provider) => provider.domains);

  it('has each domain once, in lower case', () => {
    expect(new Set(domains).size).toBe(domains.length);
    expect(domains).toEqual(domains.map((domain) => domain.toLowerCase()));
  });

  it('has each id and each name once', () => {
    expect(new Set(providers.map(({ id }) => id)).size).toBe(providers.length);
    expect(new Set(providers.map(({ name }) => name)).size).toBe(providers.length);
  });

  it('has a source for every provider', () => {
    for (const { sources } of providers) {
      expect(sources.length).toBeGreaterThan(0);
      for (const source of sources) expect(source).toMatch(/^https:\/\/\S+$/);
    }
  });
});
