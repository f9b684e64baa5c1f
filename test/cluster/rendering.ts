import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Outcome, run } from '../cli/run.ts';
import { contentsOf } from '../faults/folder-contents.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** What a run of `render` said, and the files that are in its output folder then. */
export interface Rendered extends Outcome {
  readonly files: Readonly<Record<string, string>>;
}

/** Runs `render`, into a folder of its own unless another is given. */
export async function render(
  args: readonly string[],
  { output = join(temporaryFolder(), 'output'), env = {} as NodeJS.ProcessEnv } = {},
): Promise<Rendered> {
  const outcome = await run(
    ['render', ...args, '-o', output, '--timezone', 'Europe/Paris', '--locale', 'en'],
    { env },
  );
  return { ...outcome, files: existsSync(output) ? contentsOf(output) : {} };
}
