import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import * as z from 'zod';
import type { ClickHouseServer } from '../engine/clickhouse/connect.ts';
import { clickhouseTable, type TableName } from '../engine/clickhouse/sql-text.ts';
import { besideEvents, journalColumns } from './table-layout.ts';

/** What the journal says of all deliveries of a dump alike. */
export interface DumpEntry {
  /** 64 bit numbers as texts. */
  readonly dump_id: string;
  readonly batches_key: string;
  readonly read: number;
  readonly rejected: number;
  readonly ignored_of_nobody: number;
  readonly options: string;
  readonly files: string;
}

/** What the journal says of a delivery of a dump. */
export interface DeliveryEntry {
  readonly delivery_id: string;
  readonly events: number;
  readonly ignored: number;
}

/** How much of a dump is in, by the journal. */
export interface Standing {
  readonly complete: boolean;
  readonly batches: number;
  readonly batchesKey: string;
  readonly options: string;
  readonly deliveries: readonly string[];
  /** Of the newest entry. */
  readonly version: number;
}

const rowSchema = z.object({
  delivery_id: z.string(),
  is_complete: z.int(),
  batches_in: z.int(),
  key: z.string(),
  with_options: z.string(),
  newest: z.int(),
});

/** How much of a dump is in; null where nothing was ever begun. */
export async function standingOf(
  server: ClickHouseServer,
  events: TableName,
  dumpId: string,
): Promise<Standing | null> {
  const answer = await server.query(`
    SELECT
      delivery_id,
      argMax(complete, version) AS is_complete,
      argMax(batches, version) AS batches_in,
      toString(argMax(batches_key, version)) AS key,
      argMax(options, version) AS with_options,
      max(version) AS newest
    FROM ${clickhouseTable(besideEvents(events, '_loads'))}
    WHERE dump_id = ${dumpId}
    GROUP BY delivery_id`);
  const rows = answer.map((row) => rowSchema.parse(row));
  const [first] = rows;
  if (first === undefined) return null;
  return {
    complete: rows.every(({ is_complete }) => is_complete === 1),
    batches: Math.min(...rows.map(({ batches_in }) => batches_in)),
    batchesKey: first.key,
    options: first.with_options,
    deliveries: rows.map(({ delivery_id }) => delivery_id),
    version: rows.reduce((most, { newest }) => Math.max(most, newest), 0),
  };
}

/** Notes in the journal how much of a dump is in. */
export type NoteStanding = (standing: {
  readonly batches: number;
  readonly complete: boolean;
}) => Promise<void>;

/**
 * Opens the journal for a dump: whatever is noted replaces what was noted of it before.
 * @param version of the newest entry that there is
 */
export function openJournal(
  server: ClickHouseServer,
  events: TableName,
  dump: DumpEntry,
  deliveries: readonly DeliveryEntry[],
  version: number,
): NoteStanding {
  let newest = version;
  return async ({ batches, complete }) => {
    const now = Date.now();
    newest = Math.max(newest + 1, now);
    const noted = { version: newest, batches, complete: complete ? 1 : 0, loaded_at: Math.floor(now / 1000) };
    const lines = deliveries.map((delivery) => {
      const row: Record<keyof typeof journalColumns, string | number> = { ...dump, ...delivery, ...noted };
      return `${JSON.stringify(row)}\n`;
    });
    await server.insert(
      besideEvents(events, '_loads'),
      Object.keys(journalColumns),
      Readable.from([gzipSync(lines.join(''))]),
    );
  };
}
