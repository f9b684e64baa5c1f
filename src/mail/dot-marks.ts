import { closeSync, ftruncateSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';

/**
 * Which final dots were written: a file with the number of a ledger's entry to a line. A line costs microseconds and
 * outlives this process, whatever ends it, but is not waited for on its way to the disk: it does not outlive the machine.
 */
export interface DotMarks {
  readonly has: (entry: number) => boolean;
  readonly add: (entry: number) => void;
  readonly clear: () => void;
  readonly close: () => void;
  /** Closes and removes them: nothing is open any more. */
  readonly remove: () => void;
}

/** Opens the marks, and makes the file where there is none. Throws what the file system does. */
export function openDotMarks(path: string): DotMarks {
  const file = openSync(path, 'a+');
  const marked = new Set(readFileSync(file, 'utf8').split('\n').filter(Boolean).map(Number));
  return {
    has: (entry) => marked.has(entry),
    add: (entry) => {
      writeSync(file, `${entry}\n`);
    },
    clear: () => ftruncateSync(file),
    close: () => closeSync(file),
    remove: () => {
      closeSync(file);
      rmSync(path, { force: true });
    },
  };
}
