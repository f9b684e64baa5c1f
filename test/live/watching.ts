import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished } from 'vitest';
import { z } from 'zod';
import { filesThere } from '../../src/dump/find-files.ts';
import { run } from '../cli/run.ts';
import { contentsOf } from '../faults/folder-contents.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const cli = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

/** The machine's own language and zone are no part of what is compared. */
const usual = ['--csv', '--timezone', 'UTC', '--locale', 'en'];

const updateSchema = z.object({
  rows: z.number(),
  newRows: z.number(),
  written: z.array(z.string()),
  milliseconds: z.number(),
});

type Update = z.infer<typeof updateSchema>;

/** A command that follows a dump while a test looks on. */
export interface Watching {
  /** What it has said of its updates so far, in their order. */
  readonly updates: readonly Update[];
  /** What it has said besides, and does not say again. */
  readonly said: string;
  /** Waits until something is so, looking again whenever it says anything. Fails where it ends before. */
  until(isSo: (watching: Watching) => boolean): Promise<void>;
  /** The most memory that it has had so far, in MiB; null where the system does not say. */
  memory(): number | null;
  kill(signal: NodeJS.Signals): void;
  /** Its exit status, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals | null>;
}

/** Starts one; it is gone after the test. */
export function startWatching(
  dump: string | readonly string[],
  output: string,
  options: readonly string[] = ['--every', '0'],
  env: NodeJS.ProcessEnv = {},
): Watching {
  const child = spawn(
    process.execPath,
    [cli, 'watch', ...[dump].flat(), '-o', output, '--json', ...usual, ...options],
    { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } },
  );
  onTestFinished(() => void child.kill('SIGKILL'));
  const said = { stdout: '', stderr: '' };
  let hasEnded = false;
  const waiting = new Set<() => void>();
  const tell = (): void => {
    for (const look of waiting) look();
  };
  for (const name of ['stdout', 'stderr'] as const)
    child[name].setEncoding('utf8').on('data', (text: string) => {
      said[name] += text;
      tell();
    });
  const ended = once(child, 'close').then(([status, signal]) => {
    hasEnded = true;
    tell();
    return status ?? signal;
  });
  const watching: Watching = {
    ended,
    get updates() {
      return said.stdout
        .split(/(?<=^\}\n)/m)
        .filter((text) => text.endsWith('}\n'))
        .map((text) => updateSchema.parse(JSON.parse(text)));
    },
    get said() {
      return said.stderr;
    },
    until: (isSo) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (!isSo(watching) && !hasEnded) return;
          waiting.delete(look);
          if (isSo(watching)) resolve();
          else reject(new Error(`it has ended: ${said.stderr}`));
        };
        waiting.add(look);
        look();
      }),
    memory: () => {
      try {
        const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
        return Number(/VmHWM:\s*(\d+) kB/.exec(status)?.[1]) / 1024;
      } catch {
        return null;
      }
    },
    kill: (signal) => void child.kill(signal),
  };
  return watching;
}

/** Brings reports up to date, once. @returns what was said besides */
export async function watchOnce(
  dump: string | readonly string[],
  output: string,
  options: readonly string[] = [],
): Promise<string> {
  const { status, stderr } = await run([
    'watch',
    ...[dump].flat(),
    '-o',
    output,
    '--once',
    ...usual,
    ...options,
  ]);
  expect({ status, stderr }).toEqual({ status: 0, stderr: expect.any(String) });
  return stderr;
}

/** The files of reports, without what is made for them to be live. */
function figuresIn(output: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(contentsOf(output)).filter(([path]) => /report\.json$|\.csv$|rejects\.ndjson$/.test(path)),
  );
}

/** The files of reports as they are seen: what is hidden is nobody's business. */
function filesIn(output: string): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(contentsOf(output)).filter(([path]) => !path.startsWith('.')));
}

/**
 * Expects that an output has the reports of a dump as it is: the figures that `render` makes of it, and, byte for byte, all files that
 * one makes who follows it from now on. Files that are left out, since they are empty yet, `render` would refuse.
 */
export async function expectFresh(
  dump: string | readonly string[],
  output: string,
  options: readonly string[] = [],
): Promise<void> {
  const [rendered, followed] = [join(temporaryFolder(), 'rendered'), join(temporaryFolder(), 'followed')];
  const said = await watchOnce(dump, followed, options);
  expectSameFiles(filesIn(output), filesIn(followed));
  const isLeftOut = (file: string): boolean => said.split('\n').some((line) => line.startsWith(`${file}: `));
  const files = (await filesThere([dump].flat())).map(({ file }) => file).filter((file) => !isLeftOut(file));
  const { status, stderr } = await run([...files, '-o', rendered, ...usual, ...options]);
  expect({ status, stderr }).toEqual({ status: 0, stderr: expect.any(String) });
  expectSameFiles(figuresIn(output), figuresIn(rendered));
}

/** The names of the files first: whole reports are no help to whoever reads why a test failed. */
function expectSameFiles(
  found: Readonly<Record<string, string>>,
  expected: Readonly<Record<string, string>>,
): void {
  expect(Object.keys(found)).toEqual(Object.keys(expected));
  const others = Object.keys(expected).filter((path) => found[path] !== expected[path]);
  expect(others).toEqual([]);
}
