import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asFarAsAllowed, isAbandoned } from './abandoned.ts';
import { atExit } from './at-exit.ts';
import { markPattern, processMark } from './process-mark.ts';
import { cannotWrite } from './write-file.ts';

/** A private temporary folder, removed when the process ends if not before. */
export interface TemporaryFolder {
  readonly path: string;
  readonly remove: () => void;
}

/** Each carries the mark of the process that it belongs to. */
const prefix = 'email-live-report-';
const ours = new RegExp(`^${prefix}(?:browser-)?(${markPattern})-`);

/** Removes what killed processes left: many gigabytes, maybe. */
function removeAbandoned(parent: string): void {
  for (const name of readdirSync(parent)) {
    const mark = ours.exec(name)?.[1];
    if (mark === undefined) continue;
    const folder = join(parent, name);
    asFarAsAllowed(() => {
      if (isAbandoned(folder, mark)) rmSync(folder, { recursive: true, force: true });
    });
  }
}

/**
 * Makes a private temporary folder, and removes those that killed processes left. Whoever makes it removes it.
 * @returns its path
 * @throws CannotWriteError
 */
export function newTemporaryFolder(kind: '' | 'browser-'): string {
  const parent = tmpdir();
  try {
    removeAbandoned(parent);
    return mkdtempSync(join(parent, `${prefix}${kind}${processMark()}-`));
  } catch (error) {
    throw cannotWrite(parent, error);
  }
}

/** Makes a private temporary folder, and removes those that killed processes left. Throws CannotWriteError. */
export function makeTemporaryFolder(): TemporaryFolder {
  const path = newTemporaryFolder('');
  const clean = (): void => rmSync(path, { recursive: true, force: true });
  const takeBack = atExit(clean);
  return {
    path,
    remove: () => {
      clean();
      takeBack();
    },
  };
}
