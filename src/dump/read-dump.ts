import { stat } from 'node:fs/promises';
import type { Engine } from '../engine/engine.ts';
import { BadDataError } from '../errors.ts';
import { formatById } from './detect.ts';
import { findDumpFiles } from './find-files.ts';
import { formats } from './formats/index.ts';
import { type LoadedDump, loadDump } from './load.ts';
import { type DumpSource, describeSource } from './source.ts';

/** All files of a dump speak of the same thing, so that figures of different kinds are never added up unasked. */
function requireOneFormat(sources: readonly DumpSource[]): void {
  const byFormat = new Map(sources.map((source) => [source.format.id, source]));
  if (byFormat.size < 2) return;
  const examples = [...byFormat.values()].map(({ file, format }) => `${file} is ${format.id}`);
  throw new BadDataError(
    `the files are of different formats: ${examples.join(', ')}`,
    'make one report of each format',
  );
}

/** Below this size waking a second thread takes longer than it saves. */
const smallDumpBytes = 32 * 1024 * 1024;

async function chooseThreads(engine: Engine, files: readonly string[]): Promise<void> {
  let bytes = 0;
  for (const file of files) bytes += (await stat(file)).size;
  if (bytes < smallDumpBytes) await engine.run('SET threads = 1');
}

/**
 * Finds the files that the arguments stand for, tells what they are and reads them into the engine.
 * @param formatId the format of all files; without it, each file's first rows tell.
 */
export async function readDump(
  engine: Engine,
  dumps: readonly string[],
  formatId: string | undefined,
): Promise<LoadedDump> {
  const forced = formatId === undefined ? undefined : formatById(formats, formatId);
  const files = await findDumpFiles(dumps);
  await chooseThreads(engine, files);
  const sources: DumpSource[] = [];
  for (const file of files) sources.push(await describeSource(engine, file, forced));
  requireOneFormat(sources);
  return loadDump(engine, sources);
}
