import { eventTypes } from '../dump/formats/format.ts';
import type { Spread } from '../engine/clickhouse/dialect.ts';

/** What is read of an event, under the names that the report's relations have. */
export const eventParts = [
  ...(['delivery', 'delivery_label', 'format', 'source', 'event_type', 'time', 'message', 'person'] as const),
  ...([
    'bounce_category',
    'reason',
    'code',
    'url',
    'label',
    'link',
    'user_agent',
    'agent',
    'domain',
  ] as const),
  ...(['variant', 'sender_block', 'is_machine', 'is_test', 'is_duplicate', 'implies_sent'] as const),
  'identity',
] as const;

export type EventPart = (typeof eventParts)[number];

/** SQL of each part. */
export type EventExpressions = Readonly<Record<EventPart, string>>;

/** SQL that says how a part is named where it is asked for. */
type Named = (part: EventPart) => string;

/** Which parts of which rows are read. */
export interface Reading {
  /** What goes with each row, before its parts. */
  readonly first: string;
  readonly parts: readonly EventPart[];
  /** The deliveries, as a list of SQL; null for all. */
  readonly deliveries: string | null;
  readonly where: (named: Named) => readonly string[];
}

/** A table of events, as reports read it. */
export interface ReadTable {
  readonly spread: Spread;
  /** A query of rows, to be asked where they lie. */
  readonly select: (reading: Reading) => string;
  /** The same table without rows that are there twice. */
  readonly once: () => ReadTable;
  /** The same table, with other SQL for the domain; made of the one that it has. */
  readonly withDomain: (of: (domain: string) => string) => ReadTable;
}

const whereOf = (conditions: readonly string[]): string =>
  conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;

/** A table whose columns, or simple expressions of them, are the parts. */
export function plainTable(from: string, spread: Spread, expressions: EventExpressions): ReadTable {
  return {
    spread,
    select: ({ first, parts, deliveries, where }) => {
      const named = parts.map((part) =>
        expressions[part] === part ? part : `${expressions[part]} AS ${part}`,
      );
      const conditions = [
        ...(deliveries === null ? [] : [`${expressions.delivery} IN (${deliveries})`]),
        ...where((part) => expressions[part]),
      ];
      return `
        SELECT ${first}${named.join(', ')}
        FROM ${from}
        ${whereOf(conditions)}`;
    },
    // Rows with the same key are one row, which the table makes of them when it has time; so it is told to at once.
    once: () => plainTable(`${from} FINAL`, spread, expressions),
    withDomain: (of) => plainTable(from, spread, { ...expressions, domain: of(expressions.domain) }),
  };
}

/** Columns have other names than this in tables of others. */
const own = (part: EventPart): string => `told_${part}`;

/**
 * A table of others. Its parts are made in a query within, so that no column of the table is mistaken for a part of the same name.
 * @param columns all of its columns, as SQL names them
 */
export function foreignTable(
  name: string,
  columns: readonly string[],
  spread: Spread,
  expressions: EventExpressions,
): ReadTable {
  const rowsOf = (deliveries: string | null, conditions: readonly string[], more = ''): string => {
    const where = [
      ...(deliveries === null ? [] : [`${expressions.delivery} IN (${deliveries})`]),
      ...conditions,
    ];
    return `SELECT ${columns.join(', ')} FROM ${name} ${whereOf(where)} ${more}`;
  };
  const isKnown = `isNotNull(${expressions.identity}) AND isNotNull(${expressions.time})
            AND coalesce(${expressions.event_type}, '') IN (${eventTypes.map((type) => `'${type}'`).join(', ')})`;
  const oneOfEach = `ORDER BY ${expressions.time} LIMIT 1 BY ${expressions.identity}, ${expressions.delivery}`;
  const onceOf = (deliveries: string | null): string => `(
            ${rowsOf(deliveries, [isKnown], oneOfEach)}
            UNION ALL
            ${rowsOf(deliveries, [`NOT (${isKnown})`])}
          ) AS each_once`;
  return tableWithin((deliveries) => `(${rowsOf(deliveries, [])}) AS all_rows`, onceOf, spread, expressions);
}

function tableWithin(
  rowsOf: (deliveries: string | null) => string,
  onceOf: (deliveries: string | null) => string,
  spread: Spread,
  expressions: EventExpressions,
): ReadTable {
  return {
    spread,
    select: ({ first, parts, deliveries, where }) => {
      const asked = new Set<EventPart>(parts);
      const conditions = where((part) => {
        asked.add(part);
        return own(part);
      });
      const within = [...asked].map((part) => `${expressions[part]} AS ${own(part)}`);
      return `
        SELECT ${first}${parts.map((part) => `${own(part)} AS ${part}`).join(', ')}
        FROM (
          SELECT ${within.join(', ')}
          FROM ${rowsOf(deliveries)}
        ) AS told
        ${whereOf(conditions)}`;
    },
    once: () => tableWithin(onceOf, onceOf, spread, expressions),
    withDomain: (of) =>
      tableWithin(rowsOf, onceOf, spread, { ...expressions, domain: of(expressions.domain) }),
  };
}

/** The parts in a table that `load` made: its columns (see table-layout.ts). */
export const loadedParts: EventExpressions = {
  delivery: 'delivery_id',
  delivery_label: 'delivery_label',
  format: 'format',
  source: 'source',
  event_type: 'event_type',
  time: 'timestamp',
  message: 'message_id',
  person: 'recipient',
  bounce_category: 'bounce_category',
  reason: 'reason',
  code: 'code',
  url: 'url',
  label: 'link_label',
  link: 'link',
  user_agent: 'user_agent',
  agent: 'agent',
  domain: 'domain',
  variant: 'variant',
  sender_block: 'sender_block',
  is_machine: 'is_machine',
  is_test: 'is_test',
  is_duplicate: 'is_duplicate',
  implies_sent: 'implies_sent',
  identity: 'event_key',
};
