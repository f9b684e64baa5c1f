import { spawn } from 'node:child_process';

/** How a process fared. */
export interface Run {
  readonly milliseconds: number;
  readonly peakMegabytes: number;
}

/** Says a process's own peak of resident memory when it ends. */
const sayPeak = `data:text/javascript,process.on('exit',()=>process.stderr.write('peak '+process.resourceUsage().maxRSS))`;

/** Runs a Node program to its end; throws where it fails. Measuring memory costs it some 20 ms. */
export function runCommand(args: readonly string[], cwd: string, measuresMemory = false): Promise<Run> {
  return new Promise((resolve, reject) => {
    const start = performance.now();
    const child = spawn(process.execPath, [...(measuresMemory ? ['--import', sayPeak] : []), ...args], {
      cwd,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.on('error', reject);
    child.on('close', (status) => {
      if (status !== 0) reject(new Error(`${args.join(' ')}: exit status ${status}\n${stderr}`));
      const peak = /peak (\d+)/.exec(stderr)?.[1] ?? '0';
      resolve({ milliseconds: performance.now() - start, peakMegabytes: Number(peak) / 1000 });
    });
  });
}

/** The run with the median time. */
export function median(runs: readonly Run[]): Run {
  const sorted = [...runs].sort((left, right) => left.milliseconds - right.milliseconds);
  const middle = sorted[Math.floor(sorted.length / 2)];
  if (middle === undefined) throw new Error('no runs');
  return middle;
}
