import { withoutAddresses } from '../../dump/canonical-columns.ts';
import type { Keys } from '../../dump/keys.ts';
import { sqlText } from '../../engine/dialect.ts';
import type { Engine } from '../../engine/engine.ts';
import { usable } from '../../report/deliveries.ts';
import {
  domainNames,
  fewestPeople,
  isOfProvider,
  type Names,
  unnamed,
  variantNames,
} from '../../report/names.ts';
import { personalNames } from '../../report/personal-names.ts';
import { namedPeople, shownNames, storedRows } from './state-tables.ts';

export type NameColumn = Names['column'];

/** What texts were called when rows were last counted, where that is something else now. */
export const renamed = { domain: 'renamed_domains', variant: 'renamed_variants' } as const;

interface NameChoices {
  readonly redactDomains: boolean;
  readonly keys: Keys;
}

/** SQL that is true for a text that looks like a name. The classes of all the world's letters take long to compile: only where it has any. */
function looksLikeName({ pattern }: Names, engine: Engine, beyondAscii: boolean): string {
  if (pattern === null) return 'true';
  return engine.dialect.matches('name', sqlText(beyondAscii ? pattern.any : pattern.ascii));
}

/** Gives names to texts that have none yet. */
async function nameNewTexts(engine: Engine, names: Names, from: number): Promise<void> {
  const { column, nameIn } = names;
  const table = shownNames[column];
  await engine.run(`
    CREATE TEMP TABLE new_texts AS
    SELECT text, ${nameIn('text')} AS name
    FROM (
      SELECT DISTINCT ${column} AS text FROM ${storedRows} WHERE row >= ${from} AND ${column} IS NOT NULL
    ) AS told
    WHERE text NOT IN (SELECT text FROM ${table})`);
  const [counted] = await engine.query(
    'SELECT count(*) AS texts, count(CASE WHEN strlen(name) > length(name) THEN 1 END) AS beyond FROM new_texts',
  );
  if (Number(counted?.texts) > 0)
    await engine.run(`
      INSERT INTO ${table}
      SELECT text, name, name AS shown
      FROM (
        SELECT text, CASE WHEN ${looksLikeName(names, engine, Number(counted?.beyond) > 0)} THEN name END AS name
        FROM new_texts
      ) AS named`);
  await engine.run('DROP TABLE new_texts');
}

/** What domains are called where those of few people are not named. Behind the mark they are in the order of their names, as in `numberNames`. */
const redactedDomains = `
  SELECT
    text,
    CASE WHEN people < ${fewestPeople} AND NOT ${isOfProvider} THEN '${unnamed}' || name ELSE name END AS shown
  FROM ${shownNames.domain}
  INNER JOIN (
    SELECT name, count(DISTINCT person) AS people
    FROM ${storedRows}
    INNER JOIN ${shownNames.domain} ON text = domain
    WHERE ${usable} AND name IS NOT NULL
    GROUP BY name
  ) AS counted USING (name)`;

/** What variants are called where one is a person's id. */
const maskedVariants = (keys: Keys): string => `
  SELECT text, ${withoutAddresses('coalesce(masked, text)')} AS shown
  FROM ${shownNames.variant}
  LEFT JOIN (
    SELECT text, shown AS masked
    FROM (${personalNames(`SELECT text FROM ${shownNames.variant}`, ['variant'], keys, namedPeople)}) AS personal
  ) AS masked USING (text)`;

/** Notes what texts are called otherwise than before, by a query that says what all of them are called now. */
async function rename(engine: Engine, column: NameColumn, named: string | null): Promise<boolean> {
  const table = renamed[column];
  if (named === null) {
    await engine.run(`CREATE TEMP TABLE ${table} (text VARCHAR, was VARCHAR)`);
    return false;
  }
  await engine.run(`
    CREATE TEMP TABLE renaming AS
    SELECT text, ${shownNames[column]}.shown AS was, named.shown AS shown
    FROM ${shownNames[column]}
    INNER JOIN (${named}) AS named USING (text)
    WHERE ${shownNames[column]}.shown IS DISTINCT FROM named.shown;
    UPDATE ${shownNames[column]}
    SET shown = renaming.shown
    FROM renaming
    WHERE renaming.text = ${shownNames[column]}.text;
    CREATE TEMP TABLE ${table} AS SELECT text, was FROM renaming;
    DROP TABLE renaming`);
  const [any] = await engine.query(`SELECT 1 FROM ${table} LIMIT 1`);
  return any !== undefined;
}

/** Names the texts of rows from a number on. */
export async function nameTexts(engine: Engine, from: number): Promise<void> {
  await nameNewTexts(engine, domainNames, from);
  await nameNewTexts(engine, variantNames, from);
}

/**
 * Notes which texts are called otherwise by now: those that are named after people, or, where that is asked for, by how many people
 * have them.
 * @returns the columns in which any name has become another
 */
export async function renameTexts(
  engine: Engine,
  { redactDomains, keys }: NameChoices,
): Promise<ReadonlySet<NameColumn>> {
  const [variants] = await engine.query(`SELECT 1 FROM ${shownNames.variant} LIMIT 1`);
  const renamedIn = new Set<NameColumn>();
  if (await rename(engine, 'domain', redactDomains ? redactedDomains : null)) renamedIn.add('domain');
  if (await rename(engine, 'variant', variants === undefined ? null : maskedVariants(keys)))
    renamedIn.add('variant');
  return renamedIn;
}

/** Lets go of what was noted. */
export const dropRenamed = Object.values(renamed)
  .map((table) => `DROP TABLE IF EXISTS ${table}`)
  .join('; ');
