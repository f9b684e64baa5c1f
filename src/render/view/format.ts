import { type Locale, type Texts, translate } from '../../locales/locale.ts';
import { zoneOf } from '../../time-zone.ts';
import { type Numbers, numbersOf } from './numbers.ts';
import { type Times, timesOf } from './times.ts';

/** The words, numbers and times of one language in one time zone: all that a view needs besides its data. */
export interface Format extends Texts, Numbers, Times {
  readonly locale: Locale;
}

/** The formats of a language in a time zone. */
export function formatOf(locale: Locale, timezone: string): Format {
  const texts = translate(locale);
  return { locale, ...texts, ...numbersOf(texts), ...timesOf(texts, zoneOf(timezone)) };
}
