import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cannotWrite } from './write-file.ts';

const folders = new Set<string>();
let watchesExit = false;

function removeAll(): void {
  for (const folder of folders) removeTemporaryFolder(folder);
}

/** Makes a private temporary folder that is removed when the process ends, if it is not removed before. */
export function makeTemporaryFolder(): string {
  if (!watchesExit) process.once('exit', removeAll);
  watchesExit = true;
  try {
    const folder = mkdtempSync(join(tmpdir(), 'email-live-report-'));
    folders.add(folder);
    return folder;
  } catch (error) {
    throw cannotWrite(tmpdir(), error);
  }
}

export function removeTemporaryFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  folders.delete(folder);
}
