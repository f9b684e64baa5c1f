import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { Readable, Writable } from 'node:stream';
import { atExit } from '../files/at-exit.ts';
import { newTemporaryFolder } from '../files/temporary-folder.ts';
import { browserFlags } from './browser-flags.ts';
import type { BrowserProgram } from './bundled-chromium.ts';
import { PipeTransport } from './pipe-transport.ts';

/** A running browser with a profile of its own, which goes when the browser goes. */
export interface BrowserProcess {
  transport: PipeTransport;
  /** Settles when the browser has ended, for whatever reason, with what it last said. */
  ended: Promise<string>;
  /** Ends it, by force if it has not ended by itself within the given time; then removes its profile. */
  stop(patienceMilliseconds: number): Promise<void>;
}

const isWindows = process.platform === 'win32';
const keptMessageLength = 4000;

/** How long what was killed may take to be gone. */
const mostDyingMilliseconds = 3000;

/** Starts a browser; a program that cannot be started is one that ended at once. */
export function startBrowser(program: BrowserProgram, sandbox: boolean): BrowserProcess {
  const profile = newTemporaryFolder('browser-');
  const child = spawnIn(profile, program, sandbox);
  const takeBack = atExit(() => {
    kill(child);
    rmSync(profile, { recursive: true, force: true, maxRetries: 3 });
  });
  const { ended, giveUp } = untilEnded(child);
  return {
    transport: new PipeTransport(child.stdio[3] as Writable, child.stdio[4] as Readable),
    ended,
    stop: async (patienceMilliseconds) => {
      const killing = setTimeout(() => kill(child), patienceMilliseconds);
      const givingUp = setTimeout(giveUp, patienceMilliseconds + mostDyingMilliseconds);
      await ended;
      clearTimeout(killing);
      clearTimeout(givingUp);
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
      takeBack();
    },
  };
}

function spawnIn(profile: string, program: BrowserProgram, sandbox: boolean): ChildProcess {
  try {
    return spawnBrowser(profile, program, sandbox);
  } catch (error) {
    rmSync(profile, { recursive: true, force: true });
    throw error;
  }
}

function spawnBrowser(profile: string, program: BrowserProgram, sandbox: boolean): ChildProcess {
  return spawn(program.executable, browserFlags(program.isHeadlessShell, profile, sandbox), {
    // A browser that is killed leaves its temporary files, so they go where its profile goes.
    env: { ...process.env, ...program.environment, TMPDIR: profile, TEMP: profile, TMP: profile },
    stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'],
    // A process group of its own: it can be ended as a whole, and Ctrl-C reaches it through us only.
    detached: !isWindows,
    windowsHide: true,
  });
}

interface Ending {
  /** Settles when the process has ended and said all. */
  readonly ended: Promise<string>;
  /** Settles it now: what the process started besides may hold its pipes, and a disk that hangs the process itself. */
  readonly giveUp: () => void;
}

function untilEnded(child: ChildProcess): Ending {
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-keptMessageLength);
  });
  let giveUp = (): void => {};
  const ended = new Promise<string>((resolve) => {
    child.once('close', () => resolve(said));
    child.once('error', (error) => resolve(said + error.message));
    giveUp = () => {
      for (const pipe of child.stdio) pipe?.destroy();
      child.unref();
      resolve(said);
    };
  });
  return { ended, giveUp };
}

function kill(child: ChildProcess): void {
  if (child.pid === undefined) {
    return;
  }
  try {
    if (isWindows) {
      spawnSync('taskkill', ['/pid', String(child.pid), '/T', '/F'], { windowsHide: true });
    } else {
      process.kill(-child.pid, 'SIGKILL');
    }
  } catch {
    // It has ended already.
  }
}
