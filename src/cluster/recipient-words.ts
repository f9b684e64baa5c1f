import { commonWords } from '../dump/recipient-masks.ts';
import { clickhouseText } from '../engine/clickhouse/sql-text.ts';

/** What an address, an id or a name is made of; a text is taken apart into runs of it and what is between. */
const word = String.raw`[\p{L}\p{N}._%+=@-]`;

/** An address, also one whose sign is encoded; as `withoutAddresses` knows it (canonical-columns.ts). */
const address = String.raw`("[^"]*"|[^\s<>"'(),;:]+)(@|%40)[^\s<>"'(),;:]+`;

/** In a link its parts are no parts of an address. */
const linkPart = String.raw`[^\s<>"'(),;:/?&=#]+`;

const replaced = (text: string, pattern: string, replacement: string): string =>
  `replaceRegexpAll(${text}, ${clickhouseText(pattern)}, ${clickhouseText(replacement)})`;

/**
 * SQL for a text of a row without the row's recipient, where that stands as a word of its own: whole, its local part, that before a +,
 * with = in place of @, in whatever letters; and without anything that looks like an address.
 * @param recipient SQL that is never NULL, '' where there is none
 */
export function withoutRecipient(text: string, recipient: string, isLink = false): string {
  const small = `lowerUTF8(${recipient})`;
  const local = `splitByChar('@', ${small})[1]`;
  const isName = (name: string): string =>
    `NOT match(${name}, ${clickhouseText(`^(?:${commonWords}|[0-9]{1,3}|)$`)})`;
  const forms = [
    small,
    `replaceAll(${small}, '@', '=')`,
    `CASE WHEN ${isName(local)} THEN ${local} ELSE ${small} END`,
    `CASE WHEN ${isName(`splitByChar('+', ${local})[1]`)} THEN splitByChar('+', ${local})[1] ELSE ${small} END`,
  ];
  const words = `extractAll(${text}, ${clickhouseText(`${word}+|[^${word.slice(1)}+`)})`;
  const plain = `replaceRegexpAll(decodeURLComponent(lowerUTF8(told_word)), '[.]+$', '')`;
  // The recipient is named outside of the lambda too: 18.16 does not know else that the lambda needs it.
  const told = `CASE WHEN ${recipient} = '' THEN ${text} ELSE arrayStringConcat(arrayMap(told_word ->
      CASE WHEN has([${forms.join(', ')}], ${plain}) THEN '…' ELSE told_word END, ${words})) END`;
  return isLink
    ? replaced(told, `${linkPart}(@|%(25)*40)${linkPart}`, '…@…')
    : replaced(told, address, '…@…');
}
