import { sqlName } from '../../engine/dialect.ts';

/** The keys and list positions (from 0) that lead to a value; the first is a column. */
export type ColumnPath = readonly [string, ...(string | number)[]];

/**
 * Reads a path as a mapping file writes it: `status`, `data.to[0].email`, `"a column, with.dots".key`.
 * Undefined where it is none.
 */
export function columnPathOf(text: string): ColumnPath | undefined {
  const segment = /(?:^|\.)(?:"((?:[^"]|"")+)"|([^."[\]]+))|\[([0-9]{1,6})\]/y;
  const keys: (string | number)[] = [];
  while (segment.lastIndex < text.length) {
    const match = segment.exec(text);
    if (match === null) return undefined;
    const [, quoted, plain, position] = match;
    keys.push(position === undefined ? (plain ?? quoted?.replaceAll('""', '"') ?? '') : Number(position));
  }
  const [column, ...rest] = keys;
  return typeof column === 'string' ? [column, ...rest] : undefined;
}

/** SQL for the value at a path. */
export function sqlOfPath([column, ...rest]: ColumnPath): string {
  return rest.reduce<string>(
    (sql, key) => (typeof key === 'number' ? `${sql}[${key + 1}]` : `${sql}.${sqlName(key)}`),
    sqlName(column),
  );
}

/** Two paths of which one leads through what the other takes for a text. */
export class PathConflict extends Error {}

/** The DuckDB type of what these paths, each behind its first key, lead to. */
function typeOf(column: string, rests: readonly (readonly (string | number)[])[]): string {
  const ends = rests.filter((rest) => rest.length === 0);
  if (ends.length === rests.length) return 'VARCHAR';
  const firsts = rests.flatMap((rest) => rest.slice(0, 1));
  const isList = firsts.every((key) => typeof key === 'number');
  if (ends.length > 0 || (!isList && firsts.some((key) => typeof key === 'number'))) {
    throw new PathConflict(`${column} is taken for a value and for what holds values`);
  }
  if (isList)
    return `${typeOf(
      column,
      rests.map((rest) => rest.slice(1)),
    )}[]`;
  const fields = [...new Set(firsts.map(String))].map((key) => {
    const below = rests.filter((rest) => rest[0] === key).map((rest) => rest.slice(1));
    return `${sqlName(key)} ${typeOf(column, below)}`;
  });
  return `STRUCT(${fields.join(', ')})`;
}

/**
 * The columns that paths need, with their DuckDB types.
 * @throws PathConflict where one path leads through the value of another.
 */
export function columnsOfPaths(paths: readonly ColumnPath[]): Readonly<Record<string, string>> {
  const names = [...new Set(paths.map(([column]) => column))];
  return Object.fromEntries(
    names.map((name) => {
      const rests = paths.filter(([column]) => column === name).map(([, ...rest]) => rest);
      return [name, typeOf(name, rests)];
    }),
  );
}
