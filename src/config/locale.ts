import { UsageError } from '../errors.ts';
import { type Locale, locales } from '../locales/locale.ts';

function localeOf(language: string): Locale | undefined {
  return locales.find((locale) => locale === language.toLowerCase().split(/[_.@-]/, 1)[0]);
}

/**
 * The language to report in: the one asked for, else the first of LC_ALL, LC_MESSAGES and LANG that is set
 * (POSIX order) where we speak it, else English.
 */
export function chooseLocale(asked: string | undefined, environment: NodeJS.ProcessEnv): Locale {
  if (asked !== undefined) {
    const locale = localeOf(asked);
    if (locale === undefined) {
      throw new UsageError(`--locale: "${asked}" is not spoken here`, `use one of ${locales.join(', ')}`);
    }
    return locale;
  }
  const language = environment.LC_ALL || environment.LC_MESSAGES || environment.LANG;
  return (language === undefined ? undefined : localeOf(language)) ?? 'en';
}
