import en from './en.json' with { type: 'json' };
import fr from './fr.json' with { type: 'json' };
import type { Locale } from './locale.ts';
import { type Dictionary, type TextKey, type Texts, textsOf } from './texts.ts';

const dictionaries: Readonly<Record<Locale, Dictionary>> = {
  en: Object.fromEntries(Object.entries(en).map(([key, { text }]) => [key, text])) as Dictionary,
  fr: fr as Dictionary,
};

/** The texts of one language. */
export function translate(locale: Locale): Texts {
  return textsOf(dictionaries[locale], locale);
}

/** Those texts of a language whose keys are asked for, as a page carries them for its scripts. */
export function dictionaryOf(locale: Locale, wanted: (key: TextKey) => boolean): Dictionary {
  const texts = Object.entries(dictionaries[locale]).filter(([key]) => wanted(key as TextKey));
  return Object.fromEntries(texts) as Dictionary;
}
