import type { ReadOptions } from './dump/read-dump.ts';
import { rejectsText } from './dump/rejects.ts';
import type { OpenedEvents } from './opened-events.ts';
import { readUsableDump } from './read-usable-dump.ts';
import { eventsOfDump } from './report/dump-events.ts';
import type { Terminal } from './terminal.ts';

/**
 * Reads a dump into an engine of its own.
 * @param arguments_ files, folders and patterns that are one dump
 * @throws CommandError where it cannot be read, or no row of it can be used
 */
export async function openDump(
  arguments_: readonly string[],
  reading: ReadOptions,
  terminal: Pick<Terminal, 'progress' | 'note' | 'warn'>,
): Promise<OpenedEvents> {
  const { openDuckDB } = await import('./engine/duckdb.ts');
  const engine = await openDuckDB();
  try {
    const { dump, rejects } = await readUsableDump(
      engine,
      arguments_,
      reading,
      terminal,
      'see rejects.ndjson',
    );
    terminal.progress('Sorting the events');
    return {
      store: eventsOfDump(engine, dump),
      rejects: rejectsText(rejects),
      close: () => engine.close(),
    };
  } catch (error) {
    await engine.close();
    throw error;
  }
}
