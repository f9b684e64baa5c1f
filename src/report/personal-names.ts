import * as z from 'zod';
import { dumpRows } from '../dump/load.ts';
import type { Engine } from '../engine/engine.ts';

/** Words of no more letters, and numbers, may be those of people by chance: `A` is a variant, and somebody's number. */
const shortest = 5;

const foundSchema = z.object({ text: z.string(), word: z.string() });

/**
 * Which names that deliveries, labels and variants have in a dump are those of people, or hold one: an id that is its
 * recipient's. A short one or a number counts only where all rows with that name are of that person.
 * @param names SQL of a relation with the names as `text`
 * @param columns the columns of the dump that they come from
 * @returns by name, what is shown in its place; those that name nobody are not there
 */
export async function findPersonalNames(
  engine: Engine,
  names: string,
  columns: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const isOfOthersToo = columns.map(
    (column) => `text IN (
      SELECT ${column}
      FROM ${dumpRows}
      WHERE ${column} IN (SELECT text FROM found) AND person IS DISTINCT FROM hash(${column}))`,
  );
  // Whoever is NULL in the dump is nobody.
  const answer = await engine.query(`
    WITH
      words AS MATERIALIZED (
        SELECT DISTINCT text, unnest(list_concat([text], regexp_split_to_array(text, '[\\s<>"''(),;:/|=]+'))) AS word
        FROM (${names}) AS named
      ),
      found AS MATERIALIZED (
        SELECT text, word
        FROM words
        WHERE word <> '' AND hash(word) IN (
          SELECT person FROM ${dumpRows} WHERE person IN (SELECT hash(word) FROM words)
        )
      )
    SELECT text, word
    FROM found
    WHERE (length(word) > ${shortest} AND NOT regexp_full_match(word, '[0-9]+'))
      OR (word = text AND NOT (${isOfOthersToo.join(' OR ')}))
    ORDER BY length(word) DESC, word`);
  const shown = new Map<string, string>();
  // The longest first: one may be a part of another.
  for (const { text, word } of answer.map((row) => foundSchema.parse(row))) {
    shown.set(text, (shown.get(text) ?? text).replaceAll(word, '…'));
  }
  return shown;
}
