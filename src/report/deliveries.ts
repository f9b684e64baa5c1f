import { basename } from 'node:path';
import * as z from 'zod';
import { dumpRows, type LoadedDump } from '../dump/load.ts';
import { sqlText } from '../engine/dialect.ts';
import type { Engine } from '../engine/engine.ts';
import { BadDataError, UsageError } from '../errors.ts';

/** A delivery found in a dump; times in epoch milliseconds, null where all its events are tests or copies. */
export interface Delivery {
  readonly id: string;
  /** The formats that its rows are in, by id, in the order of the dump's files. */
  readonly formats: readonly string[];
  readonly label: string | null;
  readonly firstEvent: number | null;
  readonly lastEvent: number | null;
}

/** The later copies of events that the dump holds more than once, by their place in the dump. */
export const laterCopies = 'later_copies';

/** Rows that are events of the report, of whatever delivery. */
const usable = "event_type IS NOT NULL AND event_type <> 'ignored'";

/** Without a delivery_id the whole dump is one delivery, named after the file. */
export function nameOfDump(dump: LoadedDump): string {
  const file = dump.sources[0]?.file ?? 'dump';
  return (
    basename(file)
      .replace(/\.(gz|zst)$/i, '')
      .replace(/\.[^.]+$/, '') || 'dump'
  );
}

/** SQL for the id of a row's delivery. */
export const deliveryIdSql = (dump: LoadedDump): string =>
  `coalesce(delivery_id, ${sqlText(nameOfDump(dump))})`;

/** Notes the later copies of each event in the engine: the first one in the dump is the one that counts. */
export async function noteLaterCopies(engine: Engine): Promise<void> {
  await engine.run(`
    CREATE TABLE ${laterCopies} AS
    SELECT row
    FROM (
      SELECT rowid AS row, row_number() OVER (PARTITION BY event_identity ORDER BY rowid) AS copy
      FROM ${dumpRows}
      WHERE ${usable} AND event_identity IN (
        SELECT event_identity
        FROM ${dumpRows}
        WHERE ${usable} AND event_identity IS NOT NULL
        GROUP BY event_identity
        HAVING count(*) > 1
      )
    ) AS copies
    WHERE copy > 1`);
}

const rowSchema = z.object({
  id: z.string(),
  label: z.string().nullable(),
  first_event: z.number().nullable(),
  last_event: z.number().nullable(),
  sources: z.string(),
});

/** Every delivery of a dump, the newest first. */
export async function findDeliveries(
  engine: Engine,
  dump: LoadedDump,
  includeTests: boolean,
): Promise<readonly Delivery[]> {
  const kept = `${includeTests ? '' : 'is_test = 0 AND '}rowid NOT IN (SELECT row FROM ${laterCopies})`;
  const rows = await engine.query(`
    SELECT
      ${deliveryIdSql(dump)} AS id,
      max(delivery_label) AS label,
      min(CASE WHEN ${kept} THEN time END) AS first_event,
      max(CASE WHEN ${kept} THEN time END) AS last_event,
      string_agg(DISTINCT source, ' ' ORDER BY source) AS sources
    FROM ${dumpRows}
    WHERE ${usable}
    GROUP BY id`);
  return rows
    .map((row) => rowSchema.parse(row))
    .map(({ id, label, sources, first_event, last_event }) => ({
      id,
      label,
      formats: formatsOf(dump, sources.split(' ').map(Number)),
      firstEvent: first_event,
      lastEvent: last_event,
    }))
    .sort(newestFirst);
}

function formatsOf(dump: LoadedDump, sources: readonly number[]): readonly string[] {
  const ids = dump.sources.flatMap(({ format }, number) => (sources.includes(number) ? [format.id] : []));
  return [...new Set(ids)];
}

function newestFirst(left: Delivery, right: Delivery): number {
  const order = (right.firstEvent ?? -1) - (left.firstEvent ?? -1);
  return order === 0 ? (left.id < right.id ? -1 : 1) : order;
}

/**
 * The deliveries to report on: all, or the one that was asked for.
 * @throws UsageError where the dump has no such delivery, BadDataError where it has none at all.
 */
export function chooseDeliveries(
  deliveries: readonly Delivery[],
  id: string | undefined,
): readonly Delivery[] {
  if (deliveries.length === 0) {
    throw new BadDataError(
      'no email event in the dump: all of its rows are of types that a report does not use',
      'see what it holds with: email-live-report inspect <dump>',
    );
  }
  if (id === undefined) return deliveries;
  const chosen = deliveries.filter((delivery) => delivery.id === id);
  if (chosen.length === 0) {
    const known = deliveries.slice(0, 5).map((delivery) => delivery.id);
    const more = deliveries.length > known.length ? ', ...' : '';
    throw new UsageError(`--delivery: no delivery "${id}" in the dump`, `it has ${known.join(', ')}${more}`);
  }
  return chosen;
}
