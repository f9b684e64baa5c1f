import type { Keys } from '../../dump/keys.ts';
import type { Engine } from '../../engine/engine.ts';
import { wordsIn } from '../../report/personal-names.ts';
import { namedPeople, nameWords, shownNames, storedRows } from './state-tables.ts';

const newWords = 'new_words';

/**
 * Notes who of the people in the rows could be meant by a word in a name of a delivery or variant, see `personalNames`: new people are looked for
 * among all words, and all people only where a word is new.
 * @param names SQL of a relation with the names of deliveries as `text`
 * @param from rows from this number on are new; 0 where all are to be looked at
 */
export async function noteNamedPeople(
  engine: Engine,
  names: string,
  from: number,
  { of: keyOf }: Keys,
): Promise<void> {
  const isAnew = from === 0;
  await engine.run(`
    ${isAnew ? `DELETE FROM ${nameWords}; DELETE FROM ${namedPeople};` : ''}
    CREATE TEMP TABLE ${newWords} AS
    SELECT DISTINCT ${keyOf('word')} AS key
    FROM (${wordsIn(`${names} UNION SELECT text FROM ${shownNames.variant}`)}) AS words
    WHERE word <> '' AND ${keyOf('word')} NOT IN (SELECT key FROM ${nameWords});
    INSERT INTO ${namedPeople}
    SELECT DISTINCT person
    FROM ${storedRows}
    WHERE row >= ${from}
      AND person IN (SELECT key FROM ${nameWords})
      AND person NOT IN (SELECT person FROM ${namedPeople})`);
  const [isNew] = await engine.query(`SELECT 1 FROM ${newWords} LIMIT 1`);
  if (isNew !== undefined)
    await engine.run(`
      INSERT INTO ${namedPeople}
      SELECT DISTINCT person FROM ${storedRows} WHERE person IN (SELECT key FROM ${newWords});
      INSERT INTO ${nameWords} SELECT key FROM ${newWords}`);
  await engine.run(`DROP TABLE ${newWords}`);
}
