import type { Dialect } from '../dialect.ts';
import { clickhouseText } from './sql-text.ts';

/** Where the parts of a table lie, each of which has all events of a message. */
export type Spread =
  /** In one place, or in many whose rows are brought together by the table itself. */
  | { readonly kind: 'together' }
  /** One part on each shard of a cluster, which is asked there. */
  | { readonly kind: 'sharded'; readonly cluster: string };

/**
 * ClickHouse from 18.16 on. There it has neither a join without strictness nor window functions, common table
 * expressions, `true` or a `trim`; it takes the letters behind `(?i)` for such that have to be in the text as they are, unless there is an
 * alternative to them.
 */
export function clickhouseDialect(spread: Spread): Dialect {
  return {
    name: 'clickhouse',
    text: clickhouseText,
    trim: (text) => `replaceRegexpAll(${text}, '^ +| +$', '')`,
    innerJoin: 'ALL INNER JOIN',
    leftJoin: 'ANY LEFT JOIN',
    matches: (text, pattern) => `match(${text}, concat('(?-s:', ${pattern}, ')|\\\\b\\\\B'))`,
    replaceAll: (text, pattern, replacement) => `replaceRegexpAll(${text}, ${pattern}, ${replacement})`,
    heaviest: (text, weight) => `argMax(${text}, (${weight}, ${text}))`,
    quantile: (number, fraction) => {
      const place = `toUInt64(ceil(${fraction} * count(${number})))`;
      return `CASE WHEN count(${number}) > 0 THEN arraySort(groupArray(${number}))[${place}] END`;
    },
    wherever: (columns, query) => {
      if (spread.kind === 'together') return `(${query})`;
      // A join is sent along with the table on its left, which here has one row on each shard: what is joined is asked there.
      // The columns are named at each step, since 18.16 mistakes those of a `*`.
      const names = columns.join(', ');
      return `(
        SELECT ${names}
        FROM cluster(${clickhouseText(spread.cluster)}, system, one) AS shards
        ALL INNER JOIN (SELECT toUInt8(0) AS dummy, ${names} FROM (${query}) AS asked) AS told USING (dummy)
      )`;
    },
  };
}
