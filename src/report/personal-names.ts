import { dumpRows } from '../dump/dump-rows.ts';
import type { Keys } from '../dump/keys.ts';

/** Words of no more letters, and numbers, may be those of people by chance: `A` is a variant, and somebody's number. */
const shortest = 5;

/** SQL of the words in names, each name among them: as `text`, the name, and `word`. @param names SQL of a relation with the names as `text` */
export const wordsIn = (names: string): string => `
        SELECT DISTINCT text, unnest(list_concat([text], regexp_split_to_array(text, '[\\s<>"''(),;:/|=]+'))) AS word
        FROM (${names}) AS named`;

/**
 * SQL of a relation with the names, of those that deliveries, labels and variants have in a dump, that are those of people,
 * or hold one: an id that is its recipient's. It has each as `text`, and as `shown` what is shown in its place. A short id or
 * a number counts only where all rows with that name are of that person.
 * @param names SQL of a relation with the names as `text`
 * @param columns the columns of the dump that they come from
 * @param keys what identities became when the dump was read
 * @param people a relation of every `person` of the dump whom any of the words could name
 */
export function personalNames(
  names: string,
  columns: readonly string[],
  { of: keyOf }: Keys,
  people: string = dumpRows,
): string {
  const isOfOthersToo = columns.map(
    (column) => `text IN (
      SELECT ${column}
      FROM ${dumpRows}
      WHERE ${column} IN (SELECT text FROM found) AND person IS DISTINCT FROM ${keyOf(column)})`,
  );
  // Whoever is NULL in the dump is nobody. Of the words in a name the longest goes first: one may be a part of another.
  return `
    WITH
      words AS MATERIALIZED (${wordsIn(names)}
      ),
      found AS MATERIALIZED (
        SELECT text, word
        FROM words
        WHERE word <> '' AND ${keyOf('word')} IN (
          SELECT person FROM ${people} WHERE person IN (SELECT ${keyOf('word')} FROM words)
        )
      )
    SELECT
      text,
      list_reduce(
        list_prepend(text, list(word ORDER BY length(word) DESC, word)),
        lambda shown, word: replace(shown, word, '…')
      ) AS shown
    FROM found
    WHERE (length(word) > ${shortest} AND NOT regexp_full_match(word, '[0-9]+'))
      OR (word = text AND NOT (${isOfOthersToo.join(' OR ')}))
    GROUP BY text`;
}
