import en from './en.json' with { type: 'json' };
import fr from './fr.json' with { type: 'json' };
import { type Dictionary, type TextKey, type Texts, textsOf } from './texts.ts';

/** A language: the file of its texts. To add one, add its file and its line here. */
const languages = {
  en: Object.fromEntries(Object.entries(en).map(([key, { text }]) => [key, text])) as Dictionary,
  fr: fr as Dictionary,
};

export type Locale = keyof typeof languages;

/** The languages of the report. */
export const locales = Object.keys(languages) as readonly Locale[];

/** The texts of one language. */
export function translate(locale: Locale): Texts {
  return textsOf(languages[locale], locale);
}

/** Those texts of a language whose keys are asked for, as a page carries them for its scripts. */
export function dictionaryOf(locale: Locale, wanted: (key: TextKey) => boolean): Dictionary {
  const texts = Object.entries(languages[locale]).filter(([key]) => wanted(key as TextKey));
  return Object.fromEntries(texts) as Dictionary;
}
