import * as z from 'zod';
import { dumpRows } from '../dump/load.ts';
import { sqlText } from '../engine/dialect.ts';
import type { Engine } from '../engine/engine.ts';

/** Names of no more letters may be those of people by chance: `A` is a variant, and somebody's number. */
const shortest = 5;

const foundSchema = z.object({ text: z.string(), word: z.string() });

/**
 * Which names that deliveries, labels and variants have in a dump are those of people, or hold one: an id that is its
 * recipient's. A short one counts only where all rows with that name are of that person.
 * @param names SQL of a relation with the names as `text`
 * @param columns the columns of the dump that they come from
 * @returns by name, what is shown in its place; those that name nobody are not there
 */
export async function findPersonalNames(
  engine: Engine,
  names: string,
  columns: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  // Whoever is NULL in the dump is nobody.
  const words = `
    SELECT text, unnest(list_distinct(list_concat([text], regexp_split_to_array(text, '[\\s<>"''(),;:/|=]+')))) AS word
    FROM (${names}) AS named`;
  const answer = await engine.query(`
    SELECT DISTINCT text, word
    FROM (${words}) AS words
    WHERE word <> '' AND hash(word) IN (
      SELECT person FROM ${dumpRows} WHERE person IN (SELECT hash(word) FROM (${words}) AS looked_up)
    )`);
  const found = answer.map((row) => foundSchema.parse(row));
  const kept: typeof found = [];
  for (const { text, word } of found) {
    if (word.length > shortest || (await isOfOne(engine, text, word, columns))) kept.push({ text, word });
  }
  const shown = new Map<string, string>();
  // The longest first: one may be a part of another.
  for (const { text, word } of kept.sort((left, right) => right.word.length - left.word.length)) {
    shown.set(text, (shown.get(text) ?? text).replaceAll(word, '…'));
  }
  return shown;
}

/** True where a name is nothing but a person's, and no row of anybody else has it. */
async function isOfOne(
  engine: Engine,
  text: string,
  word: string,
  columns: readonly string[],
): Promise<boolean> {
  if (word !== text) return false;
  const isNamed = columns.map((column) => `${column} = ${sqlText(text)}`).join(' OR ');
  const others = await engine.query(`
    SELECT 1 FROM ${dumpRows} WHERE (${isNamed}) AND person IS DISTINCT FROM hash(${sqlText(text)}) LIMIT 1`);
  return others.length === 0;
}
