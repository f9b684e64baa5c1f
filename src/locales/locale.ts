import en from './en.json' with { type: 'json' };
import fr from './fr.json' with { type: 'json' };

/** A text, or one per plural category of the language (one, other, ...). */
export type Text = string | ({ readonly other: string } & { readonly [category: string]: string });

export type TextKey = keyof typeof en;

/** A language: the file of its texts. To add one, add its file and its line here. */
const languages = {
  en: Object.fromEntries(Object.entries(en).map(([key, { text }]) => [key, text])) as Record<TextKey, Text>,
  fr: fr as Record<TextKey, Text>,
};

export type Locale = keyof typeof languages;

/** The languages of the report. */
export const locales = Object.keys(languages) as readonly Locale[];

type Values = Readonly<Record<string, string>>;

export interface Texts {
  /** The text of a key, with its `{placeholders}` filled in. */
  readonly text: (key: TextKey, values?: Values) => string;
  /** The text of a key in the form that goes with a number; `{count}` is the number as given in `values`. */
  readonly plural: (key: TextKey, count: number, values: Values) => string;
}

/** The texts of one language. */
export function translate(locale: Locale): Texts {
  const rules = new Intl.PluralRules(locale);
  const texts = languages[locale];
  return {
    text: (key, values = {}) => {
      const text = texts[key];
      return fill(typeof text === 'string' ? text : text.other, values);
    },
    plural: (key, count, values) => {
      const text = texts[key];
      return fill(typeof text === 'string' ? text : (text[rules.select(count)] ?? text.other), values);
    },
  };
}

function fill(text: string, values: Values): string {
  return text.replace(/\{(\w+)\}/g, (placeholder, name: string) => values[name] ?? placeholder);
}
