import { sqlName } from '../../engine/dialect.ts';
import type { ColumnPath } from '../column-types.ts';

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
