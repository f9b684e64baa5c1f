/** What differs between the engines' SQL. Small on purpose: the queries stay inside what every engine runs. */
export interface Dialect {
  readonly name: string;
  /** A text as a literal. */
  readonly text: (text: string) => string;
  /** A text without the spaces around it. */
  readonly trim: (text: string) => string;
  /** The join of two relations that share a key, one row on the right for each key. */
  readonly innerJoin: string;
  /** The join that keeps a row on the left without one on the right, of which there is one for each key. */
  readonly leftJoin: string;
  /** True where an RE2 pattern is found in a text. */
  readonly matches: (text: string, pattern: string) => string;
  /** A text with all that an RE2 pattern matches replaced; `\\1` in the replacement is the first group. */
  readonly replaceAll: (text: string, pattern: string, replacement: string) => string;
  /** Of a group's texts the one with the greatest weight; among equals the last in byte order. */
  readonly heaviest: (text: string, weight: string) => string;
  /** The exact quantile of a group's numbers by nearest rank: of n in order, the one at ceil(fraction × n). */
  readonly quantile: (number: string, fraction: number) => string;
  /**
   * The rows of a query with these columns, to be read from: asked where the events lie, which may be many places, each of
   * which has all events of a message, and some of a person. What it counts is to be summed up.
   */
  readonly wherever: (columns: readonly string[], query: string) => string;
}

export const duckdbDialect: Dialect = {
  name: 'duckdb',
  text: sqlText,
  trim: (text) => `trim(${text})`,
  innerJoin: 'INNER JOIN',
  leftJoin: 'LEFT JOIN',
  matches: (text, pattern) => `regexp_matches(${text}, ${pattern})`,
  replaceAll: (text, pattern, replacement) => `regexp_replace(${text}, ${pattern}, ${replacement}, 'g')`,
  heaviest: (text, weight) => `arg_max(${text}, (${weight}, ${text}))`,
  quantile: (number, fraction) => `quantile_disc(${number}, ${fraction})`,
  wherever: (_columns, query) => `(${query})`,
};

/** A text as an SQL string: a literal, but for the character that would end it and the statement with it. */
export function sqlText(text: string): string {
  const literals = text.split('\0').map((part) => `'${part.replaceAll("'", "''")}'`);
  return literals.length === 1 ? literals.join() : `(${literals.join(' || chr(0) || ')})`;
}

/** A name as a quoted SQL identifier. */
export function sqlName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A CASE expression that translates the values of `expression`; a value that is not in the table becomes `otherwise`. */
export function sqlTranslate(
  expression: string,
  table: Readonly<Record<string, string>>,
  otherwise = 'NULL',
): string {
  const branches = Object.entries(table).map(([from, to]) => `WHEN ${sqlText(from)} THEN ${sqlText(to)}`);
  return `CASE ${expression} ${branches.join(' ')} ELSE ${otherwise} END`;
}
