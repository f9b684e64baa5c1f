import { type ReadOptions, readDump } from '../../src/dump/read-dump.ts';
import { readerOf } from '../../src/dump/reader.ts';
import { openDuckDB } from '../../src/engine/duckdb.ts';
import { ndjson } from './report-of.ts';
import { temporaryFile } from './temporary-folder.ts';

/** What a row tells of a link, a program, a content variant and a block; what it says nothing about is left out. */
export interface Told {
  readonly url?: string;
  readonly label?: string;
  readonly agent?: string;
  readonly variant?: string;
  readonly block?: string;
}

const nothing = 'CAST(NULL AS VARCHAR)';

/** What each event of dump files tells, by its format's own expressions. */
export async function toldByFiles(
  files: readonly string[],
  options: ReadOptions = {},
): Promise<readonly Told[]> {
  const engine = await openDuckDB();
  try {
    const dump = await readDump(engine, files, options);
    const told: Told[] = [];
    for (const [number, source] of dump.sources.entries()) {
      const { url, linkLabel, userAgent, variant, senderBlock } = source.format;
      const rows = await engine.query(
        `SELECT ${url ?? nothing} AS url, ${linkLabel ?? nothing} AS label, ${userAgent ?? nothing} AS agent,
          ${variant ?? nothing} AS variant, ${senderBlock ?? nothing} AS block
        FROM ${readerOf(source, `told_${number}`)}`,
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
