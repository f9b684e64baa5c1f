import { dumpRows } from '../dump/load.ts';
import { sqlText } from '../engine/dialect.ts';
import type { Engine } from '../engine/engine.ts';

/** What results are told apart by: a column of the dump, whose names the relations have as numbers. */
export interface Names {
  readonly column: 'domain' | 'variant';
  /** What a name looks like, in RE2's dialect, a text that does not is none: by letters of ASCII alone, and by any. Null for any text. */
  readonly pattern: { readonly ascii: string; readonly any: string } | null;
}

const mailDomain = (letter: string, character: string): string =>
  `^(?:[${character}_-]+\\.)+[${character}-]*${letter}[${character}-]*$`;

/** Behind the @ of what is no address may stand anything, an id among others: only what mail could go to is named. */
export const domainNames: Names = {
  column: 'domain',
  pattern: {
    ascii: mailDomain('[A-Za-z]', 'A-Za-z0-9'),
    any: mailDomain(String.raw`\p{L}`, String.raw`\p{L}\p{M}\p{N}`),
  },
};

export const variantNames: Names = { column: 'variant', pattern: null };

/** More would be a burden as a list. */
const mostNames = 1_000_000;

/**
 * Gives the names in a column of the dump numbers, in byte order: numbers are grouped, compared and kept in less. Returns SQL that
 * gives the number of a row's name, which reads as the name itself, or NULL where it has none.
 * @param most with more names than this they stay texts
 */
export async function numberNames(
  engine: Engine,
  { column, pattern }: Names,
  most = mostNames,
): Promise<string> {
  const table = `${column}_names`;
  // A type has a value at least: nobody has the first one.
  await engine.run(`
    CREATE TABLE ${table} AS
    SELECT '' AS name UNION SELECT ${column} FROM ${dumpRows} WHERE ${column} IS NOT NULL`);
  const [counted] = await engine.query(`
    SELECT count(*) AS names, count(CASE WHEN strlen(name) > length(name) THEN 1 END) AS beyond_ascii
    FROM ${table}`);
  // The classes of all the world's letters take longer to compile than most dumps have names to look at.
  const chosen = Number(counted?.beyond_ascii) > 0 ? pattern?.any : pattern?.ascii;
  const isName = (text: string): string =>
    chosen === undefined ? 'true' : engine.dialect.matches(text, sqlText(chosen));
  const type = `${column}_name`;
  const isMany = Number(counted?.names) > most;
  if (!isMany) {
    await engine.run(
      `CREATE TYPE ${type} AS ENUM (SELECT name FROM ${table} WHERE name = '' OR ${isName('name')} ORDER BY name)`,
    );
  }
  await engine.run(`DROP TABLE ${table}`);
  return isMany ? `CASE WHEN ${isName(column)} THEN ${column} END` : `TRY_CAST(${column} AS ${type})`;
}
