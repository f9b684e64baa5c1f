import * as z from 'zod';
import type { Dialect } from '../engine/dialect.ts';
import type { QueryRow } from '../engine/engine.ts';
import { type Delivery, newestFirst, type RowsByFate } from '../report/deliveries.ts';
import type { BoundSql, ReadTable } from './counted-rows.ts';
import type { Loads } from './loads.ts';

const rowSchema = z.object({
  delivery: z.string(),
  format: z.string(),
  source: z.int(),
  fate: z.enum(['duplicates', 'test', 'kept']),
  rows: z.int(),
  label: z.string().nullable(),
  first_event: z.int(),
  last_event: z.int(),
});

/** How many rows of a delivery have which fate, by what they came from. */
export type AccountRow = z.infer<typeof rowSchema>;

export const accountRows = (rows: readonly QueryRow[]): readonly AccountRow[] =>
  rows.map((row) => rowSchema.parse(row));

/**
 * The query of what a table holds of deliveries, by the fate of the rows.
 * @param chosen the deliveries that are asked for; null for all
 */
export function accountsQuery(
  { from, expressions }: ReadTable,
  dialect: Dialect,
  chosen: BoundSql | null,
  includeTests: boolean,
): string {
  const { delivery, delivery_label, format, source, time, is_duplicate, is_test } = expressions;
  const fate = `CASE
          WHEN ${is_duplicate} = 1 THEN 'duplicates'
          ${includeTests ? '' : `WHEN ${is_test} = 1 THEN 'test'`}
          ELSE 'kept'
        END`;
  const told = `
      SELECT
        ${delivery} AS delivery,
        ${format} AS told_format,
        ${source} AS told_source,
        ${fate} AS fate,
        count(*) AS told_rows,
        max(${delivery_label}) AS told_label,
        min(${time}) AS first_event,
        max(${time}) AS last_event
      FROM ${from}
      ${chosen === null ? '' : `WHERE ${delivery} IN (${chosen.sql})`}
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

function deliveryOf(key: string, rows: readonly AccountRow[], loads: Loads | null, place: number): Delivery {
  const kept = rows.filter(({ fate }) => fate === 'kept');
  const rowsOf = (fate: keyof RowsByFate): number =>
    rows.reduce((sum, row) => (row.fate === fate ? sum + row.rows : sum), 0);
  const inTable = rows.reduce((sum, row) => sum + row.rows, 0);
  const account = loads?.accountOf(key) ?? { events: inTable, ignored: 0, read: inTable, rejected: 0 };
  const labels = rows.flatMap(({ label }) => label ?? []).sort();
  const formats = [...rows].sort((left, right) => left.source - right.source).map(({ format }) => format);
  return {
    id: key,
    place,
    key,
    label: labels.at(-1) ?? null,
    formats: [...new Set(formats)],
    firstEvent: kept.length === 0 ? null : Math.min(...kept.map(({ first_event }) => first_event)),
    lastEvent: kept.length === 0 ? null : Math.max(...kept.map(({ last_event }) => last_event)),
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

/** The deliveries of a table, the newest first. @param loads what was loaded into it; null where nobody wrote that down */
export function clusterDeliveries(rows: readonly AccountRow[], loads: Loads | null): readonly Delivery[] {
  const byKey = new Map<string, AccountRow[]>();
  for (const row of rows) {
    const known = byKey.get(row.delivery);
    if (known === undefined) byKey.set(row.delivery, [row]);
    else known.push(row);
  }
  return [...byKey].map(([key, own], place) => deliveryOf(key, own, loads, place)).sort(newestFirst);
}
