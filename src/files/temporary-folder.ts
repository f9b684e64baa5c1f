import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeAbandoned } from './abandoned.ts';
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

/**
 * Makes a private temporary folder, and removes those that killed processes left. Whoever makes it removes it.
 * @returns its path
 * @throws CannotWriteError
 */
export function newTemporaryFolder(kind: '' | 'browser-'): string {
  const parent = tmpdir();
  try {
    removeAbandoned(parent, (name) => ours.exec(name)?.[1]);
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
