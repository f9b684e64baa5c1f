import * as z from 'zod';
import { domainOfEnding, withoutAddresses } from '../dump/canonical-columns.ts';
import { dumpRows } from '../dump/dump-rows.ts';
import { type Keys, passingKeys } from '../dump/keys.ts';
import { sqlText } from '../engine/dialect.ts';
import type { Engine } from '../engine/engine.ts';
import { usable } from './deliveries.ts';
import { personalNames } from './personal-names.ts';
import { providerDomains } from './providers/provider-of.ts';

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
export const mailDomains = {
  ascii: mailDomain('[A-Za-z]', 'A-Za-z0-9'),
  any: mailDomain(String.raw`\p{L}`, String.raw`\p{L}\p{M}\p{N}`),
} as const;

export const domainNames: Names = { column: 'domain', nameIn: domainOfEnding, pattern: mailDomains };

export const variantNames: Names = { column: 'variant', nameIn: withoutAddresses, pattern: null };

/** More would be a burden as a list. */
const mostNames = 1_000_000;

/** A domain with fewer people in a dump may name them; that of a mailbox provider never does. */
export const fewestPeople = 10;

/** Begins what stands for a domain that is not to be named: a different one for each, in their order, so that they can be counted. */
export const unnamed = '…';

/**
 * Gives the names in a column of the dump numbers, in byte order: numbers are grouped, compared and kept in less. Returns SQL that
 * gives the number of a row's name, which reads as the name itself, or NULL where it has none. Variants that are a person's id
 * are masked.
 * @param redact true where domains of few people are not to be named
 * @param most with more names than this they stay texts, as they do where any has a NUL
 * @param keys what identities became when the dump was read
 */
export async function numberNames(
  engine: Engine,
  { column, nameIn, pattern }: Names,
  {
    redact = false,
    most = mostNames,
    keys = passingKeys,
  }: { readonly redact?: boolean; readonly most?: number; readonly keys?: Keys } = {},
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
      count(CASE WHEN strlen(name) > length(name) THEN 1 END) AS beyond_ascii,
      count(CASE WHEN contains(name, chr(0)) THEN 1 END) AS with_nul
    FROM ${table}`);
  const { names, bare, beyond_ascii, with_nul } = countsSchema.parse(counted);
  // The classes of all the world's letters take longer to compile than most dumps have names to look at.
  const chosen = beyond_ascii > 0 ? pattern?.any : pattern?.ascii;
  const isName = (text: string): string =>
    chosen === undefined ? 'true' : engine.dialect.matches(text, sqlText(chosen));
  const isReplaced =
    column === 'domain'
      ? redact && (await redactDomains(engine, isName))
      : await maskVariants(engine, names, keys);
  const name = isReplaced
    ? `(SELECT shown FROM ${table} WHERE text = ${dumpRows}.${column})`
    : bare === names
      ? column
      : nameIn(column);
  const type = `${column}_name`;
  // What the engine tells of a number's name ends at a NUL.
  const staysText = names > most || with_nul > 0;
  if (!staysText) {
    const shown = isReplaced ? 'shown' : 'name';
    // A type has a value at least: nobody has the first one.
    await engine.run(`
      CREATE TYPE ${type} AS ENUM (
        SELECT name
        FROM (
          SELECT '' AS name
          UNION
          SELECT ${shown} FROM ${table} WHERE ${shown} IS NOT NULL AND ${isReplaced ? 'true' : isName('name')}
        ) AS named
        ORDER BY name
      )`);
  }
  if (isReplaced) return staysText ? name : `TRY_CAST(${name} AS ${type})`;
  await engine.run(`DROP TABLE ${table}`);
  return staysText ? `CASE WHEN ${isName(name)} THEN ${name} END` : `TRY_CAST(${name} AS ${type})`;
}

/** SQL that is true for the `name` of a domain of a mailbox provider. */
export const isOfProvider = `list_has_any(
    list_transform(range(1, len(string_split(name, '.')) + 1), lambda part: array_to_string(string_split(name, '.')[part:], '.')),
    [${providerDomains.map(sqlText).join(', ')}])`;

/** Notes as `shown` what each domain is called where one of few people is not to be named. */
async function redactDomains(engine: Engine, isName: (text: string) => string): Promise<boolean> {
  await engine.run(`
    CREATE TABLE domains_by_people AS
    SELECT name, count(DISTINCT person) AS people
    FROM ${dumpRows}
    INNER JOIN domain_names ON text = domain
    WHERE ${usable} AND ${isName('name')}
    GROUP BY name;
    CREATE TABLE shown_domains AS
    SELECT name, name AS shown FROM domains_by_people WHERE people >= ${fewestPeople} OR ${isOfProvider}
    UNION ALL
    SELECT name, '${unnamed}' || lpad(CAST(row_number() OVER (ORDER BY name) AS VARCHAR), 12, '0') AS shown
    FROM domains_by_people
    WHERE people < ${fewestPeople} AND NOT ${isOfProvider};
    CREATE OR REPLACE TABLE domain_names AS
    SELECT text, domain_names.name AS name, shown
    FROM domain_names
    LEFT JOIN shown_domains ON shown_domains.name = domain_names.name;
    DROP TABLE domains_by_people;
    DROP TABLE shown_domains`);
  return true;
}

/** Notes as `shown` what each variant is called where some are people's ids; false where none is. */
async function maskVariants(engine: Engine, names: number, keys: Keys): Promise<boolean> {
  if (names === 0) return false;
  await engine.run(
    `CREATE TABLE personal_variants AS ${personalNames('SELECT text FROM variant_names', ['variant'], keys)}`,
  );
  const [first] = await engine.query('SELECT 1 FROM personal_variants LIMIT 1');
  if (first !== undefined) {
    await engine.run(`
      CREATE OR REPLACE TABLE variant_names AS
      SELECT text, name, ${withoutAddresses('coalesce(masked, text)')} AS shown
      FROM variant_names
      LEFT JOIN (SELECT text AS variant, shown AS masked FROM personal_variants) AS personal ON variant = text`);
  }
  await engine.run('DROP TABLE personal_variants');
  return first !== undefined;
}

const countsSchema = z.object({ names: z.int(), bare: z.int(), beyond_ascii: z.int(), with_nul: z.int() });
