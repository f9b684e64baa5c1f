import type { Locale } from '../locales/locale.ts';

/** Makes something for a language when it is first asked for, and remembers it. */
export function perLocale<Made>(make: (locale: Locale) => Promise<Made>): (locale: Locale) => Promise<Made> {
  const made = new Map<Locale, Promise<Made>>();
  return (locale) => {
    const known = made.get(locale) ?? make(locale);
    made.set(locale, known);
    return known;
  };
}
