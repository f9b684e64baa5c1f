import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

/** As long as a busy machine may need; a server that ends is noticed at once. */
const patience = 60_000;

/** Not everybody's PATH has where Debian puts servers. */
const path = `${process.env.PATH ?? ''}:/usr/sbin:/usr/bin`;

/** Which of the programs that a server needs is missing here; undefined where all are there. */
export const missingProgram = (): string | undefined =>
  ['clickhouse-server', 'setpriv', 'openssl'].find(
    (program) => !path.split(':').some((folder) => existsSync(join(folder, program))),
  );

/**
 * Becomes the server with a configuration ($1), which ends with the process that starts it ($0), however that one ends:
 * the kernel sees to that, once it has been asked. Where it ended before, nothing is started.
 */
const becomeServer = '[ "$PPID" = "$0" ] && exec clickhouse-server --config-file="$1"';

/** A clickhouse-server, running or not, whose folder has its config.xml. */
export interface Server {
  /** Starts it; nothing happens where it runs. Wait with `answers`. */
  readonly start: () => void;
  /** Resolves when it answers; throws with its own words where it ended. */
  readonly answers: () => Promise<void>;
  /** Ends it as a crash does, and waits for it. */
  readonly kill: () => Promise<void>;
  /** Stops it from doing anything, its ports and connections kept, until `resume`. */
  readonly pause: () => void;
  readonly resume: () => void;
  /** What a query gives, as TabSeparated text without the last line's end; throws with the server's own words. */
  readonly query: (sql: string) => Promise<string>;
}

const isRunning = (child: ChildProcess | undefined): child is ChildProcess =>
  child !== undefined && child.exitCode === null && child.signalCode === null;

const lastWords = (folder: string): string =>
  readFileSync(join(folder, 'output.txt'), 'utf8').split('\n').slice(-20).join('\n');

/** A server that has not been started. */
export function makeServer(folder: string, httpPort: number): Server {
  let child: ChildProcess | undefined;

  const start = (): void => {
    if (isRunning(child)) return;
    const output = openSync(join(folder, 'output.txt'), 'a');
    const shell = ['sh', '-c', becomeServer, String(process.pid), join(folder, 'config.xml')];
    child = spawn('setpriv', ['--pdeathsig', 'KILL', ...shell], {
      cwd: folder,
      env: { PATH: path },
      stdio: ['ignore', output, output],
      // A group of its own, so that a Ctrl-C leaves it to the process that started it.
      detached: true,
    });
    closeSync(output);
  };

  const query = async (sql: string): Promise<string> => {
    // Without waiting for the end an error may come after status 200.
    const response = await fetch(`http://127.0.0.1:${httpPort}/?wait_end_of_query=1`, {
      method: 'POST',
      body: sql,
    });
    const text = await response.text();
    if (!response.ok) throw new Error(text.trim());
    return text.replace(/\n$/, '');
  };

  const answers = async (): Promise<void> => {
    const until = Date.now() + patience;
    for (;;) {
      if (!isRunning(child)) throw new Error(`clickhouse-server ended:\n${lastWords(folder)}`);
      try {
        await query('SELECT 1');
        return;
      } catch (error) {
        if (Date.now() > until) throw error;
      }
      await setTimeout(20);
    }
  };

  const kill = async (): Promise<void> => {
    if (!isRunning(child)) return;
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
  };

  const signal = (name: 'SIGSTOP' | 'SIGCONT'): void => {
    if (child?.kill(name) !== true) throw new Error(`${folder} has no running server`);
  };

  return {
    start,
    answers,
    kill,
    pause: () => signal('SIGSTOP'),
    resume: () => signal('SIGCONT'),
    query,
  };
}
