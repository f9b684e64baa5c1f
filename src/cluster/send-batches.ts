import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline, type Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import type { ClickHouseServer } from '../engine/clickhouse/connect.ts';
import type { TableName } from '../engine/clickhouse/sql-text.ts';
import { sqlText } from '../engine/dialect.ts';
import type { Engine } from '../engine/engine.ts';
import type { Batch, EventRows } from './event-rows.ts';
import { eventColumns } from './table-layout.ts';

/** A file on its way through gzip: the engine would take thrice as long to pack it, and could do nothing else meanwhile. */
function packed(path: string): Readable {
  const gzip = createGzip({ level: 1 });
  // What goes wrong is told to whoever reads it.
  pipeline(createReadStream(path), gzip, () => {});
  return gzip;
}

/**
 * Sends the batches of a dump from one on, each after the other; while one travels the next is written, so that two at most
 * are on the disk.
 * @param noteSent is told of each that is in, and waited for
 */
export async function sendBatches(
  engine: Engine,
  server: ClickHouseServer,
  events: TableName,
  { batches, rowsOf }: EventRows,
  from: number,
  noteSent: (number: number, batch: Batch) => Promise<void>,
): Promise<void> {
  const write = async (number: number): Promise<string | undefined> => {
    const batch = batches[number];
    if (batch === undefined) return undefined;
    const path = join(engine.temporaryFolder, `batch-${number}.ndjson`);
    await engine.run(`COPY (${rowsOf(batch)}) TO ${sqlText(path)} (FORMAT json)`);
    return path;
  };
  let written = write(from);
  for (let number = from; number < batches.length; number += 1) {
    const path = await written;
    const batch = batches[number];
    if (path === undefined || batch === undefined) throw new Error(`there is no batch ${number}`);
    written = write(number + 1);
    const body = packed(path);
    const [sent] = await Promise.allSettled([
      server.insert(events, Object.keys(eventColumns), body).then(() => noteSent(number, batch)),
      // Waited for in any case: an engine that is closed in the middle of a statement hangs.
      written,
    ]);
    body.destroy();
    if (sent.status === 'rejected') throw sent.reason;
    await rm(path);
  }
}
