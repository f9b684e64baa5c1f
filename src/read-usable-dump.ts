import type { LoadedDump } from './dump/load.ts';
import { type ReadOptions, readDump } from './dump/read-dump.ts';
import { findRejects, type Reject } from './dump/rejects.ts';
import { requireUsableRows } from './dump/require-rows.ts';
import { unfinishedNote } from './dump/unfinished-row.ts';
import type { Engine } from './engine/engine.ts';
import type { Terminal } from './terminal.ts';

const readingDump = 'Reading the dump';

/** Says what the files of a dump were taken for, and which last rows are left for the next run. */
export function tellOfFiles(
  { sources, unfinished }: Pick<LoadedDump, 'sources' | 'unfinished'>,
  { note, warn }: Pick<Terminal, 'note' | 'warn'>,
): void {
  for (const { file, format, container, because } of sources)
    note(`${file}: ${format.id}, ${container} (${because})`);
  for (const row of unfinished) warn(unfinishedNote(row));
}

/** Says how many rows of a dump could not be used. */
export function tellOfRejects(
  { read }: Pick<LoadedDump, 'read'>,
  rejects: readonly Reject[],
  { warn }: Pick<Terminal, 'warn'>,
  seeRejects: string,
): void {
  if (rejects.length > 0) warn(`${rejects.length} of ${read} rows were rejected, ${seeRejects}`);
}

/**
 * Reads a dump into an engine, and says what it was taken for and what of it could not be used.
 * @param seeRejects says where more is to be seen of the rows that were rejected
 * @throws CommandError where it cannot be read, or no row of it can be used
 */
export async function readUsableDump(
  engine: Engine,
  dumps: readonly string[],
  reading: ReadOptions,
  terminal: Pick<Terminal, 'progress' | 'note' | 'warn'>,
  seeRejects: string,
): Promise<{ readonly dump: LoadedDump; readonly rejects: readonly Reject[] }> {
  terminal.progress(readingDump);
  const dump = await readDump(engine, dumps, reading, (howFar) => terminal.progress(readingDump, howFar));
  tellOfFiles(dump, terminal);
  terminal.progress('Looking up the rejected rows');
  const rejects = await findRejects(engine, dump);
  requireUsableRows(dump, rejects);
  tellOfRejects(dump, rejects, terminal, seeRejects);
  return { dump, rejects };
}
