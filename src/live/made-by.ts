import * as z from 'zod';
import { contentHash } from '../incremental/content-hash.ts';
import { programHash } from '../incremental/program-hash.ts';
import { packageRoot } from '../package-root.ts';
import type { CountingOptions } from '../report/event-store.ts';
import type { WindowChoice } from '../report/window.ts';

/** What the rows of a state and their counts depend on, besides the files and the window that is counted. */
export interface StateChoices extends CountingOptions {
  readonly keepQuery: boolean;
  readonly formats: readonly string[] | undefined;
  /** What the mapping file says; undefined where there is none. */
  readonly mapping: unknown;
}

/** Stands for this program and the choices: with others, or by another program, rows are read or counted otherwise. */
export function choicesHash(choices: StateChoices): string {
  const { includeTests, machineRules, reasons, redactDomains, keepQuery, formats, mapping } = choices;
  return contentHash(
    programHash(packageRoot()),
    JSON.stringify({ includeTests, reasons, redactDomains, machineRules }),
    JSON.stringify([keepQuery, formats ?? null, mapping ?? null]),
  );
}

const windowSchema = z.union([
  z.null(),
  z.object({ kind: z.literal('all') }),
  z.object({ kind: z.literal('last'), milliseconds: z.number() }),
  z.object({ kind: z.literal('between'), from: z.number().nullable(), to: z.number().nullable() }),
]);

/** What is written into a state that counts a window, or none. Whoever asks for others may use it, too, and goes on counting that. */
export const madeBy = (hash: string, window: WindowChoice | null): string =>
  `${hash} ${JSON.stringify(window)}`;

/** The window that a state counts, null for none, by what is written into it; undefined where it was made otherwise. */
export function countedWindow(written: string, hash: string): WindowChoice | null | undefined {
  if (!written.startsWith(`${hash} `)) return undefined;
  return windowSchema.parse(JSON.parse(written.slice(hash.length + 1)));
}
