import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const cli = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

/** Where and how a run is made: nothing of it may show in its files. */
export interface Circumstances {
  readonly node?: string | undefined;
  /** The command that starts it. */
  readonly by?: readonly string[];
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** Runs the command, which has to succeed; what it says. */
export async function runIn(
  { node = process.execPath, by = [], cwd, env }: Circumstances,
  options: readonly string[],
): Promise<string> {
  const [program = node, ...args] = [...by, node, cli, ...options];
  const { stdout } = await promisify(execFile)(program, args, {
    cwd,
    env: { ...process.env, SOURCE_DATE_EPOCH: '1795000000', ...env },
    maxBuffer: 64 * 1024 * 1024,
  });
  return stdout;
}

/** The SHA-256 of each file below a folder, by its path in it. */
export function filesBelow(folder: string): Readonly<Record<string, string>> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  return Object.fromEntries(
    files.map((file) => [
      relative(folder, file),
      createHash('sha256').update(readFileSync(file)).digest('hex'),
    ]),
  );
}

/** The files that `render` makes of a dump, and all that it says, in a folder of its own below another. */
export async function rendered(
  folder: string,
  dump: readonly string[],
  circumstances: Circumstances,
  options: readonly string[],
): Promise<Readonly<Record<string, string>>> {
  const output = join(folder, `output-${readdirSync(folder).length}`);
  mkdirSync(output);
  const said = await runIn(circumstances, ['render', ...dump, '--json', '-o', output, ...options]);
  return { ...filesBelow(output), 'standard output': said.replaceAll(output, 'output') };
}
