import type { Spread } from '../engine/clickhouse/dialect.ts';
import type { Scope } from '../report/event-store.ts';
import type { EventExpressions } from './event-expressions.ts';

/** A table of events, as reports read it. */
export interface ReadTable {
  /** What is read where the events lie: a name, maybe with FINAL. */
  readonly from: string;
  readonly spread: Spread;
  readonly expressions: EventExpressions;
}

/** SQL and the texts that are bound to it, by their names in it. */
export interface BoundSql {
  readonly sql: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/** A list of texts as parameters. */
export function boundTexts(texts: readonly string[], name: string): BoundSql {
  const named = texts.map((text, index) => [`${name}_${index}`, text] as const);
  return {
    sql: named.map(([parameter]) => `{${parameter}:String}`).join(', '),
    parameters: Object.fromEntries(named),
  };
}

const beforeAll = -1;
const afterAll = Number.MAX_SAFE_INTEGER;

/** Reads the rows of a table that count in scopes. */
export class CountedRows {
  readonly #table: ReadTable;
  readonly #scopes: readonly Scope[];
  readonly #deliveries: BoundSql;
  readonly #places: ReadonlyMap<string, number>;
  readonly #isKept: string;

  constructor(table: ReadTable, scopes: readonly Scope[], includeTests: boolean) {
    this.#table = table;
    this.#scopes = scopes;
    const keys = [...new Set(scopes.map(({ delivery }) => delivery.key))];
    this.#deliveries = boundTexts(keys, 'delivery');
    this.#places = new Map(keys.map((key, place) => [key, place]));
    const { is_duplicate, is_test } = table.expressions;
    this.#isKept = [`${is_duplicate} = 0`, ...(includeTests ? [] : [`${is_test} = 0`])].join(' AND ');
  }

  /** What is bound to all queries of these rows. */
  get parameters(): Readonly<Record<string, string>> {
    return this.#deliveries.parameters;
  }

  /** The rows, to be read from, with `scope` and these columns; of these types alone, or of all. */
  of(columns: readonly (keyof EventExpressions)[], types: readonly string[] = []): string {
    const { from, expressions } = this.#table;
    const conditions = [
      `${expressions.delivery} IN (${this.#deliveries.sql})`,
      this.#isKept,
      ...(types.length === 0
        ? []
        : [`${expressions.event_type} IN (${types.map((type) => `'${type}'`).join(', ')})`]),
    ];
    const named = (names: readonly (keyof EventExpressions)[]): string =>
      names.map((name) => (expressions[name] === name ? name : `${expressions[name]} AS ${name}`)).join(', ');
    const [only, ...others] = this.#scopes;
    if (only !== undefined && others.length === 0) {
      const { from: first, to } = only.window;
      const { time } = expressions;
      const where = [
        ...conditions,
        ...(first === null ? [] : [`${time} >= ${first}`]),
        ...(to === null ? [] : [`${time} < ${to}`]),
      ];
      return `(
        SELECT toUInt32(${only.number}) AS scope, ${named(columns)}
        FROM ${from}
        WHERE ${where.join(' AND ')}
      )`;
    }
    const withTime = columns.includes('time') ? columns : [...columns, 'time' as const];
    const place = `toUInt32(indexOf([${this.#deliveries.sql}], ${expressions.delivery}) - 1)`;
    return `(
      SELECT scope, ${columns.join(', ')}
      FROM (
        SELECT ${place} AS place, ${named(withTime)}
        FROM ${from}
        WHERE ${conditions.join(' AND ')}
      ) AS kept
      ALL INNER JOIN ${this.#scopeRows()} AS scopes USING (place)
      WHERE time >= window_from AND time < window_to
    )`;
  }

  #scopeRows(): string {
    const rows = this.#scopes.map(({ number, delivery, window }) => {
      const place = this.#places.get(delivery.key) ?? 0;
      return `(${place}, ${number}, toInt64(${window.from ?? beforeAll}), toInt64(${window.to ?? afterAll}))`;
    });
    return literalRows(
      ['toUInt32(place)', 'toUInt32(scope)', 'window_from', 'window_to'],
      rows,
      '(0, 0, toInt64(0), toInt64(0))',
    );
  }
}

/**
 * Rows that are written out, to be read from.
 * @param columns their names, each maybe in a function that gives its type
 * @param like a row of their types: without it no rows would have none
 */
export function literalRows(columns: readonly string[], rows: readonly string[], like: string): string {
  const told = columns.map((column, index) => {
    const name = /\((\w+)\)/.exec(column)?.[1] ?? column;
    return `${column.replace(name, `literal.${index + 1}`)} AS ${name}`;
  });
  return `(SELECT ${told.join(', ')} FROM (SELECT arrayJoin(arraySlice([${[like, ...rows].join(', ')}], 2)) AS literal) AS literals)`;
}
