import { readFileSync } from 'node:fs';
import { canonicalQuery } from '../../src/dump/canonical-columns.ts';
import { readDump } from '../../src/dump/read-dump.ts';
import { readerOf } from '../../src/dump/reader.ts';
import { openDuckDB } from '../../src/engine/duckdb.ts';
import type { QueryValue } from '../../src/engine/engine.ts';
import { ndjson } from './report-of.ts';
import { temporaryFile } from './temporary-folder.ts';

/** A canonical event; what a row says nothing about is left out. `event` is null for a rejected row. */
export interface CanonicalEvent {
  readonly event: string | null;
  readonly time?: string;
  readonly delivery?: string;
  readonly label?: string;
  readonly eventId?: string;
  readonly message?: string;
  readonly recipient?: string;
  readonly category?: string;
  readonly reason?: string;
  readonly code?: string;
  readonly machine?: true;
  readonly test?: true;
}

const filled = (values: Record<string, QueryValue | true | undefined>): object =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined && value !== null));

/** The canonical events of dump files, in their order, with the identities that the report only keeps hashes of. */
export async function eventsOfFiles(
  files: readonly string[],
  format?: string,
): Promise<readonly CanonicalEvent[]> {
  const engine = await openDuckDB();
  try {
    const dump = await readDump(engine, files, format === undefined ? {} : { formats: [format] });
    const events: CanonicalEvent[] = [];
    for (const [number, source] of dump.sources.entries()) {
      const rows = await engine.query(
        canonicalQuery(source.format, readerOf(source, `again_${number}`), [
          'mapped_event_id',
          'mapped_message_id',
          'mapped_recipient',
        ]),
      );
      for (const row of rows) {
        events.push({
          event: row.event_type === null ? null : String(row.event_type),
          ...filled({
            time: row.time === null ? null : new Date(Number(row.time)).toISOString(),
            delivery: row.delivery_id,
            label: row.delivery_label,
            eventId: row.mapped_event_id,
            message: row.mapped_message_id,
            recipient: row.mapped_recipient,
            category: row.bounce_category,
            reason: row.reason,
            code: row.code,
            machine: row.is_machine === 1 ? true : undefined,
            test: row.is_test === 1 ? true : undefined,
          }),
        });
      }
    }
    return events;
  } finally {
    await engine.close();
  }
}

/** The canonical events of literal rows. */
export function eventsOf(
  rows: readonly (object | string)[],
  format?: string,
): Promise<readonly CanonicalEvent[]> {
  return eventsOfFiles([temporaryFile('dump.ndjson', ndjson(rows))], format);
}

/** A payload as the vendor publishes it, from test/dumps. */
export function published(path: string): unknown {
  return JSON.parse(readFileSync(publishedFile(path), 'utf8'));
}

/** The path of a payload as the vendor publishes it. */
export function publishedFile(path: string): string {
  return new URL(`../dumps/${path}`, import.meta.url).pathname;
}
