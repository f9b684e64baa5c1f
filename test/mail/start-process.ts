import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

export const ledgerProgram = fileURLToPath(new URL('./ledger-process.ts', import.meta.url));

/** A process that does something with a ledger, and what it says. */
export function startProcess(
  deed: string,
  path: string,
): { readonly child: ChildProcess; readonly said: string[] } {
  const args = ['--import', 'tsx', ledgerProgram, deed, path];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const said: string[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => said.push(line));
  return { child, said };
}

/** Ends a process as a crash does. */
export async function kill(child: ChildProcess): Promise<void> {
  const gone = once(child, 'close');
  child.kill('SIGKILL');
  await gone;
}
