import type en from './en.json';

/** A text, or one per plural category of the language (one, other, ...). */
export type Text = string | ({ readonly other: string } & { readonly [category: string]: string });

export type TextKey = keyof typeof en;

/** Every text of one language. */
export type Dictionary = Readonly<Record<TextKey, Text>>;

type Values = Readonly<Record<string, string>>;

export interface Texts {
  /** Whether there is a text of this key. */
  readonly knows: (key: string) => key is TextKey;
  /** The text of a key, with its `{placeholders}` filled in. */
  readonly text: (key: TextKey, values?: Values) => string;
  /** The text of a key in the form that goes with a number; `{count}` is the number as given in `values`. */
  readonly plural: (key: TextKey, count: number, values: Values) => string;
}

/** The texts of a dictionary, whose language says how its plurals go. */
export function textsOf(dictionary: Dictionary, language: string): Texts {
  const rules = new Intl.PluralRules(language);
  return {
    knows: (key): key is TextKey => Object.hasOwn(dictionary, key),
    text: (key, values = {}) => {
      const text = dictionary[key];
      return fill(typeof text === 'string' ? text : text.other, values);
    },
    plural: (key, count, values) => {
      const text = dictionary[key];
      return fill(typeof text === 'string' ? text : (text[rules.select(count)] ?? text.other), values);
    },
  };
}

function fill(text: string, values: Values): string {
  return text.replace(/\{(\w+)\}/g, (placeholder, name: string) => values[name] ?? placeholder);
}
