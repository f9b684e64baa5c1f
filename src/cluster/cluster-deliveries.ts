import * as z from 'zod';
import { eventTypes } from '../dump/formats/format.ts';
import type { Dialect } from '../engine/dialect.ts';
import type { QueryRow } from '../engine/engine.ts';
import {
  beginningOf,
  type Delivery,
  newestFirst,
  type RowsByFate,
  spanOf,
  toldApart,
} from '../report/deliveries.ts';
import type { BoundSql } from './counted-rows.ts';
import type { LoadAccount } from './loads.ts';
import type { EventPart, ReadTable } from './read-table.ts';

const rowSchema = z.object({
  delivery: z.string(),
  format: z.string(),
  source: z.int(),
  fate: z.enum(['rejected', 'ignored', 'duplicates', 'test', 'kept']),
  rows: z.int(),
  label: z.string().nullable(),
  first_event: z.int().nullable(),
  last_event: z.int().nullable(),
});

/** How many rows of a delivery have which fate, by what they came from. */
export type AccountRow = z.infer<typeof rowSchema>;

export const accountRows = (rows: readonly QueryRow[]): readonly AccountRow[] =>
  rows.map((row) => rowSchema.parse(row));

/** SQL for the fate of a row. A table of others may have types that a report does not use, and rows that are no events. */
const fateOf = (named: (part: EventPart) => string, includeTests: boolean): string => `CASE
          WHEN coalesce(${named('event_type')}, '') NOT IN (${[...eventTypes, 'ignored'].map((type) => `'${type}'`).join(', ')}) OR isNull(${named('time')}) THEN 'rejected'
          WHEN ${named('event_type')} = 'ignored' THEN 'ignored'
          WHEN ${named('is_duplicate')} = 1 THEN 'duplicates'
          ${includeTests ? '' : `WHEN ${named('is_test')} = 1 THEN 'test'`}
          ELSE 'kept'
        END`;

/**
 * The query of what a table holds of deliveries, by the fate of the rows.
 * @param chosen the deliveries that are asked for; null for all
 */
export function accountsQuery(
  table: ReadTable,
  dialect: Dialect,
  chosen: BoundSql | null,
  includeTests: boolean,
): string {
  const rows = table.select({
    first: '',
    parts: [
      'delivery',
      'delivery_label',
      'format',
      'source',
      'event_type',
      'time',
      'is_duplicate',
      'is_test',
    ],
    deliveries: chosen?.sql ?? null,
    where: () => [],
  });
  const told = `
      SELECT
        delivery,
        format AS told_format,
        source AS told_source,
        ${fateOf((part) => part, includeTests)} AS fate,
        count(*) AS told_rows,
        max(delivery_label) AS told_label,
        min(time) AS first_event,
        max(time) AS last_event
      FROM (${rows}
      ) AS told
      GROUP BY delivery, told_format, told_source, fate`;
  const columns = [
    ...['delivery', 'told_format', 'told_source', 'fate', 'told_rows', 'told_label'],
    ...['first_event', 'last_event'],
  ];
  return `
    SELECT
      delivery,
      told_format AS format,
      told_source AS source,
      fate,
      sum(told_rows) AS rows,
      max(told_label) AS label,
      min(first_event) AS first_event,
      max(last_event) AS last_event
    FROM ${dialect.wherever(columns, told)} AS told
    GROUP BY delivery, told_format, told_source, fate`;
}

/** As `withoutAddresses` of dumps (canonical-columns.ts): in a table of others ids and labels may have some. */
const withoutAddresses = (text: string): string =>
  text.replace(/(?:"[^"]*"|[^\s<>"'(),;:]+)(?:@|%40)[^\s<>"'(),;:]+/g, '…@…');

function deliveryOf(key: string, rows: readonly AccountRow[], account: LoadAccount, place: number): Delivery {
  const kept = rows.filter(({ fate }) => fate === 'kept');
  const rowsOf = (fate: keyof RowsByFate | 'rejected'): number =>
    rows.reduce((sum, row) => (row.fate === fate ? sum + row.rows : sum), 0);
  const inTable = rowsOf('kept') + rowsOf('test') + rowsOf('duplicates');
  const labels = rows.flatMap(({ label }) => label ?? []).sort();
  const formats = [...rows].sort((left, right) => left.source - right.source).map(({ format }) => format);
  return {
    id: withoutAddresses(key),
    place,
    key,
    label: labels.length === 0 ? null : withoutAddresses(labels.at(-1) ?? ''),
    formats: [...new Set(formats)],
    ...spanOf(kept),
    rows: {
      ignored: account.ignored,
      // What several dumps have lies in the table once.
      duplicates: rowsOf('duplicates') + account.events - inTable,
      test: rowsOf('test'),
      kept: rowsOf('kept'),
    },
    read: account.read,
    rejected: account.rejected,
  };
}

/** The account of deliveries as the rows of a table tell it, where nobody wrote down what came into it. */
export function accountsOfRows(rows: readonly AccountRow[]): (delivery: string) => LoadAccount {
  const nothing: LoadAccount = { events: 0, ignored: 0, read: 0, rejected: 0 };
  const accounts = new Map<string, LoadAccount>();
  for (const { delivery, fate, rows: count } of rows) {
    const account = accounts.get(delivery) ?? nothing;
    const kind = fate === 'ignored' || fate === 'rejected' ? fate : 'events';
    accounts.set(delivery, { ...account, [kind]: account[kind] + count, read: account.read + count });
  }
  return (delivery) => accounts.get(delivery) ?? nothing;
}

/**
 * The deliveries of a table, the newest first, but for those without any event.
 * @param accountOf tells what came into the table of each
 */
export function clusterDeliveries(
  rows: readonly AccountRow[],
  accountOf: (delivery: string) => LoadAccount,
): readonly Delivery[] {
  const byKey = new Map<string, AccountRow[]>();
  for (const row of rows) {
    const known = byKey.get(row.delivery);
    if (known === undefined) byKey.set(row.delivery, [row]);
    else known.push(row);
  }
  const used = [...byKey].filter(([, own]) =>
    own.some(({ fate }) => fate !== 'ignored' && fate !== 'rejected'),
  );
  const deliveries = used.map(([key, own], place) => deliveryOf(key, own, accountOf(key), place));
  const beginnings = new Map(used.map(([key, own]) => [key, beginningOf(own)]));
  return toldApart(deliveries, beginnings).toSorted(newestFirst);
}
