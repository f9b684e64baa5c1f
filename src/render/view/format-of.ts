import type { Locale } from '../../locales/locale.ts';
import { translate } from '../../locales/translate.ts';
import { type Format, formatWith } from './format.ts';

/** The formats of a language in a time zone. */
export function formatOf(locale: Locale, timezone: string): Format {
  return formatWith(translate(locale), timezone);
}
