import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { hasErrorCode, NoInputError } from '../errors.ts';
import { writeWholeFile } from '../files/write-file.ts';

const schema = z.strictObject({
  schemaVersion: z.literal(1),
  served: z.record(z.string(), z.iso.datetime().transform(Date.parse)),
});

const hint = 'let it be read, or name another state folder in the config';

/** The file that outlasts a schedule: for each report, the last due instant that had its run. */
export function servedFile(state: string): string {
  return join(state, 'schedule.json');
}

/**
 * The last due instants that had their run, by report, in epoch milliseconds; empty before the first start, null where the
 * file is damaged.
 * @throws NoInputError where there is one that cannot be read
 */
export async function readServed(state: string): Promise<ReadonlyMap<string, number> | null> {
  const path = servedFile(state);
  try {
    const { served } = schema.parse(JSON.parse(await readFile(path, 'utf8')));
    return new Map(Object.entries(served));
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT')) return new Map();
    if (error instanceof SyntaxError || error instanceof z.ZodError) return null;
    throw new NoInputError(`${path}: cannot be read`, hint, error);
  }
}

/**
 * Writes them down.
 * @throws CannotWriteError
 */
export async function writeServed(state: string, served: ReadonlyMap<string, number>): Promise<void> {
  const times = Object.fromEntries([...served].map(([name, due]) => [name, new Date(due).toISOString()]));
  await writeWholeFile(
    servedFile(state),
    `${JSON.stringify({ schemaVersion: 1, served: times }, null, 2)}\n`,
  );
}
