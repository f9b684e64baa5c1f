import { eventTypes } from '../dump/formats/format.ts';
import type { Scope } from '../report/event-store.ts';
import type { EventPart, ReadTable } from './read-table.ts';

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

const listOf = (types: readonly string[]): string => types.map((type) => `'${type}'`).join(', ');

/** Reads the rows of a table that count in scopes. */
export class CountedRows {
  readonly #table: ReadTable;
  readonly #scopes: readonly Scope[];
  readonly #deliveries: BoundSql;
  readonly #places: ReadonlyMap<string, number>;
  readonly #includeTests: boolean;

  constructor(table: ReadTable, scopes: readonly Scope[], includeTests: boolean) {
    this.#table = table;
    this.#scopes = scopes;
    const keys = [...new Set(scopes.map(({ delivery }) => delivery.key))];
    this.#deliveries = boundTexts(keys, 'delivery');
    this.#places = new Map(keys.map((key, place) => [key, place]));
    this.#includeTests = includeTests;
  }

  /** What is bound to all queries of these rows. */
  get parameters(): Readonly<Record<string, string>> {
    return this.#deliveries.parameters;
  }

  /** The rows, to be read from, with `scope` and these parts; of these types alone, or of all that reports know. */
  of(parts: readonly EventPart[], types: readonly string[] = eventTypes): string {
    const isCounted = (named: (part: EventPart) => string): readonly string[] => [
      `${named('event_type')} IN (${listOf(types)})`,
      `${named('is_duplicate')} = 0`,
      ...(this.#includeTests ? [] : [`${named('is_test')} = 0`]),
    ];
    const deliveries = this.#deliveries.sql;
    const [only, ...others] = this.#scopes;
    if (only !== undefined && others.length === 0) {
      const { from, to } = only.window;
      return `(${this.#table.select({
        first: `toUInt32(${only.number}) AS scope, `,
        parts,
        deliveries,
        where: (named) => [
          ...isCounted(named),
          ...(from === null ? [] : [`${named('time')} >= ${from}`]),
          ...(to === null ? [] : [`${named('time')} < ${to}`]),
        ],
      })}
      )`;
    }
    const known = [...new Set<EventPart>([...parts, 'delivery', 'time'])];
    const place = `toUInt32(indexOf([${deliveries}], delivery) - 1)`;
    return `(
      SELECT scope, ${parts.join(', ')}
      FROM (
        SELECT ${place} AS place, ${known.join(', ')}
        FROM (${this.#table.select({ first: '', parts: known, deliveries, where: isCounted })}
        ) AS kept
      ) AS placed
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
