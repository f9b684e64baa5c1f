import { sqlName } from '../engine/dialect.ts';

/** Columns and their DuckDB types. */
export type Columns = Readonly<Record<string, string>>;

/** The keys and list positions (from 0) that lead to a value; the first is a column. */
export type ColumnPath = readonly [string, ...(string | number)[]];

/** Two paths of which one leads through what the other takes for a value. */
export class PathConflict extends Error {}

/** The type of a row with these columns. */
export function structType(columns: Columns): string {
  return `STRUCT(${Object.entries(columns)
    .map(([name, type]) => `${sqlName(name)} ${type}`)
    .join(', ')})`;
}

/** The type of what these paths, each behind its first key, lead to. */
function typeOf(column: string, rests: readonly (readonly (string | number)[])[], type: string): string {
  const ends = rests.filter((rest) => rest.length === 0);
  if (ends.length === rests.length) return type;
  const firsts = [...new Set(rests.flatMap((rest) => rest.slice(0, 1)))];
  const isList = firsts.every((key) => typeof key === 'number');
  if (ends.length > 0 || (!isList && firsts.some((key) => typeof key === 'number'))) {
    throw new PathConflict(`${column} is taken for a value and for what holds values`);
  }
  const below = (key: string | number): string => {
    const paths = rests.filter((rest) => isList || rest[0] === key).map((rest) => rest.slice(1));
    return typeOf(column, paths, type);
  };
  return isList ? `${below(0)}[]` : structType(Object.fromEntries(firsts.map((key) => [key, below(key)])));
}

/**
 * The columns that paths need which lead to values of a type.
 * @throws PathConflict where one path leads through the value of another.
 */
export function columnsOfPaths(paths: readonly ColumnPath[], type: string): Columns {
  const names = [...new Set(paths.map(([column]) => column))];
  return Object.fromEntries(
    names.map((name) => {
      const rests = paths.filter(([column]) => column === name).map(([, ...rest]) => rest);
      return [name, typeOf(name, rests, type)];
    }),
  );
}
