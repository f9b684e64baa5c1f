import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type Whose, watchMemory } from './memory.ts';
import { endedProcessorTime } from './processor-time.ts';

/** How a process fared. */
export interface Run {
  readonly milliseconds: number;
  readonly processor: number | null;
  /** The most memory of the process itself, and of all it started together with it. */
  readonly peakMebibytes: number | null;
  readonly familyMebibytes: number | null;
}

/** The folder of the project: every program runs in it. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/** Runs a program to its end, one at a time; what it prints is thrown away. Throws where it fails. */
export function runProgram(command: string, args: readonly string[], whose: Whose = 'process'): Promise<Run> {
  return new Promise((resolve, reject) => {
    const before = endedProcessorTime();
    const start = performance.now();
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'ignore', 'pipe'] });
    const stopWatching = watchMemory(child.pid ?? 0, whose);
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.on('error', (error) => {
      stopWatching();
      reject(error);
    });
    child.on('close', (status) => {
      const milliseconds = performance.now() - start;
      const { process: peakMebibytes, family: familyMebibytes } = stopWatching();
      const after = endedProcessorTime();
      const processor = before === null || after === null ? null : after - before;
      if (status === 0) resolve({ milliseconds, processor, peakMebibytes, familyMebibytes });
      else reject(new Error(`${command} ${args.join(' ')}: exit status ${status}\n${stderr}`));
    });
  });
}

/** Runs a Node program to its end. */
export const runNode = (args: readonly string[], whose?: Whose): Promise<Run> =>
  runProgram(process.execPath, args, whose);
