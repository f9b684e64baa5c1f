import type { Texts } from '../../locales/texts.ts';
import { zoneOf } from '../../time-zone.ts';
import { type Numbers, numbersOf } from './numbers.ts';
import { type Times, timesOf } from './times.ts';

/** The words, numbers and times of one language in one time zone: all that a view needs besides its data. */
export interface Format extends Texts, Numbers, Times {}

/** The formats of a language's texts in a time zone. */
export function formatWith(texts: Texts, timezone: string): Format {
  return { ...texts, ...numbersOf(texts), ...timesOf(texts, zoneOf(timezone)) };
}
