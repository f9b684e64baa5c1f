import { lstatSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { hasErrorCode } from '../errors.ts';
import { isRunning } from './process-mark.ts';

const abandonedAfterMilliseconds = 60 * 60 * 1000;

/** When a file, or anything in a folder, was last written to. */
function lastWritten(path: string): number {
  const found = lstatSync(path);
  const inside = found.isDirectory() ? readdirSync(path).map((name) => lstatSync(join(path, name))) : [];
  return Math.max(...[found, ...inside].map(({ mtimeMs }) => mtimeMs));
}

/**
 * True for what a process that was killed has left. What is of another container or machine counts as left when it was not
 * written to within the hour: nobody here can tell whether its process runs.
 */
export function isAbandoned(path: string, mark: string): boolean {
  return !(isRunning(mark) ?? Date.now() - lastWritten(path) < abandonedAfterMilliseconds);
}

/** Does what puts litter away. What is another user's, in use, or gone meanwhile is let be: the next run comes to it. */
export function asFarAsAllowed(putAway: () => void): void {
  try {
    putAway();
  } catch (error) {
    if (!hasErrorCode(error, 'EACCES', 'EPERM', 'EROFS', 'EBUSY', 'ENOENT', 'ENOTEMPTY', 'EEXIST'))
      throw error;
  }
}

/**
 * Removes what killed processes have left in a folder: many gigabytes, maybe.
 * @param markOf the mark of the process that made what has this name; undefined for what none of ours has made
 */
export function removeAbandoned(folder: string, markOf: (name: string) => string | undefined): void {
  for (const name of readdirSync(folder)) {
    const mark = markOf(name);
    if (mark === undefined) continue;
    const path = join(folder, name);
    asFarAsAllowed(() => {
      if (isAbandoned(path, mark)) rmSync(path, { recursive: true, force: true });
    });
  }
}
