import { canonicalQuery } from '../../src/dump/canonical-columns.ts';
import { type ReadOptions, readDump } from '../../src/dump/read-dump.ts';
import { readerOf } from '../../src/dump/reader.ts';
import { openDuckDB } from '../../src/engine/duckdb.ts';
import { ndjson } from './report-of.ts';
import { temporaryFile } from './temporary-folder.ts';

/** What an event tells of a link, a program, a content variant and a block; what it says nothing about is left out. */
export interface Told {
  readonly url?: string;
  readonly label?: string;
  readonly agent?: string;
  readonly variant?: string;
  readonly block?: string;
}

/** What each event of dump files tells, in their order. */
export async function toldByFiles(
  files: readonly string[],
  options: ReadOptions = {},
): Promise<readonly Told[]> {
  const engine = await openDuckDB();
  try {
    const dump = await readDump(engine, files, options);
    const told: Told[] = [];
    for (const [number, source] of dump.sources.entries()) {
      const events = canonicalQuery(source.format, readerOf(source, `told_${number}`), [], source);
      const rows = await engine.query(
        `SELECT url, link_label AS label, user_agent AS agent, variant, sender_block AS block FROM (${events}) AS events`,
      );
      for (const row of rows)
        told.push(Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)));
    }
    return told;
  } finally {
    await engine.close();
  }
}

/** What each event of literal rows tells. */
export function toldBy(rows: readonly (object | string)[]): Promise<readonly Told[]> {
  return toldByFiles([temporaryFile('dump.ndjson', ndjson(rows))]);
}
