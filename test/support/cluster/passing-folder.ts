import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface PassingFolder {
  readonly folder: string;
  /** Resolves when it is gone; may be called again. */
  readonly remove: () => Promise<void>;
}

/**
 * Makes a folder ($0), and removes it as soon as nobody holds its input any more: when it is told to, and when the
 * process that asked for it ends, however that one ends. Servers that end with that process may write on for a moment.
 */
const script = `
trap '' PIPE
mkdir -m 700 "$0" && echo made && cat
for attempt in 1 2 3 4 5 6 7 8 9; do rm -rf "$0" && exit; sleep 1; done
`;

/** A folder for temporary files that are gone with this process at the latest. */
export async function makePassingFolder(): Promise<PassingFolder> {
  const folder = join(tmpdir(), `email-live-report-cluster-${randomUUID()}`);
  const keeper = spawn('sh', ['-c', script, folder], { stdio: ['pipe', 'pipe', 'ignore'], detached: true });
  const removed = once(keeper, 'exit');
  const made = once(keeper.stdout, 'data');
  await Promise.race([made, removed]);
  if (keeper.exitCode !== null) throw new Error(`no folder could be made: ${folder}`);
  const remove = async (): Promise<void> => {
    keeper.stdin.end();
    await removed;
  };
  return { folder, remove };
}
