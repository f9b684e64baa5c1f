import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hasErrorCode } from '../errors.ts';
import { atExit } from './at-exit.ts';
import { cannotWrite } from './write-file.ts';

/** A private temporary folder, removed when the process ends if not before. */
export interface TemporaryFolder {
  readonly path: string;
  readonly remove: () => void;
}

/** Each carries the number of the process that it belongs to. */
const prefix = 'email-live-report-';
const abandonedAfterMilliseconds = 60 * 60 * 1000;

function isRunning(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return !hasErrorCode(error, 'ESRCH');
  }
}

/** When anything in a folder was last written to. */
function lastWritten(folder: string): number {
  const paths = [folder, ...readdirSync(folder).map((name) => join(folder, name))];
  return Math.max(...paths.map((path) => statSync(path).mtimeMs));
}

/**
 * Removes what killed processes left: many gigabytes, maybe. A folder that was written to within the hour is let be: in another
 * container its process may well be running.
 */
function removeAbandoned(parent: string): void {
  for (const name of readdirSync(parent)) {
    const processId = /^(\d+)-/.exec(name.startsWith(prefix) ? name.slice(prefix.length) : '')?.[1];
    if (processId === undefined || isRunning(Number(processId))) continue;
    const folder = join(parent, name);
    try {
      if (Date.now() - lastWritten(folder) > abandonedAfterMilliseconds)
        rmSync(folder, { recursive: true, force: true });
    } catch (error) {
      // It is another user's, or another process was quicker.
      if (!hasErrorCode(error, 'EACCES', 'EPERM', 'ENOENT', 'ENOTEMPTY')) throw error;
    }
  }
}

/** Makes a private temporary folder, and removes those that killed processes left. Throws CannotWriteError. */
export function makeTemporaryFolder(): TemporaryFolder {
  const parent = tmpdir();
  try {
    removeAbandoned(parent);
    const path = mkdtempSync(join(parent, `${prefix}${process.pid}-`));
    const clean = (): void => rmSync(path, { recursive: true, force: true });
    const takeBack = atExit(clean);
    return {
      path,
      remove: () => {
        clean();
        takeBack();
      },
    };
  } catch (error) {
    throw cannotWrite(parent, error);
  }
}
