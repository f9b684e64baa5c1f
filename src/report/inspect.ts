import * as z from 'zod';
import { dumpRows } from '../dump/dump-rows.ts';
import type { LoadedDump } from '../dump/load.ts';
import type { Reject } from '../dump/rejects.ts';
import type { Engine } from '../engine/engine.ts';
import { type Delivery, findDeliveries, noteLaterCopies } from './deliveries.ts';
import { isoTime } from './iso-time.ts';

/** What a dump holds, before any of it is taken out. */
export interface Inspection {
  readonly files: readonly {
    readonly file: string;
    readonly format: string;
    readonly container: string;
    /** Why the format was chosen. */
    readonly because: string;
  }[];
  readonly rows: {
    readonly read: number;
    readonly rejected: number;
    readonly duplicates: number;
    readonly test: number;
  };
  readonly firstEvent: string | null;
  readonly lastEvent: string | null;
  /** Rows by canonical event type, `ignored` among them, the most frequent first. */
  readonly eventTypes: readonly { readonly type: string; readonly count: number }[];
  readonly deliveries: readonly Delivery[];
  readonly rejects: readonly Reject[];
}

const totalsSchema = z.object({
  test: z.int().nullable(),
  first_event: z.number().nullable(),
  last_event: z.number().nullable(),
});

/** Looks into a loaded dump: what it is, what is in it and what was rejected. */
export async function inspectDump(
  engine: Engine,
  dump: LoadedDump,
  rejects: readonly Reject[],
): Promise<Inspection> {
  await noteLaterCopies(engine);
  const [totals] = await engine.query(`
    SELECT sum(is_test) AS test, min(time) AS first_event, max(time) AS last_event
    FROM ${dumpRows}
    WHERE event_type IS NOT NULL`);
  const { test, first_event: first, last_event: last } = totalsSchema.parse(totals);
  const deliveries = await findDeliveries(engine, dump, true);
  const types = await engine.query(`
    SELECT event_type AS type, count(*) AS count
    FROM ${dumpRows}
    WHERE event_type IS NOT NULL
    GROUP BY type
    ORDER BY count DESC, CAST(type AS VARCHAR)`);
  return {
    files: dump.sources.map(({ file, format, container, because }) => ({
      file,
      format: format.id,
      container,
      because,
    })),
    rows: {
      read: dump.read,
      rejected: rejects.length,
      duplicates: deliveries.reduce((sum, { rows }) => sum + rows.duplicates, 0),
      test: test ?? 0,
    },
    firstEvent: isoTime(first),
    lastEvent: isoTime(last),
    eventTypes: types.map(({ type, count }) => ({ type: String(type), count: Number(count) })),
    deliveries,
    rejects,
  };
}
