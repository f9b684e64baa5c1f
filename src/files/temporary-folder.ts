import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { atExit } from './at-exit.ts';
import { cannotWrite } from './write-file.ts';

/** A private temporary folder, removed when the process ends if not before. */
export interface TemporaryFolder {
  readonly path: string;
  readonly remove: () => void;
}

/** Makes a private temporary folder. Throws CannotWriteError. */
export function makeTemporaryFolder(): TemporaryFolder {
  try {
    const path = mkdtempSync(join(tmpdir(), 'email-live-report-'));
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
    throw cannotWrite(tmpdir(), error);
  }
}
