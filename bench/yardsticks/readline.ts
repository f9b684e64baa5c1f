import type { Dump } from '../dumps/dump.ts';
import { type Run, runNode } from '../process/run-program.ts';

/** A plain Node program over the same dump. */
export const countWithReadline =
  ({ file }: Dump) =>
  (): Promise<Run> =>
    runNode(['bench/yardsticks/count-with-readline.js', file]);
