import * as z from 'zod';
import { domainOfEnding, withoutAddresses } from '../dump/canonical-columns.ts';
import { dumpRows } from '../dump/load.ts';
import { sqlText } from '../engine/dialect.ts';
import type { Engine } from '../engine/engine.ts';

/** What results are told apart by: a column of the dump, whose names the relations have as numbers. */
export interface Names {
  readonly column: 'domain' | 'variant';
  /** SQL for the name in what a row has in the column. Mostly it is the name itself. */
  readonly nameIn: (text: string) => string;
  /** What a name looks like, in RE2's dialect, a text that does not is none: by letters of ASCII alone, and by any. Null for any text. */
  readonly pattern: { readonly ascii: string; readonly any: string } | null;
}

const mailDomain = (letter: string, character: string): string =>
  `^(?:[${character}_-]+\\.)+[${character}-]*${letter}[${character}-]*$`;

/** Behind the @ of what is no address may stand anything, an id among others: only what mail could go to is named. */
export const domainNames: Names = {
  column: 'domain',
  nameIn: domainOfEnding,
  pattern: {
    ascii: mailDomain('[A-Za-z]', 'A-Za-z0-9'),
    any: mailDomain(String.raw`\p{L}`, String.raw`\p{L}\p{M}\p{N}`),
  },
};

export const variantNames: Names = { column: 'variant', nameIn: withoutAddresses, pattern: null };

/** More would be a burden as a list. */
const mostNames = 1_000_000;

/**
 * Gives the names in a column of the dump numbers, in byte order: numbers are grouped, compared and kept in less. Returns SQL that
 * gives the number of a row's name, which reads as the name itself, or NULL where it has none.
 * @param most with more names than this they stay texts
 */
export async function numberNames(
  engine: Engine,
  { column, nameIn, pattern }: Names,
  most = mostNames,
): Promise<string> {
  const table = `${column}_names`;
  await engine.run(`
    CREATE TABLE ${table} AS
    SELECT text, ${nameIn('text')} AS name
    FROM (SELECT DISTINCT ${column} AS text FROM ${dumpRows} WHERE ${column} IS NOT NULL) AS told`);
  const [counted] = await engine.query(`
    SELECT
      count(*) AS names,
      count(CASE WHEN text = name THEN 1 END) AS bare,
      count(CASE WHEN strlen(name) > length(name) THEN 1 END) AS beyond_ascii
    FROM ${table}`);
  const { names, bare, beyond_ascii } = countsSchema.parse(counted);
  // The classes of all the world's letters take longer to compile than most dumps have names to look at.
  const chosen = beyond_ascii > 0 ? pattern?.any : pattern?.ascii;
  const isName = (text: string): string =>
    chosen === undefined ? 'true' : engine.dialect.matches(text, sqlText(chosen));
  const name = bare === names ? column : nameIn(column);
  const type = `${column}_name`;
  const isMany = names > most;
  if (!isMany) {
    // A type has a value at least: nobody has the first one.
    await engine.run(`
      CREATE TYPE ${type} AS ENUM (
        SELECT name
        FROM (SELECT '' AS name UNION SELECT name FROM ${table} WHERE name IS NOT NULL AND ${isName('name')}) AS named
        ORDER BY name
      )`);
  }
  await engine.run(`DROP TABLE ${table}`);
  return isMany ? `CASE WHEN ${isName(name)} THEN ${name} END` : `TRY_CAST(${name} AS ${type})`;
}

const countsSchema = z.object({ names: z.int(), bare: z.int(), beyond_ascii: z.int() });
