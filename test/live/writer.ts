import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

const program = fileURLToPath(new URL('./writer-process.ts', import.meta.url));

interface WriterOptions {
  readonly folder: string;
  readonly rows: number;
  readonly rowsPerSecond: number;
  readonly rowsAtOnce?: number;
  readonly flawed?: number;
  readonly deliveries?: number;
  readonly rowsPerFile?: number;
  readonly seed?: number;
}

/** A process that writes events into the files of a folder while a test looks on. */
export interface RunningWriter {
  /** How many rows it has written, each whole, when it has ended. */
  readonly ended: Promise<number>;
  /** Holds it up in the middle of whatever it does, until it is let go on. */
  hold(): void;
  goOn(): void;
  /** Lets it end with the row that it is at. */
  stop(): void;
}

/** Starts one; it is gone after the test. */
export function startWriter(options: WriterOptions): RunningWriter {
  const child = spawn(process.execPath, ['--import', 'tsx', program, JSON.stringify(options)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const said: Buffer[] = [];
  child.stdout.on('data', (piece: Buffer) => said.push(piece));
  const ended = new Promise<number>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(Number(Buffer.concat(said).toString()));
      else reject(new Error(`the writer ended with ${code}`));
    });
  });
  // Whoever waits for it hears of it.
  ended.catch(() => {});
  return {
    ended,
    hold: () => void child.kill('SIGSTOP'),
    goOn: () => void child.kill('SIGCONT'),
    stop: () => void child.kill('SIGTERM'),
  };
}
