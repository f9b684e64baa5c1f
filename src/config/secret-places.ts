import type { Key } from '../files/fault.ts';

/** Where a config says how a secret is had: the one kind of value that is not filled in when the config is read. */
const secretPlaces: readonly (readonly Key[])[] = [
  ['smtp', 'password'],
  ['smtp', 'dkim', 'key'],
];

/** The name in a text that is one variable and nothing else, as a secret is written. */
export const secretVariable = /^\$\{([A-Za-z_][A-Za-z0-9_]*)\}$/;

/** What a secret must be. */
export const secretWords = 'is a secret, which is written as ${NAME} or { file: path }, never as it is';

/** The place of a secret that the keys lead to or into; undefined where they lead elsewhere. */
export function secretPlaceOf(keys: readonly Key[]): readonly Key[] | undefined {
  return secretPlaces.find((place) => place.every((key, index) => keys[index] === key));
}
