import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isMet } from './budget.ts';
import type { Part } from './line.ts';
import type { Machine } from './machine.ts';
import type { Options } from './options.ts';
import { root } from './process/run-program.ts';

/** Writes a result as JSON, under the instant it was written at; the same figures as in the tables, unrounded. */
export function writeResults(
  machine: Machine,
  nodeDoingNothing: number,
  options: Options,
  parts: readonly Part[],
): string {
  const folder = join(root, 'bench/results');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${new Date().toISOString().replaceAll(':', '-')}.json`);
  const judged = parts.map(({ title, lines }) => ({
    title,
    lines: lines.map((line) =>
      line.budget === undefined ? line : { ...line, met: isMet(line.value, line.budget) },
    ),
  }));
  writeFileSync(file, `${JSON.stringify({ machine, nodeDoingNothing, options, parts: judged }, null, 2)}\n`);
  return file;
}
