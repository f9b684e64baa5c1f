import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { root } from '../process/run-program.ts';
import { progress } from '../progress.ts';

/** A dump that the bench made, and how much is in it. */
export interface Dump {
  readonly file: string;
  readonly rows: number;
  readonly bytes: number;
}

const folder = join(root, 'bench/data');
const recordSchema = z.object({ rows: z.int() });

/**
 * A dump of bench/data, made where it is not there yet. How many rows it has stands in a file beside it, written when the dump
 * is whole.
 */
export async function madeOnce(name: string, make: (file: string) => Promise<number>): Promise<Dump> {
  const file = join(folder, name);
  const record = `${file}.json`;
  if (!existsSync(record) || !existsSync(file)) {
    mkdirSync(folder, { recursive: true });
    progress(`making ${name}`);
    const rows = await make(file);
    writeFileSync(record, JSON.stringify({ rows }));
  }
  const { rows } = recordSchema.parse(JSON.parse(readFileSync(record, 'utf8')));
  return { file, rows, bytes: statSync(file).size };
}

export function removeDump({ file }: Pick<Dump, 'file'>): void {
  for (const one of [file, `${file}.json`]) rmSync(one, { force: true });
}
